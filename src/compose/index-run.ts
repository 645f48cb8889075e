import { join } from 'node:path';
import { acquireLock } from '../catalog/lock.js';
import { explained } from '../catalog/open.js';
import { openSqliteCatalog } from '../catalog/sqlite.js';
import { openWorkerEmbedder } from '../embedding/worker-embedder.js';
import { readManifest } from '../generation/generation.js';
import type { ModelRecord } from '../generation/manifest.js';
import { type GenerationStore, openGenerationStore } from '../generation/store.js';
import { startBuilder } from '../indexing/builder.js';
import { type IndexOptions, type IndexResult, MODEL_MEMORY, runIndex } from '../indexing/indexer.js';
import { chooseModel, createEmbedders, type ModelSettings } from '../indexing/models.js';
import type { IndexingObserver } from '../indexing/report.js';
import type { Source } from '../sources/source.js';
import { HNSW_DEFAULTS } from '../vectors/vector-index.js';
import { makeFolder } from './folder.js';

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
    const catalog = openSqliteCatalog(join(request.indexDir, 'catalog.sqlite'));
    const embedders = createEmbedders(openWorkerEmbedder);
    try {
      const store = openGenerationStore(request.indexDir);
      const last = (await modelOfCurrent(store)) ?? catalog.recall(MODEL_MEMORY);
      const model = await chooseModel(request.model, last, embedders);
      return await runIndex(request.sources, request.options, {
        indexDir: request.indexDir,
        catalog,
        store,
        model,
        embedder: () => embedders.of(model),
        hnsw: HNSW_DEFAULTS,
        startBuilder,
        observer: request.observer,
        signal: request.signal,
        clock: () => new Date(),
      });
    } catch (error) {
      throw explained(error, join(request.indexDir, 'catalog.sqlite'));
    } finally {
      await embedders.close();
      catalog.close();
    }
  } finally {
    lock.release();
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
