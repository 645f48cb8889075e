import { createHash } from 'node:crypto';
import { Router } from 'express';
import { apiDocument } from '../openapi/document.js';
import { onlyMethods } from '../problem.js';

let made: { readonly content: string; readonly etag: string } | undefined;

function serialized() {
  if (made === undefined) {
    const content = JSON.stringify(apiDocument());
    made = { content, etag: `"${createHash('sha256').update(content).digest('hex').slice(0, 32)}"` };
  }
  return made;
}

/** What the server answers, for programs. It holds nothing of the archive: any site may read it. */
export function openApiRoutes(): Router {
  const router = Router();
  router
    .route('/openapi.json')
    .get((_request, response) => {
      const { content, etag } = serialized();
      response
        .set({ ETag: etag, 'Cache-Control': 'public, max-age=300', 'Access-Control-Allow-Origin': '*' })
        .type('json')
        .send(content);
    })
    .all(onlyMethods('GET'));
  return router;
}
