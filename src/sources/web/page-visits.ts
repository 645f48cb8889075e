import { SourceError } from '../../errors.js';
import type { Fetched, FetchRequest } from '../../web/fetcher.js';
import type { Reading } from '../source.js';
import { told } from './addresses.js';
import { PAGE_ACCEPT } from './fetch-text.js';
import { type FewWarnings, fewWarnings } from './few-warnings.js';
import type { WebOptions } from './web-options.js';

/** After so many failures in a row no further page is asked for: a server is down, or wants no visits. */
const PATIENCE = 20;

/** Why a page was not read. */
export type NotVisited =
  /** Warned of. */
  | { readonly kind: 'failed'; readonly error: SourceError }
  /** Enough for this run; the next goes on. */
  | { readonly kind: 'left' };

export interface PageVisits {
  visit(url: string, request?: Pick<FetchRequest, 'validators'>): Promise<Fetched | NotVisited>;
  /** Says what was not said one by one. Called once, at the end. Throws a `SourceError` where it was given up. */
  finish(): void;
}

/** Fetches the pages of articles in one run: no more than wanted, and with a word on those that fail. */
export function createPageVisits(
  web: WebOptions,
  { warn, signal }: Pick<Reading, 'warn' | 'signal'>,
): PageVisits {
  const warnings: FewWarnings = fewWarnings(warn, 'more pages could not be read; the next run tries again.');
  let visits = 0;
  let left = 0;
  let failures = 0;
  let last: SourceError | null = null;
  return {
    async visit(url, request = {}) {
      // What is read ahead of a reading that is ended is read for nobody.
      signal.throwIfAborted();
      if (last !== null && failures >= PATIENCE) {
        warnings.say(`${told(url)} was not asked for, after ${failures} failures in a row.`);
        return { kind: 'failed', error: last };
      }
      if (visits >= (web.maxPages ?? Number.POSITIVE_INFINITY)) {
        left += 1;
        return { kind: 'left' };
      }
      visits += 1;
      try {
        const fetched = await web.fetcher.get(url, { ...request, accept: PAGE_ACCEPT });
        failures = 0;
        return fetched;
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        failures += 1;
        last = error;
        warnings.say(error.message);
        return { kind: 'failed', error };
      }
    },
    finish() {
      warnings.finish();
      if (left > 0) {
        warn(
          `${left} pages are left after ${visits}, as many as one run may fetch: run again to go on, or raise --max-pages.`,
        );
      }
      if (last !== null && failures >= PATIENCE) {
        throw new SourceError(
          `${failures} pages in a row could not be read, and no further was asked for. What was read is kept; the next run goes on. The last: ${last.message}`,
          { cause: last },
        );
      }
    },
  };
}
