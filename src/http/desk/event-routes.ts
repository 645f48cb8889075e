import type { Router } from 'express';
import { HttpError, onlyMethods } from '../problem.js';
import { createRouter } from '../router.js';
import { createNews } from './news.js';
import type { DeskParts } from './parts.js';

/** Each holds a connection. */
const MOST = 100;
/** Proxies take a connection on which nothing is said for dead, most after a minute. Milliseconds. */
const SILENCE = 15_000;
/** Whoever does not read what they are told is let go. Bytes. */
const BACKLOG = 4_194_304;
/** So long a browser waits before it asks again. Milliseconds. */
const RETRY = 3000;

/** What happens, as it happens: a stream of server-sent events for every desk that is open. */
export function eventRoutes(parts: DeskParts): Router {
  const { access } = parts;
  const news = createNews(parts);
  const router = createRouter();
  router
    .route('/desk/events')
    .get(access.admittedUnused, (request, response) => {
      if (news.listeners() >= MOST) {
        throw new HttpError(
          503,
          'too_many_streams',
          `More than ${MOST} desks follow this server. Close some, or reload now and then.`,
        );
      }
      response.set({
        'Content-Type': 'text/event-stream; charset=utf-8',
        // nginx would collect it.
        'X-Accel-Buffering': 'no',
      });
      if (request.method === 'HEAD') {
        response.end();
        return;
      }
      response.write(`retry: ${RETRY}\n\n`);
      let spokenAt = performance.now();
      const write = (text: string): void => {
        if (response.writableEnded || response.destroyed) return;
        spokenAt = performance.now();
        response.write(text);
        if (response.writableLength > BACKLOG) response.destroy();
      };
      const leave = news.listen({
        tell: (name, data) => write(`event: ${name}\ndata: ${data}\n\n`),
        look() {
          if (!access.isStill(request)) response.end();
          else if (performance.now() - spokenAt >= SILENCE) write(': still here\n\n');
        },
        end: () => response.end(),
      });
      response.once('close', leave);
    })
    .all(onlyMethods('GET'));
  return router;
}
