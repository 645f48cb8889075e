import type { RequestHandler, Router } from 'express';
import type { Engine } from '../../engine/engine.js';
import { type GuardedKeys, requireKey } from '../auth.js';
import { eventsJson } from '../body.js';
import { HttpError, onlyMethods, parseInput } from '../problem.js';
import { createRouter } from '../router.js';
import { ClicksQuery, EventsBody } from '../schemas.js';

export interface ClickRouteOptions {
  /** Whether readers' clicks are counted at all. */
  readonly clicks: boolean;
  /** Reading what was counted needs one. */
  readonly keys: GuardedKeys;
}

/** What readers saw and clicked: counted for pages that tell, read with the key. */
export function clickRoutes(engine: Engine, { clicks, keys }: ClickRouteOptions): Router {
  const router = createRouter();
  const switchedOn: RequestHandler = (_request, _response, next) => {
    if (clicks) return next();
    throw new HttpError(
      403,
      'clicks_are_off',
      'Counting clicks is switched off on this server. Start it with --clicks or SEEALSO_CLICKS=true to allow it.',
    );
  };
  router
    .route('/v1/events')
    .post(switchedOn, eventsJson, (request, response) => {
      const events = parseInput(EventsBody, request.body);
      // Whoever asks not to be tracked is not counted either, whatever the page sent.
      const isPrivate = request.get('dnt') === '1' || request.get('sec-gpc') === '1';
      if (!isPrivate) engine.clicks.count(events);
      response.status(204).set('Cache-Control', 'no-store').end();
    })
    .all(onlyMethods('POST'));
  router
    .route('/v1/clicks')
    .get(requireKey(keys, 'read', 'Reading clicks'), (request, response) => {
      response
        .set('Cache-Control', 'no-store')
        .json(engine.clicks.report(parseInput(ClicksQuery, request.query)));
    })
    .all(onlyMethods('GET'));
  return router;
}
