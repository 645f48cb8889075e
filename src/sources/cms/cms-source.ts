import type { Fetcher } from '../../web/fetcher.js';

/** How a site's own interface for programs is read. */
export interface CmsOptions {
  /** The site, as a reader types it: `https://example.org`, or `https://example.org/blog`. */
  readonly address: string;
  readonly fetcher: Fetcher;
  /** Put before every id, where several sites share one index. */
  readonly idPrefix?: string;
  /** What opens the interface; stands in no name, note, log or error. */
  readonly key?: string;
}
