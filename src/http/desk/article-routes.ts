import type { Router } from 'express';
import type { Engine } from '../../engine/engine.js';
import type { RelatedOptions } from '../../engine/question.js';
import { toFound } from '../../engine/search.js';
import { cleanLine } from '../../text/clean.js';
import { onlyMethods, parseInput } from '../problem.js';
import { createRouter } from '../router.js';
import { ArticlePath, RelatedQuery } from '../schemas.js';
import type { DeskArticleAnswer, SearchAnswer } from './answers.js';
import type { DeskParts } from './parts.js';
import { SearchQuery } from './schemas.js';

/** So many links are shown that would come next. */
const NEXT = 12;
/** The latest decisions about an article. */
const DECISIONS = 20;

/** Finding an article, and its list as readers see it. */
export function articleRoutes({ engine, access }: DeskParts): Router {
  const router = createRouter();
  router
    .route('/desk/articles')
    .get(access.admitted, (request, response) => {
      const { q, limit } = parseInput(SearchQuery, request.query);
      const answer: SearchAnswer = { articles: engine.search(q, limit) };
      response.json(answer);
    })
    .all(onlyMethods('GET'));
  router
    .route('/desk/articles/:id')
    .get(access.admitted, (request, response) => {
      const { id } = parseInput(ArticlePath, request.params);
      response.json(deskArticle(engine, id, parseInput(RelatedQuery, request.query)));
    })
    .all(onlyMethods('GET'));
  return router;
}

function deskArticle(engine: Engine, id: string, asked: RelatedOptions): DeskArticleAnswer {
  const article = engine.article(id);
  const list = engine.related(id, { ...asked, explain: true });
  // A longer list is not this one and more: pins whose place lies beyond it are only in the longer one.
  const longer = engine.related(id, { ...asked, limit: asked.limit + NEXT, explain: true });
  const shown = new Set(list.related.map((link) => link.id));
  return {
    article: {
      ...toFound(article),
      summary: article.summary === null ? null : cleanLine(article.summary) || null,
      language: article.language,
      tags: article.tags,
      sponsored: article.sponsored,
      paywalled: article.paywalled,
      noRecommend: article.noRecommend,
    },
    list,
    next: longer.related.filter((link) => !shown.has(link.id)),
    rules: engine.editing.about(id),
    decisions: engine.editing.decisions({ about: id, before: null, limit: DECISIONS }),
  };
}
