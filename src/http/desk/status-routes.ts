import type { Router } from 'express';
import { onlyMethods } from '../problem.js';
import { createRouter } from '../router.js';
import type { DeskParts } from './parts.js';

/** How the index does. */
export function statusRoutes({ engine, access }: DeskParts): Router {
  const router = createRouter();
  router
    .route('/desk/status')
    .get(access.admitted, (_request, response) => {
      response.json(engine.status());
    })
    .all(onlyMethods('GET'));
  return router;
}
