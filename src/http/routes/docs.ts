import type { Router } from 'express';
import type { Engine } from '../../engine/engine.js';
import { docsPage } from '../../page/docs/docs-page.js';
import { DOCS_STYLE } from '../../page/docs/style.js';
import { type AskedServer, commandsFor } from '../openapi/commands.js';
import { apiDocument } from '../openapi/document.js';
import { EXAMPLE_ID, EXAMPLE_URL } from '../openapi/examples.js';
import { originOf } from '../origin.js';
import { protectPage, styleHash } from '../page-policy.js';
import { onlyMethods } from '../problem.js';
import { createRouter } from '../router.js';
import { scriptTag } from '../widget-script.js';
import { frontArticle, type PageOptions } from './page.js';

const protection = protectPage({ policy: { 'style-src': [styleHash(DOCS_STYLE)], 'img-src': ['data:'] } });

/** What the server answers, for people, with commands that ask this very server. */
export function docsRoutes(engine: Engine, options: PageOptions): Router {
  const router = createRouter();
  router
    .route('/docs')
    .get(protection, (request, response) => {
      const origin = originOf(request, options.publicUrl);
      const { id, url } = knownArticle(engine, options.front);
      const commands = commandsFor({ origin, id, url });
      response
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
