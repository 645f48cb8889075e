import robotsParser from 'robots-parser';
import { SourceError } from '../errors.js';
import { shown } from './address.js';
import { decodeText } from './decode.js';
import type { Answer } from './exchange.js';
import { RefusedAddressError } from './guard.js';

/** What is read of a `robots.txt`, in bytes; the least that RFC 9309, section 2.5, asks for. */
export const ROBOTS_BYTES = 500 * 1024;

/** How long what a site says is believed (RFC 9309, section 2.4), and that it says nothing. Milliseconds. */
const BELIEVED = 24 * 60 * 60_000;
const UNREACHABLE = 5 * 60_000;

/** The longest pause between two requests that a site may ask for and get. Milliseconds. */
const LONGEST_CRAWL_DELAY = 30_000;

/** What a site's `robots.txt` says to us. */
export interface Robots {
  /**
   * Throws a `SourceError` unless the address may be read; gives the site's `Crawl-delay` in milliseconds, 0 where it
   * asks for none.
   */
  check(url: URL): Promise<number>;
}

export interface RobotsOptions {
  readonly userAgent: string;
  /** Reads a `robots.txt`, redirects included. */
  readonly ask: (url: URL) => Promise<Answer>;
  readonly clock: () => number;
}

interface ParsedRobots {
  isAllowed(url: string, agent: string): boolean | undefined;
  getMatchingLineNumber(url: string, agent: string): number;
  /** In seconds. */
  getCrawlDelay(agent: string): number | undefined;
}

// Its types speak of a default export, its code is the function itself.
const parse = robotsParser as unknown as (url: string, text: string) => ParsedRobots;

type Rules =
  | { readonly parser: ParsedRobots }
  /** Nothing may be read while it is not known what may. */
  | { readonly unreachable: string };

interface Remembered {
  readonly rules: Promise<Rules>;
  until: number;
}

/** Asks each origin once a day, or every five minutes where it does not answer. */
export function createRobots({ userAgent, ask, clock }: RobotsOptions): Robots {
  const agent = productOf(userAgent);
  const origins = new Map<string, Remembered>();

  function rulesOf(origin: string): Promise<Rules> {
    const now = clock();
    const known = origins.get(origin);
    if (known !== undefined && known.until > now) return known.rules;
    for (const [name, { until }] of origins) if (until <= now) origins.delete(name);
    const remembered: Remembered = {
      rules: read(new URL('/robots.txt', origin), ask),
      until: now + BELIEVED,
    };
    origins.set(origin, remembered);
    remembered.rules.then(
      (rules) => {
        if ('unreachable' in rules) remembered.until = clock() + UNREACHABLE;
      },
      () => origins.delete(origin),
    );
    return remembered.rules;
  }

  return {
    async check(url) {
      const rules = await rulesOf(url.origin);
      if ('unreachable' in rules) {
        throw new SourceError(
          `${shown(url)} was not asked for, since it is not known whether ${url.origin}/robots.txt allows it. Expected its rules or 404 there; ${rules.unreachable} Try again later, or, if it is your own site, read it with --ignore-robots (in the file of watch: ignoreRobots: true).`,
        );
      }
      if (rules.parser.isAllowed(url.href, agent) === false) {
        const line = rules.parser.getMatchingLineNumber(url.href, agent);
        throw new SourceError(
          `${shown(url)} may not be read by ${agent}: ${url.origin}/robots.txt says so in line ${line}. Expected to be allowed. Have the site allow the agent ${agent} there, or, if it is your own site, read it with --ignore-robots (in the file of watch: ignoreRobots: true).`,
        );
      }
      const seconds = rules.parser.getCrawlDelay(agent) ?? 0;
      return Math.min(LONGEST_CRAWL_DELAY, Math.max(0, seconds * 1_000));
    },
  };
}

/** The name that rules go by (RFC 9309, section 2.2.1): `seealso` of `seealso/1.0`, or what such an agent is. */
export function productOf(userAgent: string): string {
  const compatible = /\(compatible;\s*([\w-]+)/i.exec(userAgent)?.[1];
  return compatible ?? /^[\w-]+/.exec(userAgent.trim())?.[0] ?? '*';
}

async function read(url: URL, ask: RobotsOptions['ask']): Promise<Rules> {
  try {
    const { status, headers, body } = await ask(url);
    if (status >= 200 && status < 300) {
      return { parser: parse(url.href, decodeText(body, headers.get('content-type') ?? '')) };
    }
    // RFC 9309, section 2.3.1.3: a site that refuses its rules has none.
    if (status >= 400 && status < 500) return { parser: parse(url.href, '') };
    return { unreachable: `received status ${status}.` };
  } catch (error) {
    // What must not be reached, must not for this reason.
    if (error instanceof SourceError && !(error instanceof RefusedAddressError)) {
      return { unreachable: error.message };
    }
    throw error;
  }
}
