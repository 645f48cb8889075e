import type { Router } from 'express';
import type { Engine } from '../../engine/engine.js';
import { admitMonitor, type MonitorAdmission } from '../admit-monitor.js';
import { onlyMethods } from '../problem.js';
import { createRouter } from '../router.js';

/** How the index does, for whoever looks after it. */
export function statusRoutes(engine: Engine, admission: MonitorAdmission): Router {
  const router = createRouter();
  router
    .route('/v1/status')
    .get(admitMonitor(admission), (_request, response) => {
      response.set('Cache-Control', 'no-store').json(engine.status());
    })
    .all(onlyMethods('GET'));
  return router;
}
