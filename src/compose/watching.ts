import { setTimeout as delay } from 'node:timers/promises';
import type { BodyFormat } from '../article.js';
import type { ModelSettings } from '../indexing/models.js';
import type { IndexingObserver } from '../indexing/report.js';
import { isAddress, openSource } from '../sources/open-source.js';
import type { Source, SourceFormat } from '../sources/source.js';
import { isDue, type Job } from '../watch/schedule.js';
import { type ReadingOutcome, type WatchObserver, watch } from '../watch/watch.js';
import type { Fetcher } from '../web/fetcher.js';
import { openFetcher } from './fetcher.js';
import { openIndexer } from './index-run.js';

/** A source to be followed, and how it is read. */
export interface WatchSource extends Job {
  /** Milliseconds between two readings that also find out what was taken down; `null`: never. */
  readonly pruneEvery: number | null;
  readonly address: string;
  /** `undefined`: told from the file itself. */
  readonly format: SourceFormat | undefined;
  /** Under which the catalogue remembers it, where that is not its address. */
  readonly sourceName: string | undefined;
  readonly idPrefix: string | undefined;
  readonly key: string | undefined;
  readonly maxPages: number | undefined;
  readonly bodyFormat: BodyFormat;
  /** Where the articles of a file or folder lie on the site. */
  readonly baseUrl: string | undefined;
  /** Milliseconds between two requests to one host. */
  readonly delay: number | undefined;
  readonly ignoreRobots: boolean;
  readonly allowPrivate: boolean | readonly string[];
}

export interface WatchRequest {
  readonly indexDir: string;
  readonly model: ModelSettings;
  readonly sources: readonly WatchSource[];
  readonly once: boolean;
  /** What happens in a reading, beside its outcome. */
  readonly indexing: IndexingObserver;
  readonly observer: WatchObserver<WatchSource>;
  readonly signal: AbortSignal;
}

/** Under this name a source notes when what was taken down was last looked for. Milliseconds since 1970. */
const PRUNED = '(pruned)';

/** Runs `seealso watch` until it is stopped, or once through. Returns the number of readings that failed. */
export async function followSources(request: WatchRequest): Promise<number> {
  const { indexDir, model, signal, indexing } = request;
  const indexer = openIndexer(indexDir, model);
  const fetchers = new Map<WatchSource, Fetcher>();

  const open = async (followed: WatchSource): Promise<Source> => {
    const { address, format, sourceName, idPrefix, key, maxPages, baseUrl } = followed;
    const options = {
      ...(format === undefined ? {} : { format }),
      ...(sourceName === undefined ? {} : { name: sourceName }),
      ...(baseUrl === undefined ? {} : { baseUrl }),
    };
    if (!isAddress(address)) return openSource(address, options);
    // Kept, for what it knows of the host's pace and robots.txt.
    const fetcher =
      fetchers.get(followed) ?? (await openFetcher({ ...followed, signal, log: indexing.warning }));
    fetchers.set(followed, fetcher);
    const web = {
      fetcher,
      ...(idPrefix === undefined ? {} : { idPrefix }),
      ...(key === undefined ? {} : { key }),
      ...(maxPages === undefined ? {} : { maxPages }),
    };
    return openSource(address, { ...options, web });
  };

  const read = async (followed: WatchSource): Promise<ReadingOutcome> => {
    const began = Date.now();
    const source = await open(followed);
    const noted = indexer.catalog.noted(source.name, PRUNED);
    const prune = isDue(followed.pruneEvery, noted === null ? null : Number(noted), began);
    const { bodyFormat } = followed;
    const options = {
      bodyFormat,
      prune,
      strict: false,
      rebuild: false,
      refit: false,
      lazy: true,
      pruneAtMost: 0.5,
    };
    const { summary, failures } = await indexer.run({
      sources: [source],
      options,
      observer: indexing,
      signal,
    });
    const [failure] = failures;
    if (failure !== undefined) throw failure;
    if (prune) indexer.catalog.note(source.name, [{ name: PRUNED, value: String(began) }]);
    return summary;
  };

  try {
    return await watch({
      ...request,
      read,
      clock: Date.now,
      sleep: (milliseconds) =>
        delay(Math.min(milliseconds, LONGEST), undefined, { signal }).catch(() => undefined),
    });
  } finally {
    for (const fetcher of fetchers.values()) await fetcher.close();
    await indexer.close();
  }
}

/** The longest time that a timer knows. Milliseconds. */
const LONGEST = 2 ** 31 - 1;
