import { existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Article } from './article.js';
import type { Catalog } from './catalog/catalog.js';
import { acquireLock } from './catalog/lock.js';
import { explained } from './catalog/open.js';
import { openSqliteCatalog } from './catalog/sqlite.js';
import { readModelFolder } from './embedding/model-folder.js';
import { openWorkerEmbedder } from './embedding/worker-embedder.js';
import { type Calibration, createCalibration } from './engine/calibrate.js';
import { createEngine, type Engine } from './engine/engine.js';
import { createJudgedSet, type JudgedSet } from './engine/judged-set.js';
import { followGenerations, type ServedParts } from './engine/served.js';
import { IndexMissingError, ModelMismatchError, UsageError } from './errors.js';
import { readManifest } from './generation/generation.js';
import type { ModelRecord } from './generation/manifest.js';
import { type GenerationStore, openGenerationStore } from './generation/store.js';
import { startBuilder } from './indexing/builder.js';
import { type IndexOptions, type IndexResult, MODEL_MEMORY, runIndex } from './indexing/indexer.js';
import {
  chooseModel,
  createEmbedders,
  type ModelSettings,
  modelFolder,
  optionsOf,
} from './indexing/models.js';
import type { IndexingObserver } from './indexing/report.js';
import { openSource, type SourceOptions } from './sources/open-source.js';
import type { Source } from './sources/source.js';
import { HNSW_DEFAULTS } from './vectors/vector-index.js';

/** The one file that names concrete adapters: SQLite, hnswlib, the transformers library in a thread. */

export { openSource } from './sources/open-source.js';

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

export interface EngineRequest {
  readonly indexDir: string;
  readonly model: ModelSettings;
  readonly log: (message: string) => void;
  /** Without an index: wait for one (`true`), or throw `IndexMissingError`. */
  readonly wait: boolean;
}

/** Opens an index for answering. */
export async function openEngine(request: EngineRequest): Promise<Engine> {
  const { indexDir, log } = request;
  if (!request.wait && !existsSync(join(indexDir, 'catalog.sqlite'))) throw missing(indexDir);
  makeFolder(indexDir);
  const catalog = openSqliteCatalog(join(indexDir, 'catalog.sqlite'));
  const embedders = createEmbedders(openWorkerEmbedder);
  const abort = new AbortController();
  const parts = servedParts(catalog, request, abort.signal);
  const served = await followGenerations(parts, { watch: request.wait }).catch((error: unknown) => {
    catalog.close();
    throw error;
  });
  const engine = createEngine({
    catalog,
    served,
    embedderOf: (model) => embedders.of(model),
    clock: Date.now,
    log,
  });
  const close = async () => {
    abort.abort();
    await engine.close();
    await embedders.close();
    catalog.close();
  };
  try {
    const live = served.live();
    if (live === null && !request.wait) throw missing(indexDir);
    if (live !== null && request.model.model !== undefined) {
      const built = live.generation.manifest.model;
      const wanted = await readModelFolder(modelFolder(request.model.model), optionsOf(built));
      if (wanted.revision !== built.revision) {
        throw new ModelMismatchError(
          `The index in ${indexDir} was built with model ${built.name} (${built.dimensions} dimensions), but the configuration names ${wanted.name} in ${wanted.folder}. Run \`seealso index --model ${request.model.model}\` first, or leave --model away.`,
        );
      }
    }
    // Loaded beside the first answers, so that the first text or PUT does not wait for it.
    if (live !== null && request.wait)
      embedders
        .of(live.generation.manifest.model)
        .catch((error: unknown) => log(error instanceof Error ? error.message : String(error)));
  } catch (error) {
    await close();
    throw error;
  }
  return { ...engine, close };
}

/** What follows the generations of an index, and repairs one that is damaged. */
function servedParts(
  catalog: Catalog,
  { indexDir, model, log }: Pick<EngineRequest, 'indexDir' | 'model' | 'log'>,
  signal: AbortSignal,
): ServedParts {
  return {
    catalog,
    store: openGenerationStore(indexDir),
    log,
    rebuild: async () => {
      await index({
        indexDir,
        model,
        sources: [],
        options: { bodyFormat: 'auto', strict: false, prune: false, rebuild: true, refit: false },
        observer: { progress() {}, rejected() {}, notEmbeddable() {}, warning: log },
        signal,
      });
    },
  };
}

