import type { Router } from 'express';
import type { Engine } from '../../engine/engine.js';
import { ArticleNotFoundError } from '../../errors.js';
import { articlePage, emptyPage } from '../../page/article-page.js';
import { PAGE_STYLE } from '../../page/style.js';
import { originOf } from '../origin.js';
import { PICTURES, protectPage, styleHash } from '../page-policy.js';
import { onlyMethods, parseInput } from '../problem.js';
import { createRouter } from '../router.js';
import { PageQuery } from '../schemas.js';

const protection = protectPage({ policy: { 'style-src': [styleHash(PAGE_STYLE)], 'img-src': PICTURES } });

export interface PageOptions {
  /** Id of the article shown where none is named; the newest where not given. */
  readonly front: string | undefined;
  readonly publicUrl?: string | undefined;
}

/** `/`: an article with its related links, so that a person sees the result in one look. */
export function pageRoutes(engine: Engine, options: PageOptions): Router {
  const router = createRouter();
  router
    .route('/')
    .get(protection, (request, response) => {
      const { id } = parseInput(PageQuery, request.query);
      const shown = id ?? frontArticle(engine, options.front);
      response.type('html');
      if (shown === null) response.send(emptyPage(engine.info()));
      else {
        const answer = engine.related(shown, { limit: 4, language: null });
        const origin = originOf(request, options.publicUrl);
        response.send(articlePage(engine.article(shown), answer, origin));
      }
    })
    .all(onlyMethods('GET'));
  return router;
}

/** The article chosen for the front, or the newest where that is not published (any more). */
export function frontArticle(engine: Engine, front: string | undefined): string | null {
  try {
    if (front !== undefined) return engine.article(front).id;
  } catch (error) {
    if (!(error instanceof ArticleNotFoundError)) throw error;
  }
  return engine.newest();
}
