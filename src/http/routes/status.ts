import type { RequestHandler, Router } from 'express';
import type { Engine } from '../../engine/engine.js';
import type { Keys } from '../../engine/keys.js';
import { requireKey } from '../auth.js';
import { isFromThisMachine } from '../loopback.js';
import { HttpError, onlyMethods } from '../problem.js';
import { createRouter } from '../router.js';

export interface StatusRouteOptions {
  readonly keys: Keys;
  /** Where readers find the server: whoever asks there need not be at this machine. */
  readonly publicUrl?: string | undefined;
}

/** How the index does, for whoever looks after it: with a key or, as long as there is none, at this machine. */
export function statusRoutes(engine: Engine, { keys, publicUrl }: StatusRouteOptions): Router {
  const router = createRouter();
  const withKey = requireKey(keys, 'read', 'Reading the status');
  const admitted: RequestHandler = (request, response, next) => {
    if (keys.any()) return withKey(request, response, next);
    if (publicUrl === undefined && isFromThisMachine(request)) return next();
    throw new HttpError(
      403,
      'status_is_local',
      'As long as there is no key, the status is told on this machine only (http://localhost), and not under --public-url. Add a key with `seealso keys add <name> --scope read`, and send it as `Authorization: Bearer <key>`.',
    );
  };
  router
    .route('/v1/status')
    .get(admitted, (_request, response) => {
      response.set('Cache-Control', 'no-store').json(engine.status());
    })
    .all(onlyMethods('GET'));
  return router;
}
