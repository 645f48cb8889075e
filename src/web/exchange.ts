import { type Dispatcher, request } from 'undici';
import { SourceError } from '../errors.js';
import { shown } from './address.js';
import { readBody } from './body.js';
import { within } from './deadline.js';
import type { Hosts } from './hosts.js';
import {
  backOff,
  codeOf,
  isPassingFailure,
  isPassingStatus,
  LONGEST_RETRY_AFTER,
  retryAfter,
} from './retry.js';

/** What a server says to one request, redirects included. */
export interface Answer {
  readonly status: number;
  /** By lower-case name; of several of one name, joined by commas. */
  readonly headers: ReadonlyMap<string, string>;
  /** Of a document; the beginning of an error's; empty for all else. */
  readonly body: Buffer;
}

export interface Question {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Until its host may be asked again, in milliseconds. */
  readonly delay: number;
  /** Of the unpacked body; what is longer is refused, or cut there. */
  readonly maxBytes: number;
  readonly cut?: boolean;
}

/**
 * Asks one address, in its host's turn, and again after a while where that may help. Throws a `SourceError` where it
 * does not, a `RefusedAddressError` for an address that may not be reached, and the signal's reason.
 */
export type Exchange = (question: Question) => Promise<Answer>;

export interface ExchangeOptions {
  readonly dispatcher: Dispatcher;
  readonly hosts: Hosts;
  readonly signal: AbortSignal;
  /** For one request with its whole answer, in milliseconds. */
  readonly timeout: number;
  readonly attempts: number;
  readonly clock: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: (message: string) => void;
}

/** Of the body of an error: what it says is shown. */
const EXCERPT_BYTES = 2_000;

/** A server that asks for more by mistake would be left alone for good by who follows it for months. Milliseconds. */
const LONGEST_REST = 24 * 60 * 60_000;

/** Of a body that nobody wants, to keep the connection. */
const DUMPED_BYTES = 64 * 1024;

/** An attempt that did not succeed, but a later one may. */
interface Passing {
  /** What was received instead. */
  readonly received: string;
  /** Milliseconds that the server asks to wait. */
  readonly after: number;
  readonly cause?: unknown;
}

export function createExchange(options: ExchangeOptions): Exchange {
  const { hosts, attempts, clock, random, log } = options;
  /** Until when hosts want to be left alone. */
  const closed = new Map<string, number>();
  return (question) =>
    hosts.visit(question.url.hostname, async (turn) => {
      const label = shown(question.url);
      const until = closed.get(question.url.hostname) ?? 0;
      if (until > clock()) throw leftAlone(label, 'an earlier refusal', until);
      closed.delete(question.url.hostname);
      for (let attempt = 1; ; attempt += 1) {
        await turn.next(question.delay);
        const outcome = await askOnce(question, options);
        if ('status' in outcome) return outcome;
        const { received, after } = outcome;
        if (after > LONGEST_RETRY_AFTER) {
          const reopens = clock() + Math.min(after, LONGEST_REST);
          closed.set(question.url.hostname, reopens);
          throw leftAlone(label, received, reopens);
        }
        if (attempt >= attempts) {
          throw new SourceError(
            `${label} could not be read. Expected an answer, received ${received} (tried ${attempts === 1 ? 'once' : `${attempts} times`}). The server is down, overloaded or out of reach: try again later, or with fewer requests.`,
            { cause: outcome.cause },
          );
        }
        const wait = Math.max(after, backOff(attempt, random()));
        log(`${label}: ${received}; asking again in ${Math.ceil(wait / 1_000)} s.`);
        turn.rest(wait);
      }
    });
}

function leftAlone(label: string, received: string, until: number): SourceError {
  const date = new Date(until).toISOString();
  return new SourceError(
    `${label} is not to be asked now. Expected an answer, received ${received} with the wish to be left alone for longer than ${LONGEST_RETRY_AFTER / 60_000} minutes. Come back after ${date}.`,
  );
}

async function askOnce(question: Question, options: ExchangeOptions): Promise<Answer | Passing> {
  const { signal, timeout, clock } = options;
  try {
    const answer = await within(timeout, signal, (own) => ask(question, options.dispatcher, own));
    if (!isPassingStatus(answer.status)) return answer;
    return {
      received: `status ${answer.status}`,
      after: retryAfter(answer.headers.get('retry-after'), clock()),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceError) throw error;
    const received = complaint(error);
    if (isPassingFailure(error)) return { received, after: 0, cause: error };
    throw new SourceError(
      `${shown(question.url)} could not be read. Expected an answer, received ${received}. Check the address, and that its server works as it should.`,
      { cause: error },
    );
  }
}

async function ask(question: Question, dispatcher: Dispatcher, signal: AbortSignal): Promise<Answer> {
  const { url, maxBytes, cut = false } = question;
  const response = await request(url, { dispatcher, method: 'GET', headers: question.headers, signal });
  const { statusCode: status, body } = response;
  const headers = toMap(response.headers);
  const encoding = headers.get('content-encoding') ?? '';
  // Destroyed below, it says so to whoever still listens: nobody.
  body.on('error', () => undefined);
  try {
    if (status >= 200 && status < 300) {
      return { status, headers, body: await readBody(body, { label: shown(url), encoding, maxBytes, cut }) };
    }
    if (status >= 400) {
      const excerpt = { label: shown(url), encoding, maxBytes: EXCERPT_BYTES, cut: true };
      // An error stays one, however badly it is worded.
      return { status, headers, body: await readBody(body, excerpt).catch(() => Buffer.alloc(0)) };
    }
    await body.dump({ limit: DUMPED_BYTES, signal }).catch(() => undefined);
    return { status, headers, body: Buffer.alloc(0) };
  } finally {
    body.destroy();
  }
}

function toMap(headers: Readonly<Record<string, string | string[] | undefined>>): Map<string, string> {
  return new Map(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

/** What an error says, in one line. */
function complaint(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message === '' ? codeOf(error) : message).replace(/\s+/g, ' ').replace(/\.$/, '');
}
