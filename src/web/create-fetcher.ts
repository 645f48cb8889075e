import { setMaxListeners } from 'node:events';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { Agent } from 'undici';
import { SourceError, StoppedError } from '../errors.js';
import { shown, webAddress } from './address.js';
import { ENCODINGS } from './body.js';
import { guardedConnector, type Lookup, resolveBySystem } from './connector.js';
import { decodeText } from './decode.js';
import { type Answer, createExchange } from './exchange.js';
import type { Fetched, Fetcher, FetchRequest } from './fetcher.js';
import { type AllowPrivate, createGuard, RefusedAddressError } from './guard.js';
import { createHosts } from './hosts.js';
import { type Followed, follow } from './redirect.js';
import { createRobots, ROBOTS_BYTES } from './robots.js';

export interface FetcherOptions {
  /** Says who asks, such as `seealso/1.0`; `robots.txt` knows us by what stands before the `/`. */
  readonly userAgent: string;
  /** Private hosts, addresses and CIDR ranges that may be reached all the same, or all of them. */
  readonly allowPrivate?: AllowPrivate;
  /** Whether `robots.txt` is heeded: `false` only for one's own sites. */
  readonly robots?: boolean;
  /** Requests under way at one host. */
  readonly concurrency?: number;
  /** Between the beginnings of two requests to one host, in milliseconds; its `Crawl-delay` where that is longer. */
  readonly delay?: number;
  /** For one request with its whole answer, in milliseconds. */
  readonly timeout?: number;
  /** Of an answer's unpacked body. */
  readonly maxBytes?: number;
  /** How often an address is asked in all, where its server is overloaded or out of reach. */
  readonly attempts?: number;
  readonly maxRedirects?: number;
  /** Ends everything at once; what was asked for then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told in a sentence why something is waited for. */
  readonly log?: (message: string) => void;
  /** For tests: waits so many milliseconds. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** For tests: milliseconds since 1970. */
  readonly clock?: () => number;
  /** For tests: from 0 to 1. */
  readonly random?: () => number;
  /** For tests: all addresses of a name. */
  readonly lookup?: Lookup;
}

const DEFAULTS = {
  allowPrivate: false,
  robots: true,
  concurrency: 2,
  delay: 500,
  timeout: 30_000,
  /** What a sitemap may have at most (sitemaps.org). */
  maxBytes: 50 * 1024 * 1024,
  attempts: 4,
  maxRedirects: 5,
  log: () => undefined,
  clock: () => Date.now(),
  random: () => Math.random(),
  lookup: resolveBySystem,
} as const;

/** For one connection, in milliseconds. */
const CONNECT_TIMEOUT = 10_000;

/**
 * A fetcher on undici. Proxies of the environment are not used. Throws a `UsageError` for an `allowPrivate` that
 * allows nothing. Whoever creates it closes it.
 */
export function createFetcher(options: FetcherOptions): Fetcher {
  const { userAgent, robots, delay, maxBytes, maxRedirects, timeout, ...rest } = { ...DEFAULTS, ...options };
  const guard = createGuard(rest.allowPrivate);
  const stop = new AbortController();
  const { signal } = stop;
  // One for every request that waits.
  setMaxListeners(0, signal);
  const stopToo = () => stop.abort(options.signal?.reason);
  if (options.signal?.aborted === true) stopToo();
  options.signal?.addEventListener('abort', stopToo, { once: true });

  const dispatcher = new Agent({
    connect: guardedConnector(guard, rest.lookup, Math.min(timeout, CONNECT_TIMEOUT)),
    // The deadline of the whole request is kept elsewhere.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const sleep = options.sleep ?? ((milliseconds) => sleepFor(milliseconds, undefined, { signal }));
  const hosts = createHosts({ concurrency: rest.concurrency, clock: rest.clock, sleep, signal });
  const exchange = createExchange({ ...rest, dispatcher, hosts, signal, timeout });
  const own = { 'user-agent': userAgent, 'accept-encoding': ENCODINGS };
  const rules = createRobots({
    userAgent,
    clock: rest.clock,
    async ask(start) {
      const { answer } = await follow(start, maxRedirects, (url) => {
        const headers = { accept: 'text/plain', ...own };
        return exchange({ url, headers, delay, maxBytes: ROBOTS_BYTES, cut: true });
      });
      return answer;
    },
  });

  async function visit(url: URL, atHome: boolean, request: FetchRequest): Promise<Answer> {
    const crawlDelay = robots ? await rules.check(url) : 0;
    const headers = { ...headersOf(request, atHome), ...own };
    return exchange({ url, headers, delay: Math.max(delay, crawlDelay), maxBytes });
  }

  return {
    async get(address, request = {}) {
      signal.throwIfAborted();
      const start = webAddress(address);
      try {
        return fetched(await follow(start, maxRedirects, (url, home) => visit(url, home, request)), request);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof RefusedAddressError)) throw error;
        throw new RefusedAddressError(`${shown(start)} was not read: ${error.message}`, { cause: error });
      }
    },
    async close() {
      options.signal?.removeEventListener('abort', stopToo);
      stop.abort(new StoppedError('The fetcher is closed. Create another to read more.'));
      await dispatcher.destroy();
    },
  };
}

/** What an origin is told is not told to another that it redirects to, but for what the document was. */
function headersOf(
  { accept, headers = {}, validators }: FetchRequest,
  atHome: boolean,
): Record<string, string> {
  const given = Object.entries(atHome ? headers : {}).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  return {
    ...Object.fromEntries(given),
    accept: accept ?? '*/*',
    ...(validators?.etag ? { 'if-none-match': validators.etag } : {}),
    ...(validators?.lastModified ? { 'if-modified-since': validators.lastModified } : {}),
  };
}

function fetched({ url, redirects, answer }: Followed, { validators }: FetchRequest): Fetched {
  const { status, headers, body } = answer;
  switch (status) {
    case 200:
    case 203: {
      const contentType = headers.get('content-type') ?? '';
      return {
        kind: 'document',
        url: url.href,
        redirects,
        validators: { etag: headers.get('etag') ?? null, lastModified: headers.get('last-modified') ?? null },
        contentType: contentType.replace(/;.*$/s, '').trim().toLowerCase(),
        headers,
        text: decodeText(body, contentType),
      };
    }
    case 304:
      if (validators === undefined) throw unexpected(url, answer);
      return { kind: 'not_modified', url: url.href };
    case 404:
    case 410:
      return { kind: 'gone', url: url.href, status };
    default:
      throw unexpected(url, answer);
  }
}

function unexpected(url: URL, answer: Answer): SourceError {
  const { status } = answer;
  const said = excerptOf(answer);
  const remedy =
    status === 401 || status === 403
      ? 'Check the key and what it gives access to, or ask the site for access'
      : 'Check the address, and what its server expects';
  return new SourceError(
    `${shown(url)} does not give the document. Expected status 200, received ${status}${said === '' ? '' : `: ${said}`}. ${remedy}.`,
  );
}

/** What an interface says of its refusal, on one line; empty for a page. */
function excerptOf({ headers, body }: Answer): string {
  if (!/json|text\/plain/i.test(headers.get('content-type') ?? '')) return '';
  return body.toString('utf8').replace(/\s+/g, ' ').trim().slice(0, 200);
}
