import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalog } from '../catalog/catalog.js';
import { copyCatalog } from '../catalog/copy.js';
import { openSqliteCatalog } from '../catalog/sqlite.js';
import type { BuildStage } from '../engine/builds.js';
import { compareIndexes } from '../engine/compare-lists.js';
import type { Engine } from '../engine/engine.js';
import { GenerationCorruptError, IndexMissingError, type SourceError } from '../errors.js';
import { type GateThresholds, judgeBuild } from '../evaluation/build-gate.js';
import type { Comparison } from '../evaluation/comparison.js';
import { type GenerationStore, openGenerationStore } from '../generation/store.js';
import { DERIVATION } from '../indexing/derive.js';
import { LAST_READ } from '../indexing/indexer.js';
import type { Embedders } from '../indexing/models.js';
import { recorded } from '../indexing/record.js';
import type { IndexingObserver, StageProgress } from '../indexing/report.js';
import { stopIfAsked } from '../indexing/stop.js';
import { explainedDisk } from './folder.js';
import { type IndexRequest, run } from './index-run.js';
import { openEngine } from './serving.js';
import {
  clearStaged,
  makeStaged,
  readStaged,
  rowsFolder,
  type StagedFile,
  stagedFolder,
  writeStaged,
} from './staged-file.js';

/** How far a build is that is staged, compared or published. */
export interface BuildProgress extends Omit<StageProgress, 'stage'> {
  readonly stage: BuildStage;
}

export interface BuildObserver extends Omit<IndexingObserver, 'progress'> {
  progress(progress: BuildProgress): void;
}

export interface StageRequest extends Omit<IndexRequest, 'observer'> {
  readonly observer: BuildObserver;
  readonly thresholds: GateThresholds;
}

export interface StageResult {
  readonly staged: StagedFile;
  /** Whether there is anything to publish but what sources were seen to give: otherwise the current one says it all. */
  readonly isNew: boolean;
  readonly failures: readonly SourceError[];
}

/**
 * Indexes into a copy of the catalogue, beside what is served, and compares the lists of both. Nothing of it shows
 * until it is published. Leaves nothing behind where it fails. Whoever calls holds the lock.
 */
export async function stage(
  request: StageRequest,
  catalog: Catalog,
  embedders: Embedders,
): Promise<StageResult> {
  const { indexDir } = request;
  try {
    const waited = await readStaged(indexDir);
    if (waited !== null) {
      const from = waited.sources.length === 0 ? '' : ` from ${waited.sources.join(', ')}`;
      request.observer.warning(`The build ${waited.generation}${from}, which waited, gives way to this one.`);
    }
    await makeStaged(indexDir);
    request.observer.progress({ stage: 'copying', done: 0, total: 1, articles: 0 });
    copyCatalog(join(indexDir, 'catalog.sqlite'), join(stagedFolder(indexDir), 'catalog.sqlite'));
    request.observer.progress({ stage: 'copying', done: 1, total: 1, articles: catalog.count() });
    const copy = openSqliteCatalog(join(stagedFolder(indexDir), 'catalog.sqlite'));
    try {
      return await stageInto(copy, request, catalog, embedders);
    } finally {
      copy.close();
    }
  } catch (error) {
    await clearStaged(indexDir);
    throw explainedDisk(error, indexDir);
  }
}

async function stageInto(
  copy: Catalog,
  request: StageRequest,
  catalog: Catalog,
  embedders: Embedders,
): Promise<StageResult> {
  const { indexDir, sources, options, observer, thresholds, signal } = request;
  const base = copy.sequence();
  const served = openGenerationStore(indexDir);
  const files = sources.map((_, i) => `${i}.jsonl`);
  const pathOf = (file: string) => join(rowsFolder(indexDir), file);
  const readBefore = sources.map(({ name }) => copy.noted(name, LAST_READ));
  const recording = sources.map((source, i) => recorded(source, pathOf(files[i] ?? '')));
  const { summary, failures } = await run(
    { ...request, indexDir: stagedFolder(indexDir), sources: recording },
    copy,
    embedders,
    { store: beside(served, openGenerationStore(stagedFolder(indexDir))) },
  );
  const isNew = summary.generation !== (await served.current());
  const comparison = isNew ? await compare(request, copy, catalog, base) : null;
  stopIfAsked(signal);
  const staged: StagedFile = {
    generation: summary.generation,
    builtAt: new Date().toISOString(),
    sources: sources.map(({ name }) => name),
    summary,
    comparison,
    verdict: judgeBuild(comparison, thresholds),
    run: {
      base,
      rows: await Promise.all(
        files.map(async (file, i) => ({
          source: sources[i]?.name ?? '',
          partial: recording[i]?.partial === true,
          file,
          bytes: (await stat(pathOf(file))).size,
          read: readBefore[i] ?? null,
        })),
      ),
      options: {
        bodyFormat: options.bodyFormat,
        prune: options.prune,
        reread: options.reread ?? false,
        rebuild: options.rebuild,
        refit: options.refit,
      },
    },
  };
  observer.progress({ stage: 'comparing', done: 1, total: 1, articles: comparison?.compared ?? 0 });
  await writeStaged(indexDir, staged);
  return { staged, isNew, failures };
}

/** Builds into one store what is compared with the current generation of the other. */
function beside(served: GenerationStore, staged: GenerationStore): GenerationStore {
  return { ...staged, current: served.current, list: served.list, folder: served.folder };
}

/** `null` where nothing is served yet. Throws `GenerationCorruptError` where that cannot be read. */
async function compare(
  { indexDir, observer, signal }: StageRequest,
  copy: Catalog,
  catalog: Catalog,
  base: number,
): Promise<Comparison | null> {
  const open = (folder: string): Promise<Engine> =>
    openEngine({ indexDir: folder, model: {}, log: observer.warning, wait: false });
  const before = await open(indexDir).catch(async (error: unknown) => {
    if (!(error instanceof IndexMissingError)) throw error;
    const current = await openGenerationStore(indexDir).current();
    if (current === null) return null;
    // A server may go on answering from it, as long as it runs.
    throw new GenerationCorruptError(
      `The build cannot be compared with what is served: the current generation ${current} in ${indexDir} cannot be read. Run \`seealso index --rebuild\` first; nothing is embedded again.`,
    );
  });
  if (before === null) return null;
  try {
    const after = await open(stagedFolder(indexDir));
    try {
      const space = { model: '', strategy: DERIVATION };
      const keys = catalog.changesSince(base, space).map(({ key }) => key);
      return await compareIndexes({
        before: { engine: before, catalog },
        after: { engine: after, catalog: copy },
        changedSince: new Set(catalog.load(keys).map(({ article }) => article.id)),
        progress(done, total) {
          stopIfAsked(signal);
          observer.progress({ stage: 'comparing', done, total, articles: done });
        },
      });
    } finally {
      await after.close();
    }
  } finally {
    await before.close();
  }
}
