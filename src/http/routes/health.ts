import type { Router } from 'express';
import type { Engine } from '../../engine/engine.js';
import { HttpError, onlyMethods } from '../problem.js';
import { createRouter } from '../router.js';

/** For load balancers: whether the process lives, and whether it can answer. */
export function healthRoutes(engine: Engine): Router {
  const router = createRouter();
  router
    .route('/healthz')
    .get((_request, response) => {
      response.json({ status: 'ok' });
    })
    .all(onlyMethods('GET'));
  router
    .route('/readyz')
    .get((request, response) => {
      if (request.app.locals.draining === true) {
        throw new HttpError(
          503,
          'draining',
          'The server is being stopped, and answers what is open. Ask another.',
        );
      }
      // Throws `IndexMissingError`, which is a 503, until there is an index.
      response.json({ status: 'ready', index: engine.info() });
    })
    .all(onlyMethods('GET'));
  return router;
}