/** Opens an index for choosing what may pass its cut-off. Throws `IndexMissingError`. */
export async function openCalibration(
  request: Pick<EngineRequest, 'indexDir' | 'model' | 'log'>,
): Promise<Calibration> {
  const { indexDir } = request;
  if (!existsSync(join(indexDir, 'catalog.sqlite'))) throw missing(indexDir);
  const catalog = openSqliteCatalog(join(indexDir, 'catalog.sqlite'));
  try {
    const parts = servedParts(catalog, request, new AbortController().signal);
    const served = await followGenerations(parts, { watch: false });
    const live = served.live();
    if (live === null) throw missing(indexDir);
    const close = async () => {
      await served.close();
      catalog.close();
    };
    return createCalibration({ catalog, index: live, clock: Date.now, close });
  } catch (error) {
    catalog.close();
    throw error;
  }
}

export interface EvaluationRequest {
  /** What is judged: a file or a folder, as `index` takes it. */
  readonly articles: string;
  readonly source: SourceOptions;
  readonly bodyFormat: IndexOptions['bodyFormat'];
  readonly model: ModelSettings;
  /** Articles besides those of the source. */
  readonly extra: readonly Article[];
  /** Of the system `random`. */
  readonly seed: number;
  readonly observer: IndexingObserver;
  readonly signal: AbortSignal;
}

/** Indexes what is judged in a temporary folder, which goes when the set is closed. */
export async function openEvaluation(request: EvaluationRequest): Promise<JudgedSet> {
  const { bodyFormat, model, observer, signal } = request;
  const indexDir = await mkdtemp(join(tmpdir(), 'seealso-eval-'));
  const remove = () => rm(indexDir, { recursive: true, force: true });
  try {
    const sources = [await openSource(request.articles, request.source)];
    if (request.extra.length > 0) sources.push(inMemory('inline texts', request.extra));
    const options = { bodyFormat, strict: false, prune: false, rebuild: false, refit: false };
    const { failures } = await index({ indexDir, model, sources, options, observer, signal });
    if (failures[0] !== undefined) throw failures[0];
    const catalog = openSqliteCatalog(join(indexDir, 'catalog.sqlite'));
    const embedders = createEmbedders(openWorkerEmbedder);
    const log = observer.warning;
    const store = openGenerationStore(indexDir);
    const served = await followGenerations(
      { catalog, store, log, rebuild: async () => {} },
      { watch: false },
    );
    const live = served.live();
    if (live === null) throw missing(indexDir);
    // Nothing of a judged set is of the future.
    const clock = () => Number.MAX_SAFE_INTEGER;
    const engine = createEngine({ catalog, served, embedderOf: (made) => embedders.of(made), clock, log });
    const close = async () => {
      await engine.close();
      await embedders.close();
      catalog.close();
      await remove();
    };
    return createJudgedSet({ engine, index: live, catalog, seed: request.seed, close });
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Articles as a source. */
function inMemory(name: string, articles: readonly Article[]): Source {
  return {
    name,
    async *rows() {
      for (const record of articles) yield { location: `${name}: ${record.id}`, record };
    },
    progress: () => ({ read: articles.length, total: articles.length }),
  };
}

/** Makes an earlier generation current. A running server follows by itself. */
export async function rollback(
  indexDir: string,
  to: string | undefined,
): Promise<{ from: string; to: string }> {
  if (!existsSync(join(indexDir, 'catalog.sqlite'))) throw missing(indexDir);
  const lock = acquireLock(join(indexDir, 'index.lock'));
  try {
    return await openGenerationStore(indexDir).rollback(to);
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

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(
      `The index folder ${folder} cannot be made: ${error instanceof Error ? error.message : String(error)}. Choose another --index-dir.`,
      { cause: error },
    );
  }
}

function missing(indexDir: string): IndexMissingError {
  return new IndexMissingError(
    `There is no index in ${indexDir}. Run \`seealso index <source> --index-dir ${indexDir}\` first.`,
  );
}
