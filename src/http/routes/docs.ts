import { createHash } from 'node:crypto';
import type { Router } from 'express';
import type { Engine } from '../../engine/engine.js';
import { docsPage } from '../../page/docs/docs-page.js';
import { DOCS_STYLE } from '../../page/docs/style.js';
import { type AskedServer, commandsFor } from '../openapi/commands.js';
import { apiDocument } from '../openapi/document.js';
import { EXAMPLE_ID, EXAMPLE_URL } from '../openapi/examples.js';
import { originOf } from '../origin.js';
import { onlyMethods } from '../problem.js';
import { createRouter } from '../router.js';
import { scriptTag } from '../widget-script.js';
import { frontArticle, type PageOptions } from './page.js';

const STYLE_HASH = createHash('sha256').update(DOCS_STYLE).digest('base64');
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; base-uri 'none'; form-action 'none'`;

/** What the server answers, for people, with commands that ask this very server. */
export function docsRoutes(engine: Engine, options: PageOptions): Router {
  const router = createRouter();
  router
    .route('/docs')
    .get((request, response) => {
      const origin = originOf(request, options.publicUrl);
      const { id, url } = knownArticle(engine, options.front);
      const commands = commandsFor({ origin, id, url });
      response
        .set('Content-Security-Policy', POLICY)
        .type('html')
        .send(docsPage(apiDocument(), { origin, id, commands, scriptTag: scriptTag(origin) }));
    })
    .all(onlyMethods('GET'));
  return router;
}

/** One that the server has, or, where it has none, that of the sample archive. */
function knownArticle(engine: Engine, front: string | undefined): Pick<AskedServer, 'id' | 'url'> {
  const id = frontArticle(engine, front);
  if (id === null) return { id: EXAMPLE_ID, url: EXAMPLE_URL };
  return { id, url: engine.article(id).url ?? EXAMPLE_URL };
}
