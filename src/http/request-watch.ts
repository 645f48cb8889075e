import type { Request, RequestHandler, Response } from 'express';
import type { Log, LogFields, LogLevel } from '../log/log.js';
import type { Meter } from './meter.js';
import { nameRequest, requestIdOf } from './request-id.js';
import { notesOf } from './request-notes.js';
import { pathOf } from './request-path.js';
import { createTally, type Tally } from './tally.js';

/** What took longer is told. Seconds. */
const SLOW = 1;
/** As nginx says of a client that left before it was answered. */
const CLIENT_LEFT = 499;
/** Route of whatever no route answers, so that made-up paths are one. */
const NO_ROUTE = '(none)';

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const METHODS: ReadonlySet<string> = new Set([...READING, 'PUT', 'POST', 'DELETE']);
/** Readers' questions and counts, though they are posted. */
const ASKED_BY_POST: ReadonlySet<string> = new Set(['/v1/related', '/v1/related/batch', '/v1/events']);
/** Of these many may come at once; how many did is told now and then. */
const TURNED_AWAY: ReadonlySet<number> = new Set([401, 403, 429, 503]);

export interface RequestWatch {
  readonly handler: RequestHandler;
  /** Requests that are not answered yet. */
  open(): number;
}

/**
 * Names every request, and tells the meter and the log when it was answered. The log has a line for what changes
 * something, for faults and for what took long; for every request at the level `debug`.
 */
export function watchRequests(meter: Meter, log: Log, tally: Tally = createTally(log)): RequestWatch {
  let open = 0;
  return {
    open: () => open,
    handler(request, response, next) {
      const began = performance.now();
      nameRequest(request, response);
      open += 1;
      response.on('close', () => {
        open -= 1;
        const seconds = (performance.now() - began) / 1000;
        const route = routeOf(request, response);
        const status = response.writableFinished ? response.statusCode : CLIENT_LEFT;
        // A stream lasts as long as somebody follows it.
        const isStream = String(response.getHeader('Content-Type') ?? '').startsWith('text/event-stream');
        if (!isStream) meter.answered(route, methodOf(request), status, seconds);
        if (status >= 500) meter.fault(faultOf(response));
        tell(request, response, { route, status, seconds: isStream ? 0 : seconds });
      });
      next();
    },
  };

  function tell(request: Request, response: Response, answered: Answered): void {
    const level = levelOf(request.method, answered);
    if (level === 'debug' && TURNED_AWAY.has(answered.status)) {
      tally.count(`${answered.status} ${notesOf(response).code ?? ''}`.trim());
    }
    if (log.writes(level)) {
      const { route, status } = answered;
      log.write(level, `${methodOf(request)} ${route} ${status}`, fieldsOf(request, response, answered));
    }
  }
}

interface Answered {
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

function levelOf(method: string, { route, status, seconds }: Answered): LogLevel {
  if (status >= 500 && status !== 503) return 'warn';
  if (seconds > SLOW) return 'warn';
  if (READING.has(method) || ASKED_BY_POST.has(route) || status === 429 || status === 503) return 'debug';
  return status >= 400 && status !== CLIENT_LEFT ? 'warn' : 'info';
}

function fieldsOf(request: Request, response: Response, { status, seconds }: Answered): LogFields {
  const { by, code } = notesOf(response);
  return {
    requestId: requestIdOf(response),
    method: request.method,
    path: pathOf(request),
    status,
    milliseconds: Math.round(seconds * 10_000) / 10,
    code,
    by,
  };
}

function routeOf(request: Request, response: Response): string {
  const pattern: unknown = notesOf(response).route ?? request.route?.path;
  return typeof pattern === 'string' ? pattern : NO_ROUTE;
}

function faultOf(response: Response): string {
  const { cause, code } = notesOf(response);
  return cause ?? code ?? 'internal';
}

/** A client may send any. */
function methodOf({ method }: Request): string {
  return METHODS.has(method) ? method : 'other';
}
