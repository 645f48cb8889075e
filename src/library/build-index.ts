import { index } from '../compose.js';
import type { IndexOptions, IndexResult } from '../indexing/indexer.js';
import type { IndexingObserver } from '../indexing/report.js';
import type { Source } from '../sources/source.js';

export interface BuildOptions extends Partial<IndexOptions> {
  /** The folder of the catalogue and the index; default `data/index`. */
  readonly indexDir?: string;
  /** Folder of the model, or the name of one in `models/`; default: that of the current index, at first `seealso-en`. */
  readonly model?: string;
  /** Where articles come from: what `openSource` opens, or records by themselves; default: only what is stored. */
  readonly sources?: readonly Source[];
  /** Records of articles, checked like those of a file. They are remembered as the source `records`. */
  readonly records?: Iterable<unknown> | AsyncIterable<unknown>;
  readonly observer?: Partial<IndexingObserver>;
  readonly signal?: AbortSignal;
}

/**
 * Reads articles into the catalogue, embeds what changed, and publishes a new generation, which open indexes with
 * `follow` take up by themselves. Throws `IndexLockedError` while another process does the same.
 */
export async function buildIndex(options: BuildOptions = {}): Promise<IndexResult> {
  const { indexDir = 'data/index', model, sources = [], records, observer = {}, signal } = options;
  const given = records === undefined ? sources : [...sources, recordSource(records)];
  return index({
    indexDir,
    model: { model },
    sources: given,
    options: {
      bodyFormat: options.bodyFormat ?? 'auto',
      strict: options.strict ?? false,
      prune: options.prune ?? false,
      rebuild: options.rebuild ?? false,
      refit: options.refit ?? false,
      reread: options.reread ?? false,
    },
    observer: {
      progress: () => undefined,
      rejected: () => undefined,
      notEmbeddable: () => undefined,
      warning: () => undefined,
      ...observer,
    },
    signal: signal ?? new AbortController().signal,
  });
}

function recordSource(records: Iterable<unknown> | AsyncIterable<unknown>): Source {
  let read = 0;
  return {
    name: 'records',
    async *rows() {
      for await (const record of records) {
        read += 1;
        yield { location: `records:${read}`, record };
      }
    },
    progress: () => ({ read, total: null }),
  };
}
