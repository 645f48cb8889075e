import { createHash } from 'node:crypto';
import type { Router } from 'express';
import { apiDocument } from '../openapi/document.js';
import { onlyMethods } from '../problem.js';
import { createRouter } from '../router.js';

/** What the server answers, for programs. It holds nothing of the archive: any site may read it. */
export function openApiRoutes(publicUrl: string | undefined): Router {
  const router = createRouter();
  router
    .route('/openapi.json')
    .get((request, response) => {
      const server = publicUrl ?? (request.baseUrl || '/');
      const content = JSON.stringify({ ...apiDocument(), servers: [{ url: server }] });
      const etag = `"${createHash('sha256').update(content).digest('hex').slice(0, 32)}"`;
      response
        .set({ ETag: etag, 'Cache-Control': 'public, max-age=300', 'Access-Control-Allow-Origin': '*' })
        .type('json')
        .send(content);
    })
    .all(onlyMethods('GET'));
  return router;
}
