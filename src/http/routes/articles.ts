import type { Router } from 'express';
import { type Article, describeIssues } from '../../article.js';
import type { Engine } from '../../engine/engine.js';
import { ArticleNotFoundError } from '../../errors.js';
import { type GuardedKeys, mayReadMore, requireKey } from '../auth.js';
import { articleJson } from '../body.js';
import type { Caching } from '../caching.js';
import type { Queues } from '../overload.js';
import { InvalidRequestError, onlyMethods, parseInput } from '../problem.js';
import { createRouter } from '../router.js';
import { ArticlePath, articleBody } from '../schemas.js';

/** Of an article behind the paywall, what a link to it may say. */
function inPublic(article: Article): Article {
  return article.paywalled ? { ...article, body: '', extra: {} } : article;
}

/** Reading, putting and deleting one article. */
export function articleRoutes(engine: Engine, caching: Caching, keys: GuardedKeys, queues: Queues): Router {
  const router = createRouter();
  const authorised = requireKey(keys, 'write');
  router
    .route('/v1/articles/:id')
    .get((request, response) => {
      const { id } = parseInput(ArticlePath, request.params);
      response.vary('Authorization');
      // What readers pay for is not given away: the whole of it only to who may read behind the lists.
      if (mayReadMore(request, keys)) {
        response.json(engine.article(id));
        return;
      }
      caching.send(
        request,
        response,
        { route: 'article', id, asked: {}, headers: { Vary: 'Authorization' } },
        () => {
          const content = JSON.stringify(inPublic(engine.article(id)));
          return { type: 'json', content, empty: null, names: [] };
        },
      );
    })
    .put(authorised, articleJson, queues.writes, async (request, response) => {
      const { id } = parseInput(ArticlePath, request.params);
      const parsed = articleBody(id, request.body);
      if (!parsed.success) throw new InvalidRequestError(describeIssues(parsed.error, request.body));
      const result = await engine.put(parsed.data);
      response.status(result.outcome === 'added' ? 201 : 200).json({ id, ...result });
    })
    .delete(authorised, queues.writes, async (request, response) => {
      const { id } = parseInput(ArticlePath, request.params);
      if (!(await engine.remove(id))) throw new ArticleNotFoundError(id);
      response.status(204).end();
    })
    .all(onlyMethods('GET', 'PUT', 'DELETE'));
  return router;
}
