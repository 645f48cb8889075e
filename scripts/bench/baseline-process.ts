/** What `baseline.ts` starts. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { clientAddress } from '../../src/http/client-address.js';
import { contentCodings } from '../../src/http/content-coding.js';
import { crossOrigin } from '../../src/http/cors.js';
import { createMetrics } from '../../src/http/metrics.js';
import { shedLoad } from '../../src/http/overload.js';
import { answerProblems } from '../../src/http/problem.js';
import { limitReads, rateLimits } from '../../src/http/rate-limits.js';
import { watchRequests } from '../../src/http/request-watch.js';
import { limitTime, REQUEST_TIMEOUT } from '../../src/http/time-limit.js';
import { NO_LOG } from '../../src/log/log.js';
import type { StoredAnswer } from './baseline.js';

process.once('message', (answers: readonly StoredAnswer[]) => {
  Promise.all([listening(sameMiddleware(answers)), listening(barest(answers))]).then(
    ([same, bare]) => process.send?.({ same, bare }),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
// Whoever started this is gone.
process.on('disconnect', () => process.exit());

/** What stands before the routes of `src/http/app.ts`, in its order, but for the memory of answers. */
function sameMiddleware(answers: readonly StoredAnswer[]): Express {
  const stored = new Map(answers.map((answer) => [answer.path, answer]));
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const { meter } = createMetrics(() => {
    throw new Error('Nobody reads these metrics.');
  });
  const addressOf = clientAddress(['loopback']);
  app.use(watchRequests(meter, NO_LOG).handler);
  app.use((_request, response, next) => {
    response.set({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
    next();
  });
  app.use(crossOrigin([]));
  app.use(limitReads({ reads: 0, addressOf, meter }));
  app.use(shedLoad({}, meter));
  app.use(limitTime(REQUEST_TIMEOUT, answerProblems({ log: NO_LOG, ofMissing: 'no-store' }), meter));
  app.use(rateLimits({ addressOf, meter }));
  app.use(contentCodings());
  app.get('/v1/articles/:id/related', (request, response) => {
    const answer = stored.get(request.path);
    if (answer === undefined) response.status(404).end();
    else response.set(answer.headers).send(answer.body);
  });
  return app;
}

function barest(answers: readonly StoredAnswer[]): Express {
  const stored = new Map(
    answers.map(({ path, headers, body }) => [
      path,
      { type: headers['content-type'] ?? '', bytes: Buffer.from(body) },
    ]),
  );
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.get('/v1/articles/:id/related', (request, response) => {
    const answer = stored.get(request.path);
    response.setHeader('Content-Type', answer?.type ?? '');
    response.end(answer?.bytes);
  });
  return app;
}

async function listening(app: Express): Promise<string> {
  const server: Server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
