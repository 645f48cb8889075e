import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { describeIssues, type FieldProblem } from '../article.js';
import { SeealsoError } from '../errors.js';
import type { Log } from '../log/log.js';
import { requestIdOf } from './request-id.js';
import { notesOf } from './request-notes.js';
import { pathOf } from './request-path.js';

/** A request whose input is wrong, field by field. */
export class InvalidRequestError extends Error {
  constructor(readonly problems: readonly FieldProblem[]) {
    super(
      problems
        .map((problem) => `${problem.field}: expected ${problem.expected}, received ${problem.received}`)
        .join('; '),
    );
  }
}

/** Checks input at the edge. Throws `InvalidRequestError`. */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input);
  if (!result.success) throw new InvalidRequestError(describeIssues(result.error, input));
  return result.data;
}

/** RFC 9457, with what was wrong field by field. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  /** As in the header `X-Request-Id`, and in the server's log. */
  readonly requestId?: string;
}

/** Raised by routes for what only HTTP knows. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authorised',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Too slow',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  429: 'Too many requests',
  431: 'Headers too large',
  500: 'Internal error',
  503: 'Not available yet',
};

/** The only place where an error becomes a status. */
const STATUS_OF: Readonly<Record<string, number>> = {
  article_not_found: 404,
  decision_conflict: 409,
  nothing_staged: 409,
  build_refused: 409,
  no_previous_generation: 409,
  index_missing: 503,
  model_unusable: 503,
  model_mismatch: 503,
  catalog_unusable: 503,
  index_locked: 503,
  stopped: 503,
};

/** What express and its body parser raise. */
const ForeignError = z.object({
  status: z.int().min(400).max(499),
  type: z.string().optional(),
  message: z.string(),
});

export function toProblem(error: unknown): Problem {
  if (error instanceof InvalidRequestError) {
    return { ...problem(400, 'invalid_request', error.message), errors: error.problems };
  }
  if (error instanceof HttpError) return problem(error.status, error.code, error.message);
  if (error instanceof SeealsoError) return problem(STATUS_OF[error.code] ?? 500, error.code, error.message);
  const foreign = ForeignError.safeParse(error);
  if (foreign.success) {
    const { status, type, message } = foreign.data;
    return problem(status, (type ?? 'invalid_request').replaceAll('.', '_'), explained(type, message));
  }
  return problem(500, 'internal', 'Something went wrong here. The server’s log has the details.');
}

function explained(type: string | undefined, message: string): string {
  if (type === 'entity.parse.failed')
    return `The body is not JSON: ${message}. Send an object such as {"title": "…", "body": "…"}.`;
  if (type === 'entity.too.large') return `The body is larger than this server takes: ${message}.`;
  if (message.startsWith('Failed to decode')) {
    return `${message}. Percent-encode ids in the path, such as %25 for a percent sign.`;
  }
  return `${message}.`;
}

function problem(status: number, code: string, detail: string): Problem {
  return { type: `${TYPE}${code}`, title: TITLES[status] ?? 'Error', status, detail };
}

/** What the client is told; of an error that nobody foresaw, the log is told the rest. */
export function problemOf(error: unknown, request: Request, response: Response, log: Log): Problem {
  const answer = toProblem(error);
  if (answer.status >= 500 && !(error instanceof SeealsoError || error instanceof HttpError)) {
    log.write(
      'error',
      `${request.method} ${pathOf(request)}`,
      { requestId: requestIdOf(response) },
      error ?? 'nothing was said',
    );
  }
  return answer;
}

/** What the system or a library names by a code of its own. */
const SystemError = z.object({ code: z.string().regex(/^[A-Z][A-Z0-9_]{1,40}$/) });

function causeOf(error: unknown): string | undefined {
  const { success, data } = SystemError.safeParse(error);
  return success ? data.code : error instanceof Error ? causeOf(error.cause) : undefined;
}

export interface ProblemAnswers {
  readonly log: Log;
  /** `Cache-Control` where an article is not there: one may be put in a moment, or be asked after in vain for long. */
  readonly ofMissing: string;
}

const TYPE = 'urn:seealso:';
const NOT_FOUND = `${TYPE}article_not_found`;

/** Answers with what went wrong; `write` gives its type and body. Nothing of it is kept by caches, but that an article is not there. */
export function answerProblems(
  { log, ofMissing }: ProblemAnswers,
  write: (problem: Problem) => readonly [type: string, body: string] = asJson,
): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    // It was given up for want of time, and that was told.
    if (response.writableEnded) return;
    if (response.headersSent) {
      next(error);
      return;
    }
    const requestId = requestIdOf(response);
    const told = problemOf(error, request, response, log);
    const answer = requestId === undefined ? told : { ...told, requestId };
    Object.assign(notesOf(response), { code: told.type.slice(TYPE.length), cause: causeOf(error) });
    const isKept = answer.type === NOT_FOUND && ['GET', 'HEAD'].includes(request.method);
    response.set('Cache-Control', isKept ? ofMissing : 'no-store');
    if (answer.status === 503) response.set('Retry-After', '5');
    if (error instanceof HttpError) response.set(error.headers);
    const [type, body] = write(answer);
    response.status(answer.status).type(type).send(body);
  };
}

const asJson = (answer: Problem) => ['application/problem+json', JSON.stringify(answer)] as const;

export const unknownPath: RequestHandler = (request) => {
  throw new HttpError(
    404,
    'unknown_path',
    `There is nothing at ${request.path}. The paths are at /docs, and for programs at /openapi.json.`,
  );
};

/** For a known path: says which methods it has. */
export function onlyMethods(...methods: readonly string[]): RequestHandler {
  return (request) => {
    const allowed = methods.join(', ');
    throw new HttpError(
      405,
      'method_not_allowed',
      `${request.method} is not possible here, only ${allowed}.`,
      { Allow: allowed },
    );
  };
}
