import type { RequestHandler, Router } from 'express';
import { protectPage } from '../page-policy.js';
import { answerProblems, onlyMethods, type ProblemAnswers } from '../problem.js';
import { createRouter } from '../router.js';
import type { Access } from './access.js';
import { type DeskFile, deskAsset } from './assets.js';
import { DESK_POLICY, deskPage, refusedPage } from './page.js';

/** A year, which is as long as anything is kept. Seconds. */
const FOR_GOOD = 31_536_000;

// Its own requests are told from those of other sites' pages by where they come from.
const protection = protectPage({ policy: DESK_POLICY, referrer: 'same-origin' });

/** The desk's page with its script and style: they hold nothing of the archive. */
export function pageRoutes(access: Access, problems: ProblemAnswers): Router {
  const router = createRouter();
  const page = createRouter();
  page
    .route('/desk')
    .get(protection, (request, response) => {
      if (request.path.endsWith('/')) {
        // What the page loads is relative to where it is.
        response.redirect(308, '../desk');
        return;
      }
      access.refuseStrangers(request);
      response.type('html').send(deskPage());
    })
    .all(onlyMethods('GET'));
  page.use(answerProblems(problems, ({ detail }) => ['html', refusedPage(detail)]));
  router.use(page);
  router.route('/desk/desk.js').get(asset('desk.js', 'text/javascript')).all(onlyMethods('GET'));
  router.route('/desk/desk.css').get(asset('desk.css', 'text/css')).all(onlyMethods('GET'));
  return router;
}

function asset(name: DeskFile, type: string): RequestHandler {
  return (request, response) => {
    const { bytes, version } = deskAsset(name);
    const isThatVersion = request.query.v === version;
    response
      .type(type)
      .set({
        ETag: `"${version}"`,
        'Cache-Control': isThatVersion ? `public, max-age=${FOR_GOOD}, immutable` : 'no-cache',
      })
      .send(bytes);
  };
}
