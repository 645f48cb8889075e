import type { Fetcher } from '../../web/fetcher.js';

/** With what, and how much of, an address on the web is read. */
export interface WebOptions {
  readonly fetcher: Fetcher;
  /** Put before every id, where several sites share one index. */
  readonly idPrefix?: string;
  /** Pages of articles fetched in one run, at most; the next run goes on. All where not given. */
  readonly maxPages?: number;
  /** What opens a CMS; stands in no name, note, log or error. */
  readonly key?: string;
}
