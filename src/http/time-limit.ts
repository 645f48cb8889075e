import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Meter } from './meter.js';
import { HttpError } from './problem.js';

/** Seconds for which a whole request may be answered, where not given. */
export const REQUEST_TIMEOUT = 30;

/**
 * Answers with 503 for whoever was not answered in time. What watches `close` of the response stops then; a write goes
 * on, since it may be half done. One that is still arriving is the server's to end (`listen`).
 */
export function limitTime(
  seconds: number,
  answer: ErrorRequestHandler,
  meter: Pick<Meter, 'refused'>,
): RequestHandler {
  return (request, response, next) => {
    const expire = (): void => {
      if (response.headersSent) return;
      if (!request.complete) {
        timer.refresh();
        return;
      }
      meter.refused('timeout');
      const isWriting = !['GET', 'HEAD'].includes(request.method);
      const problem = new HttpError(
        503,
        'timed_out',
        `This was not answered within ${seconds} s (--request-timeout).${isWriting ? ' It may have been done nevertheless, or be done later: what is sent again is done once.' : ''} Ask again in a moment.`,
      );
      void answer(problem, request, response, next);
    };
    const timer = setTimeout(expire, seconds * 1000);
    timer.unref();
    response.once('close', () => clearTimeout(timer));
    next();
  };
}
