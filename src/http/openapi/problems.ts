import { z } from 'zod';
import { ArticleNotFoundError } from '../../errors.js';
import { ProblemAnswer } from '../answers/problem.js';
import { InvalidRequestError, toProblem } from '../problem.js';
import type { Answer } from './create.js';

/** What can go wrong, by the code at the end of a problem's `type`. */
const PROBLEMS = {
  invalid_request: [400, 'A parameter, an id or a field of the body is wrong; `errors` names each.'],
  entity_parse_failed: [400, 'The body is not JSON.'],
  wrong_key: [401, 'The key is missing, or is not that of this server.'],
  not_signed_in: [401, 'Nobody is signed in, and no key is shown; or that session was ended.'],
  session_expired: [401, 'The session was not used for a while, or is twelve hours old.'],
  unsigned: [401, 'The signature is missing, or has another form.'],
  wrong_signature: [401, 'The signature is not that of this body and time by the secret of this server.'],
  stale_signature: [401, 'It was signed more than five minutes ago, or ahead of this server’s clock.'],
  writing_is_off: [403, 'There is no key, by `--api-key` or `seealso keys add`.'],
  reading_clicks_is_off: [403, 'There is no key, by `--api-key` or `seealso keys add`.'],
  scope_missing: [403, 'The key is known, but not for this.'],
  status_is_local: [403, 'There is no key yet, and the request is not from the server’s own machine.'],
  desk_is_local: [403, 'There is no key yet, and the request is not from the server’s own machine.'],
  forged_request: [403, 'A page of another site may have sent it, or `X-CSRF-Token` is missing or wrong.'],
  building_is_off: [403, 'This server builds and publishes nothing.'],
  clicks_are_off: [403, 'The server was started without `--clicks`.'],
  hook_is_off: [403, 'The server was started without the secret of this hook.'],
  article_not_found: [404, 'The article is unknown, deleted, or not published yet.'],
  decision_conflict: [409, 'It would change nothing, or somebody else was quicker.'],
  nothing_staged: [409, 'No build waits to be published.'],
  build_refused: [409, 'The build is clearly worse than what is served.'],
  no_previous_generation: [409, 'There is nothing to roll back to.'],
  entity_too_large: [413, 'The body is too long.'],
  encoding_unsupported: [415, 'The body is packed in a way that is not known here.'],
  charset_unsupported: [415, 'The body says that it is in another character set than one of Unicode.'],
  too_many_sign_ins: [
    429,
    'Ten wrong keys came from this address within a minute; a right one counts again after that.',
  ],
  too_many_requests: [429, 'This address asked too often within a minute.'],
  internal: [500, 'A fault of the server; its log says more.'],
  index_missing: [503, 'There is no index yet.'],
  index_locked: [503, 'Something is being built or published already.'],
  overloaded: [503, 'The server has more to do than it can; the same again in a second may be answered.'],
  timed_out: [503, 'It was not answered in time. A write may have been made, or be made later.'],
  draining: [503, 'The server is being stopped.'],
  too_many_streams: [503, 'A hundred streams are open.'],
  model_unusable: [503, 'The model that the index was built with cannot be loaded.'],
  model_mismatch: [503, 'The index was built with another model than this server has.'],
  catalog_unusable: [503, 'The index folder was replaced while it was served; the server must be restarted.'],
} as const satisfies Readonly<Record<string, readonly [status: number, meaning: string]>>;

export type ProblemCode = keyof typeof PROBLEMS;

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is wrong.',
  401: 'Not authorised.',
  403: 'Not allowed, or switched off on this server.',
  404: 'Not found.',
  409: 'Not possible as things stand.',
  413: 'Too large.',
  415: 'The body cannot be read.',
  429: 'Too often; `Retry-After` says when to try again.',
  500: 'Something went wrong.',
  503: 'Not available yet; `Retry-After` says when to ask again.',
};

const EXAMPLES: Readonly<Record<number, unknown>> = {
  400: toProblem(new InvalidRequestError([{ field: 'limit', expected: 'at least 1', received: '"0"' }])),
  404: toProblem(new ArticleNotFoundError('no-such-article')),
};

const later = z.object({ 'Retry-After': z.string().meta({ description: 'In seconds.' }) });
const HEADERS: Readonly<Record<number, Answer['headers']>> = {
  401: z.object({ 'WWW-Authenticate': z.string() }),
  429: later,
  503: later,
};

const literal = (code: ProblemCode) =>
  z.literal(`urn:seealso:${code}`).meta({ description: PROBLEMS[code][1] });

/** The answers to what can go wrong, one for each status. */
export function problems(...codes: readonly ProblemCode[]): Record<string, Answer> {
  return problemsOf(codes, ALWAYS);
}

/** The same of what is let in at any time. */
export function problemsAtAnyTime(...codes: readonly ProblemCode[]): Record<string, Answer> {
  return problemsOf(codes, ['internal']);
}

function problemsOf(codes: readonly ProblemCode[], always: readonly ProblemCode[]): Record<string, Answer> {
  return byStatus(codes, always, (status, some) => {
    const example = EXAMPLES[status];
    const [first, ...others] = some.map(literal);
    const type = first === undefined || others.length > 0 ? z.union(some.map(literal)) : first;
    const own = z.looseObject({ type });
    const content = {
      schema: z.intersection(ProblemAnswer, own),
      ...(example === undefined ? {} : { example }),
    };
    return answerOf(status, nameOf(some), { 'application/problem+json': content });
  });
}

/** The same as a comment in HTML. */
export function commentedProblems(...codes: readonly ProblemCode[]): Record<string, Answer> {
  return byStatus(codes, ALWAYS, (status, some) => {
    const content = { schema: z.string(), example: `<!-- seealso: ${status} … -->\n` };
    return answerOf(status, `Commented${nameOf(some)}`, { 'text/html': content });
  });
}

/** What any request may be answered with. */
const ALWAYS: readonly ProblemCode[] = ['internal', 'too_many_requests', 'overloaded', 'timed_out'];

function byStatus(
  codes: readonly ProblemCode[],
  always: readonly ProblemCode[],
  make: (status: number, some: readonly ProblemCode[]) => Answer,
): Record<string, Answer> {
  const guessed: readonly ProblemCode[] = codes.includes('wrong_key') ? ['too_many_sign_ins'] : [];
  const all: readonly ProblemCode[] = [...new Set([...codes, ...guessed, ...always])];
  const statuses = [...new Set(all.map((code) => PROBLEMS[code][0]))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      make(
        status,
        all.filter((code) => PROBLEMS[code][0] === status),
      ),
    ]),
  );
}

/** Under which name the document holds the answer: `InvalidRequestOrEntityParseFailed`. */
function nameOf(codes: readonly ProblemCode[]): string {
  const names = codes.map((code) =>
    code.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  );
  return names.join('Or');
}

const known = new Map<string, Answer>();

/** One object for one name: operations that fail alike refer to the same answer. */
function answerOf(status: number, id: string, content: NonNullable<Answer['content']>): Answer {
  const own = HEADERS[status];
  const headers = own === undefined ? {} : { headers: own };
  const answer = known.get(id) ?? { id, description: TITLES[status] ?? 'Error.', content, ...headers };
  known.set(id, answer);
  return answer;
}
