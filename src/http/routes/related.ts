import { Router } from 'express';
import { relatedBatch } from '../../engine/batch.js';
import type { Engine } from '../../engine/engine.js';
import { batchItems } from '../batch.js';
import { batchJson, draftJson } from '../body.js';
import { onlyMethods, parseInput, problemOf } from '../problem.js';
import { ArticlePath, DraftBody, RelatedQuery } from '../schemas.js';

/** The main job: related articles of an indexed article, of a text, or of many in one request. */
export function relatedRoutes(engine: Engine, log: (message: string) => void): Router {
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
  router
    .route('/v1/related/batch')
    .post(batchJson, async (request, response) => {
      const options = parseInput(RelatedQuery, request.query);
      const items = batchItems(request.body);
      // Throws where there is nothing to answer from: that is no fault of any one item.
      engine.info();
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      const questions = items.map(({ question }) => question);
      const answers = await relatedBatch(engine, questions, options, gone.signal);
      const results = answers.map((result, i) => ({
        id: items[i]?.id ?? null,
        ...('answer' in result ? { status: 200, ...result.answer } : problemOf(result.error, request, log)),
      }));
      response.json({ results });
    })
    .all(onlyMethods('POST'));
  return router;
}
