import { join } from 'node:path';
import type { Catalog } from '../catalog/catalog.js';
import { acquireLock } from '../catalog/lock.js';
import { explained } from '../catalog/open.js';
import { openSqliteCatalog } from '../catalog/sqlite.js';
import { CatalogUnusableError } from '../errors.js';
import { readManifest } from '../generation/generation.js';
import type { ModelRecord } from '../generation/manifest.js';
import { type GenerationStore, openGenerationStore } from '../generation/store.js';
import { startBuilder } from '../indexing/builder.js';
import { collectNow } from '../indexing/collect.js';
import { type IndexOptions, type IndexResult, MODEL_MEMORY, runIndex } from '../indexing/indexer.js';
import { chooseModel, type Embedders, type ModelSettings } from '../indexing/models.js';
import type { Rehearsed } from '../indexing/rehearsed.js';
import type { IndexingObserver } from '../indexing/report.js';
import type { Source } from '../sources/source.js';
import { HNSW_DEFAULTS } from '../vectors/vector-index.js';
import { restoredMark } from './backup/restored.js';
import { indexingEmbedders } from './embedders.js';
import { explainedDisk, makeFolder } from './folder.js';
import { clearStaged, readStaged } from './staged-file.js';

export interface IndexRequest {
  readonly indexDir: string;
  readonly model: ModelSettings;
  readonly sources: readonly Source[];
  readonly options: IndexOptions;
  readonly observer: IndexingObserver;
  readonly signal: AbortSignal;
}

/** Runs `seealso index`: takes the lock, opens what is needed, and leaves everything closed. */
export async function index(request: IndexRequest): Promise<IndexResult> {
  makeFolder(request.indexDir);
  const lock = acquireLock(join(request.indexDir, 'index.lock'));
  try {
    // What a staged build left that was killed.
    if ((await readStaged(request.indexDir)) === null) await clearStaged(request.indexDir);
    const catalog = openSqliteCatalog(join(request.indexDir, 'catalog.sqlite'));
    const embedders = indexingEmbedders(request.model);
    try {
      // What the model and the reading leave behind is memory that the postings need.
      const handedIn = async () => {
        await embedders.close();
        catalog.shrink();
        await collectNow();
      };
      return await run(request, catalog, embedders, { handedIn });
    } finally {
      await embedders.close();
      catalog.close();
    }
  } finally {
    lock.release();
  }
}

/** How a run differs that is made beside the served index, or for the second time. */
export interface RunElsewhere {
  /** Where generations are built, and which one is current. */
  readonly store?: GenerationStore;
  /** The record of the model that is used where the request names none. */
  readonly last?: unknown;
  readonly rehearsed?: (model: ModelRecord) => Rehearsed;
  /** Called when every article is handed in, and nothing more is embedded. */
  readonly handedIn?: () => Promise<void>;
}

/** For a process that indexes again and again: the catalogue stays open and the model loaded, the lock is held in between by nobody. */
export interface Indexer {
  readonly catalog: Catalog;
  /** Throws an `IndexLockedError` while another process indexes. */
  run(request: Omit<IndexRequest, 'indexDir' | 'model'>): Promise<IndexResult>;
  close(): Promise<void>;
}

/** Where the index is restored meanwhile, the next run goes on with that one. */
export function openIndexer(indexDir: string, model: ModelSettings): Indexer {
  makeFolder(indexDir);
  const file = join(indexDir, 'catalog.sqlite');
  let mark = restoredMark(indexDir);
  let catalog = openSqliteCatalog(file);
  const embedders = indexingEmbedders(model);
  /** Of another exchange nobody knows whether it is over. */
  const takeUpRestored = () => {
    const found = restoredMark(indexDir);
    if (found === null || found === mark) return;
    catalog.close();
    catalog = openSqliteCatalog(file);
    mark = found;
  };
  return {
    get catalog() {
      return catalog;
    },
    async run(request) {
      if (catalog.isReplaced()) takeUpRestored();
      if (catalog.isReplaced()) {
        throw new CatalogUnusableError(
          `The index folder ${indexDir} was replaced while it was followed, so that nothing can be written. Start again.`,
        );
      }
      const lock = acquireLock(join(indexDir, 'index.lock'));
      try {
        return await run({ ...request, indexDir, model }, catalog, embedders);
      } finally {
        lock.release();
      }
    },
    async close() {
      await embedders.close();
      catalog.close();
    },
  };
}

/** Whoever calls holds the lock. */
export async function run(
  request: IndexRequest,
  catalog: Catalog,
  embedders: Embedders,
  elsewhere: RunElsewhere = {},
): Promise<IndexResult> {
  const { indexDir, sources, options, observer, signal } = request;
  try {
    const store = elsewhere.store ?? openGenerationStore(indexDir);
    const last = elsewhere.last ?? (await modelOfCurrent(store)) ?? catalog.recall(MODEL_MEMORY);
    const model = await chooseModel(request.model, last, embedders);
    const { rehearsed, handedIn } = elsewhere;
    return await runIndex(sources, options, {
      indexDir,
      catalog,
      store,
      model,
      embedder: () => embedders.of(model),
      hnsw: HNSW_DEFAULTS,
      startBuilder,
      observer,
      signal,
      clock: () => new Date(),
      ...(handedIn === undefined ? {} : { handedIn }),
      ...(rehearsed === undefined ? {} : { rehearsed: rehearsed(model) }),
    });
  } catch (error) {
    throw explainedDisk(explained(error, join(indexDir, 'catalog.sqlite')), indexDir);
  }
}

/** The model of the current generation, which a rollback may have changed; `null` where that cannot be read. */
async function modelOfCurrent(store: GenerationStore): Promise<ModelRecord | null> {
  const name = await store.current();
  if (name === null) return null;
  return readManifest(store.folder(name)).then(
    (manifest) => manifest.model,
    () => null,
  );
}
