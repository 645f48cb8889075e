import type { Router } from 'express';
import { onlyMethods } from '../problem.js';
import { createRouter } from '../router.js';
import { widgetScript } from '../widget-script.js';

/**
 * The script that shows related articles in a page. Any site may load it, also with `integrity`, for which a
 * browser must be allowed to read it: it holds nothing of the archive.
 */
export function widgetRoutes(): Router {
  const router = createRouter();
  router
    .route('/widget.js')
    .get((_request, response) => {
      const { bytes, etag } = widgetScript();
      response
        .type('text/javascript')
        .set({
          ETag: etag,
          'Cache-Control': 'public, max-age=3600, stale-while-revalidate=86400',
          'Access-Control-Allow-Origin': '*',
          'Cross-Origin-Resource-Policy': 'cross-origin',
        })
        .send(bytes);
    })
    .all(onlyMethods('GET'));
  return router;
}
