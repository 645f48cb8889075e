import type { Fetcher } from '../../web/fetcher.js';
import { FIRST_READING, type Reading, type Source } from '../source.js';
import type { Collection } from './collection.js';
import { collectionRows, type Tally } from './rows.js';

/** How a site's own interface for programs is read. */
export interface CmsOptions {
  /** The site, as a reader types it: `https://example.org`, or `https://example.org/blog`. */
  readonly address: string;
  readonly fetcher: Fetcher;
  /** Put before every id, where several sites share one index. */
  readonly idPrefix?: string;
  /** What opens the interface; stands in no name, note, log or error. */
  readonly key?: string;
  /** Overrides the name under which the catalogue remembers this source. */
  readonly name?: string;
}

/** What the collections of a site hold, one after the other. */
export function cmsSource(name: string, open: (reading: Reading) => Promise<readonly Collection[]>): Source {
  const tally: Tally = { read: 0, total: null };
  return {
    name,
    async *rows(reading = FIRST_READING) {
      for (const collection of await open(reading)) yield* collectionRows(collection, reading, tally);
      tally.total = tally.read;
    },
    progress: () => ({ read: tally.read, total: tally.total }),
  };
}
