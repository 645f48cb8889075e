import { Router } from 'express';
import type { Engine } from '../../engine/engine.js';
import { draftJson } from '../body.js';
import { onlyMethods, parseInput } from '../problem.js';
import { ArticlePath, DraftBody, RelatedQuery } from '../schemas.js';

/** The main job: related articles of an indexed article, or of a text. */
export function relatedRoutes(engine: Engine): Router {
  const router = Router();
  router
    .route('/v1/articles/:id/related')
    .get((request, response) => {
      const { id } = parseInput(ArticlePath, request.params);
      response.json(engine.related(id, parseInput(RelatedQuery, request.query)));
    })
    .all(onlyMethods('GET'));
  router
    .route('/v1/related')
    .post(draftJson, async (request, response) => {
      const draft = parseInput(DraftBody, request.body);
      response.json(await engine.relatedTo(draft, parseInput(RelatedQuery, request.query)));
    })
    .all(onlyMethods('POST'));
  return router;
}
