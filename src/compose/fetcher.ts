import { VERSION } from '../version.js';
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

/** Whoever opens it closes it. Loaded only then: a run over files needs nothing of the web. */
export async function openFetcher(reading: WebReading): Promise<Fetcher> {
  const { allowPrivate, delay, ignoreRobots, signal, log } = reading;
  const { createFetcher } = await import('../web/create-fetcher.js');
  return createFetcher({
    userAgent: `seealso/${VERSION}`,
    allowPrivate,
    robots: !ignoreRobots,
    ...(delay === undefined ? {} : { delay }),
    signal,
    log,
  });
}
