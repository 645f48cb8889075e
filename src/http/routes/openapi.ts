import { createHash } from 'node:crypto';
import { Router } from 'express';
import { apiDocument } from '../openapi/document.js';
import { onlyMethods } from '../problem.js';

function serialized(publicUrl: string | undefined) {
  const document = apiDocument();
  const content = JSON.stringify(
    publicUrl === undefined ? document : { ...document, servers: [{ url: publicUrl }] },
  );
  return { content, etag: `"${createHash('sha256').update(content).digest('hex').slice(0, 32)}"` };
}

/** What the server answers, for programs. It holds nothing of the archive: any site may read it. */
export function openApiRoutes(publicUrl: string | undefined): Router {
  const router = Router();
  let made: ReturnType<typeof serialized> | undefined;
  router
    .route('/openapi.json')
    .get((_request, response) => {
      made ??= serialized(publicUrl);
      const { content, etag } = made;
      response
        .set({ ETag: etag, 'Cache-Control': 'public, max-age=300', 'Access-Control-Allow-Origin': '*' })
        .type('json')
        .send(content);
    })
    .all(onlyMethods('GET'));
  return router;
}
