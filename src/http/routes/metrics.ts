import type { Router } from 'express';
import { admitMonitor, type MonitorAdmission } from '../admit-monitor.js';
import type { Metrics } from '../metrics.js';
import { onlyMethods } from '../problem.js';
import { createRouter } from '../router.js';

/** How the server does, in numbers, for Prometheus. */
export function metricsRoutes(metrics: Metrics, admission: MonitorAdmission): Router {
  const router = createRouter();
  router
    .route('/metrics')
    .get(admitMonitor(admission), async (_request, response) => {
      const { type, text } = await metrics.scrape();
      response.set('Content-Type', type).send(text);
    })
    .all(onlyMethods('GET'));
  return router;
}
