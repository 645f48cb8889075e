import { Router } from 'express';
import { z } from 'zod';
import { ArticleId } from '../../article.js';
import type { Engine } from '../../engine/engine.js';
import { articlePage, emptyPage } from '../page/article-page.js';
import { onlyMethods, parseInput } from '../problem.js';

const PageQuery = z.object({ id: ArticleId.optional() });

/** `/`: an article with its related links, so that a person sees the result in one look. */
export function pageRoutes(engine: Engine, front: string | undefined): Router {
  const router = Router();
  router
    .route('/')
    .get((request, response) => {
      const { id } = parseInput(PageQuery, request.query);
      const shown = id ?? front ?? engine.newest();
      response
        .type('html')
        .set(
          'Content-Security-Policy',
          "default-src 'none'; style-src 'unsafe-inline'; img-src http: https:",
        );
      if (shown === null) response.send(emptyPage(engine.info()));
      else {
        const answer = engine.related(shown, { limit: 4, language: null });
        const origin = `${request.protocol}://${request.host}`;
        response.send(articlePage(engine.article(shown), answer, origin));
      }
    })
    .all(onlyMethods('GET'));
  return router;
}
