import { VERSION } from '../version.js';
import { createFetcher } from '../web/create-fetcher.js';
import type { Fetcher } from '../web/fetcher.js';

/** How the web is read, as a person says it. */
export interface WebReading {
  /** All private addresses, or these hosts and ranges. */
  readonly allowPrivate: boolean | readonly string[];
  /** Milliseconds between two requests to one host; `undefined`: half a second. */
  readonly delay: number | undefined;
  readonly ignoreRobots: boolean;
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}

/** Whoever opens it closes it. */
export function openFetcher({ allowPrivate, delay, ignoreRobots, signal, log }: WebReading): Fetcher {
  return createFetcher({
    userAgent: `seealso/${VERSION}`,
    allowPrivate,
    robots: !ignoreRobots,
    ...(delay === undefined ? {} : { delay }),
    signal,
    log,
  });
}
