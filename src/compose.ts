import { existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Article } from './article.js';
import { acquireLock } from './catalog/lock.js';
import { explained } from './catalog/open.js';
import { openSqliteCatalog } from './catalog/sqlite.js';
import type { Config } from './config.js';
import type { Embedder } from './embedding/embedder.js';
import { type ModelOptions, readModelFolder } from './embedding/model-folder.js';
import { openWorkerEmbedder } from './embedding/worker-embedder.js';
import { createEngine, type Engine } from './engine/engine.js';
import { createJudgedSet } from './engine/judged-set.js';
import { followGenerations, type ServedParts } from './engine/served.js';
import { IndexMissingError, ModelMismatchError, UsageError } from './errors.js';
import type { EvaluationSet } from './evaluation/set.js';
import { readManifest } from './generation/generation.js';
import { ModelRecord } from './generation/manifest.js';
import { type GenerationStore, openGenerationStore } from './generation/store.js';
import { startBuilder } from './indexing/builder.js';
import { type IndexOptions, type IndexResult, MODEL_MEMORY, runIndex } from './indexing/indexer.js';
import type { IndexingObserver } from './indexing/report.js';
import { openSource, type SourceOptions } from './sources/open-source.js';
import type { Source } from './sources/source.js';
import { HNSW_DEFAULTS } from './vectors/vector-index.js';

/** The one file that names concrete adapters: SQLite, hnswlib, the transformers library in a thread. */

const BUNDLED_MODELS = fileURLToPath(new URL('../models', import.meta.url));
const BUNDLED_MODEL = 'seealso-en';

type ModelSettings = Config<'model' | 'pooling' | 'queryPrefix' | 'passagePrefix'>;

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
    const embedders = createEmbedders();
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
  const embedders = createEmbedders();
  const abort = new AbortController();
  const parts: ServedParts = {
    catalog,
    store: openGenerationStore(indexDir),
    log,
    rebuild: async () => {
      await index({
        indexDir,
        model: request.model,
        sources: [],
        options: { bodyFormat: 'auto', strict: false, prune: false, rebuild: true, refit: false },
        observer: { progress() {}, rejected() {}, notEmbeddable() {}, warning: log },
        signal: abort.signal,
      });
    },
  };
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
export async function openEvaluation(request: EvaluationRequest): Promise<EvaluationSet> {
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
    const embedders = createEmbedders();
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

/** Embedders by model, each loaded once. */
function createEmbedders() {
  const loaded = new Map<string, Promise<Embedder>>();
  return {
    /** Throws `ModelMismatchError` where the folder no longer holds what the record says. */
    of(model: ModelRecord): Promise<Embedder> {
      const known = loaded.get(model.revision);
      if (known !== undefined) return known;
      const opening = openRecorded(model);
      loaded.set(model.revision, opening);
      // A failure is not remembered: the folder may be put right.
      opening.catch(() => loaded.delete(model.revision));
      return opening;
    },
    keep(revision: string, embedder: Embedder): void {
      loaded.set(revision, Promise.resolve(embedder));
    },
    async close(): Promise<void> {
      for (const opening of loaded.values())
        await opening.then((embedder) => embedder.close()).catch(() => undefined);
      loaded.clear();
    },
  };
}

async function openRecorded(model: ModelRecord): Promise<Embedder> {
  const spec = await readModelFolder(modelFolder(model.folder), optionsOf(model));
  if (spec.revision !== model.revision) {
    throw new ModelMismatchError(
      `The model in ${model.folder} has changed since the index was built with it. Run \`seealso index\` to embed the articles again.`,
    );
  }
  return openWorkerEmbedder(spec);
}

/**
 * The model asked for; without one, that of the current index, so that an index does not change its model by a
 * forgotten flag; at first the bundled one.
 */
async function chooseModel(
  settings: ModelSettings,
  recalled: unknown,
  embedders: ReturnType<typeof createEmbedders>,
): Promise<ModelRecord> {
  const parsed = ModelRecord.safeParse(recalled);
  const last = parsed.success ? parsed.data : null;
  const folder = settings.model ?? last?.folder ?? BUNDLED_MODEL;
  const same = settings.model === undefined ? last : null;
  const record = {
    folder: recordedFolder(folder),
    pooling: settings.pooling ?? same?.pooling ?? null,
    queryPrefix: settings.queryPrefix ?? same?.queryPrefix ?? null,
    passagePrefix: settings.passagePrefix ?? same?.passagePrefix ?? null,
  };
  const spec = await readModelFolder(modelFolder(folder), optionsOf(record));
  if (last?.revision === spec.revision) return { ...last, ...record };
  const embedder = await openWorkerEmbedder(spec);
  embedders.keep(spec.revision, embedder);
  return { ...record, name: spec.name, revision: spec.revision, dimensions: embedder.model.dimensions };
}

function optionsOf(record: Pick<ModelRecord, 'pooling' | 'queryPrefix' | 'passagePrefix'>): ModelOptions {
  return {
    ...(record.pooling === null ? {} : { pooling: record.pooling }),
    ...(record.queryPrefix === null ? {} : { queryPrefix: record.queryPrefix }),
    ...(record.passagePrefix === null ? {} : { passagePrefix: record.passagePrefix }),
  };
}

/** A folder as typed, or the name of one that ships with the program. */
function modelFolder(folder: string): string {
  const bundled = join(BUNDLED_MODELS, folder);
  return !existsSync(folder) && basename(folder) === folder && existsSync(bundled)
    ? bundled
    : resolve(folder);
}

/** What is written down: bundled models by name, so that the program may move; others by absolute path. */
function recordedFolder(folder: string): string {
  const absolute = modelFolder(folder);
  return absolute === join(BUNDLED_MODELS, basename(absolute)) ? basename(absolute) : absolute;
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
