import type { RequestHandler, Router } from 'express';
import { relatedBatch } from '../../engine/batch.js';
import type { Engine } from '../../engine/engine.js';
import type { Log } from '../../log/log.js';
import { batchItems } from '../batch.js';
import { batchJson, draftJson } from '../body.js';
import type { Caching } from '../caching.js';
import type { Meter } from '../meter.js';
import type { Queues } from '../overload.js';
import { onlyMethods, parseInput, problemOf } from '../problem.js';
import { type Asked, askedByAddress, askedById, namesOf, sendRelated } from '../related-answers.js';
import { createRouter } from '../router.js';
import { DraftBody, RelatedQuery } from '../schemas.js';

/** The main job: related articles of an indexed article, by its id or its address, of a text, or of many in one request. */
export function relatedRoutes(
  engine: Engine,
  caching: Caching,
  { log, meter, queues }: { readonly log: Log; readonly meter: Meter; readonly queues: Queues },
): Router {
  const router = createRouter();
  router
    .route('/v1/articles/:id/related')
    .get(related(engine, caching, askedById))
    .all(onlyMethods('GET'));
  router
    .route('/v1/related')
    .get(related(engine, caching, askedByAddress(engine)))
    .post(draftJson, queues.drafts, async (request, response) => {
      const draft = parseInput(DraftBody, request.body);
      const answer = await engine.relatedTo(draft, parseInput(RelatedQuery, request.query));
      if (answer.empty !== null) meter.empty(answer.empty.reason);
      response.json(answer);
    })
    .all(onlyMethods('GET', 'POST'));
  router
    .route('/v1/related/batch')
    .post(batchJson, queues.batches, async (request, response) => {
      const options = parseInput(RelatedQuery, request.query);
      const items = batchItems(request.body);
      // Throws where there is nothing to answer from: that is no fault of any one item.
      engine.info();
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      const questions = items.map(({ question }) => question);
      const answers = await relatedBatch(engine, questions, options, gone.signal);
      for (const result of answers) {
        if ('answer' in result && result.answer.empty !== null) meter.empty(result.answer.empty.reason);
      }
      const results = answers.map((result, i) => ({
        id: items[i]?.id ?? null,
        ...('answer' in result
          ? { status: 200, ...result.answer }
          : problemOf(result.error, request, response, log)),
      }));
      response.json({ results });
    })
    .all(onlyMethods('POST'));
  return router;
}

function related(engine: Engine, caching: Caching, articleOf: Asked): RequestHandler {
  return (request, response) => {
    const article = articleOf(request);
    const asked = parseInput(RelatedQuery, request.query);
    sendRelated({ caching, request, response, route: 'related', article, asked }, () => {
      const answer = engine.related(article.id, asked);
      const empty = answer.empty?.reason ?? null;
      return { type: 'json', content: JSON.stringify(answer), empty, names: namesOf(answer) };
    });
  };
}
