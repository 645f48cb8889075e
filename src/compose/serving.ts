import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Catalog } from '../catalog/catalog.js';
import { openSqliteCatalog } from '../catalog/sqlite.js';
import { readModelFolder } from '../embedding/model-folder.js';
import { openSharedEmbedder } from '../embedding/shared-embedder.js';
import { createEngine, type Engine } from '../engine/engine.js';
import { followGenerations, type ServedParts } from '../engine/served.js';
import { ModelMismatchError } from '../errors.js';
import { openGenerationStore } from '../generation/store.js';
import { createEmbedders, type ModelSettings, modelFolder, optionsOf } from '../indexing/models.js';
import { followRestores, restoredMark } from './backup/restored.js';
import { makeFolder, missing } from './folder.js';
import { index } from './index-run.js';
import { createRestorableEngine } from './restorable-engine.js';

export interface EngineRequest {
  readonly indexDir: string;
  readonly model: ModelSettings;
  readonly log: (message: string) => void;
  /** Without an index: wait for one (`true`), or throw `IndexMissingError`. */
  readonly wait: boolean;
}

/**
 * Opens an index for answering. One that waits also takes up what is restored in its place, between two questions:
 * until the restored index can answer, the one before does, from memory and without taking writes.
 */
export async function openEngine(request: EngineRequest): Promise<Engine> {
  if (!request.wait) return (await openOnce(request)).engine;
  const { indexDir, log } = request;
  const mark = restoredMark(indexDir);
  const { engine, exchange } = createRestorableEngine((await openOnce(request)).engine);
  const stop = new AbortController();
  const following = followRestores(indexDir, mark, stop.signal, async (isOutdated) => {
    const next = await openOnce(request).catch((error: unknown) => {
      log(`The restored index cannot be taken up: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    });
    if (next === null) return false;
    // Without a generation of its own it is being built.
    while (!next.isReady() && !stop.signal.aborted && !isOutdated()) await delay(READY_POLL);
    if (!next.isReady()) {
      await next.engine.close();
      return false;
    }
    log('The index was restored, and is served as it is now.');
    await (await exchange(next.engine)).close();
    return true;
  });
  return {
    ...engine,
    async close() {
      stop.abort();
      await following;
      await engine.close();
    },
  };
}

/** How often it is looked whether a restored index can answer. Milliseconds. */
const READY_POLL = 100;

interface OpenedOnce {
  readonly engine: Engine;
  /** Whether there is something to answer from, or nothing to wait for. */
  isReady(): boolean;
}

async function openOnce(request: EngineRequest): Promise<OpenedOnce> {
  const { indexDir, log } = request;
  if (!request.wait && !existsSync(join(indexDir, 'catalog.sqlite'))) throw missing(indexDir);
  makeFolder(indexDir);
  const catalog = openSqliteCatalog(join(indexDir, 'catalog.sqlite'));
  const embedders = createEmbedders(openSharedEmbedder);
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
  return { engine: { ...engine, close }, isReady: () => served.live() !== null || catalog.count() === 0 };
}

/** What follows the generations of an index, and repairs one that is damaged. */
export function servedParts(
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
