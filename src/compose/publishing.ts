import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../catalog/catalog.js';
import { acquireLock } from '../catalog/lock.js';
import { openSqliteCatalog } from '../catalog/sqlite.js';
import { openSharedEmbedder } from '../embedding/shared-embedder.js';
import { BuildRefusedError, GenerationCorruptError, NothingStagedError } from '../errors.js';
import type { Verdict } from '../evaluation/build-gate.js';
import { readManifest } from '../generation/generation.js';
import type { Manifest, ModelRecord } from '../generation/manifest.js';
import { openGenerationStore } from '../generation/store.js';
import { DERIVATION } from '../indexing/derive.js';
import { type IndexResult, LAST_READ, MODEL_MEMORY } from '../indexing/indexer.js';
import { createEmbedders, type Embedders } from '../indexing/models.js';
import { replayed } from '../indexing/record.js';
import { knownFrom, type Rehearsed, sequenceOfTakeOver } from '../indexing/rehearsed.js';
import { explainedDisk, missing } from './folder.js';
import { run } from './index-run.js';
import {
  clearStaged,
  readStaged,
  rowsFolder,
  type StagedFile,
  stagedFile,
  stagedFolder,
} from './staged-file.js';
import type { BuildObserver } from './staging.js';

export interface PublishRequest {
  readonly indexDir: string;
  /** Also what the gate refused, and what was staged before a source was read again. */
  readonly anyway: boolean;
  readonly observer: BuildObserver;
  readonly signal: AbortSignal;
}

/**
 * Publishes the build that waits. Throws `NothingStagedError`, `BuildRefusedError`, `IndexLockedError`.
 */
export async function publish(request: PublishRequest): Promise<IndexResult> {
  const { indexDir, anyway } = request;
  return await holdingLock(indexDir, async () => {
    const staged = await waiting(indexDir);
    if (!anyway && !staged.verdict.passed) throw refusal(staged.verdict);
    const catalog = openSqliteCatalog(join(indexDir, 'catalog.sqlite'));
    const embedders = createEmbedders(openSharedEmbedder);
    try {
      if (!anyway) refuseOutdated(staged, catalog);
      return await publishStaged(staged, request, catalog, embedders);
    } finally {
      await embedders.close();
      catalog.close();
    }
  });
}

/** Throws the build away that waits. Throws `NothingStagedError`, `IndexLockedError`. */
export async function discard(indexDir: string): Promise<{ readonly generation: string }> {
  return await holdingLock(indexDir, async () => {
    const staged = await readStaged(indexDir);
    // Also what a killed build left.
    await clearStaged(indexDir);
    if (staged === null) throw nothingStaged(indexDir);
    return { generation: staged.generation };
  });
}

/**
 * Makes the same run on the catalogue itself, from the rows that were kept, and takes over what it made on the copy.
 * Stopped or killed on the way, it leaves the staged build, so that it can be published again; the old generation
 * serves until the new one does. Whoever calls holds the lock.
 */
export async function publishStaged(
  staged: StagedFile,
  { indexDir, observer, signal }: Omit<PublishRequest, 'anyway'>,
  catalog: Catalog,
  embedders: Embedders,
): Promise<IndexResult> {
  const { rows, options } = staged.run;
  const store = openGenerationStore(indexDir);
  const folder = openGenerationStore(stagedFolder(indexDir)).folder(staged.generation);
  const built = await readManifest(folder).catch(() => null);
  const copy = openSqliteCatalog(join(stagedFolder(indexDir), 'catalog.sqlite'));
  observer.progress({ stage: 'publishing', done: 0, total: null, articles: 0 });
  try {
    const rehearsed = (model: ModelRecord): Rehearsed => {
      const space = { model: model.revision, strategy: DERIVATION };
      return {
        base: staged.run.base,
        known: knownFrom(copy, space),
        async takeOver(sequence): Promise<Manifest | null> {
          if (built === null || built.catalog !== catalog.uuid) return null;
          if (built.model.revision !== space.model || built.textStrategy !== space.strategy) return null;
          const { base } = staged.run;
          const from = sequenceOfTakeOver({ copy, catalog, space, built, base }, sequence);
          if (from === null) return null;
          return await store.adopt(folder, from, new Date()).catch((error: unknown) => {
            // Damaged meanwhile: what was derived is whole all the same.
            if (error instanceof GenerationCorruptError) return null;
            throw error;
          });
        },
      };
    };
    // Published before, by a run that was killed before it could clear up.
    const isCurrent = (await store.current()) === staged.generation;
    const result = await run(
      {
        indexDir,
        model: {},
        sources: rows.map(({ source, partial, file, bytes }) =>
          replayed(source, partial, join(rowsFolder(indexDir), file), bytes),
        ),
        options: {
          ...options,
          strict: false,
          rebuild: options.rebuild && !isCurrent,
          refit: options.refit && !isCurrent,
        },
        observer: {
          progress: (progress) =>
            observer.progress(progress.stage === 'reading' ? { ...progress, stage: 'publishing' } : progress),
          // All this was said when it was staged.
          rejected: () => undefined,
          notEmbeddable: () => undefined,
          warning: () => undefined,
        },
        signal,
      },
      catalog,
      embedders,
      // A generation that was moved before a kill is gone from here: the copy knows its model.
      { last: built?.model ?? copy.recall(MODEL_MEMORY), rehearsed },
    );
    await clearStaged(indexDir);
    return result;
  } finally {
    copy.close();
  }
}

/** Says what the gate found, what goes on, and what can be done. */
export function refusal({ findings }: Verdict): BuildRefusedError {
  const failed = findings.filter(({ passed }) => !passed).map(({ text }) => `\n  ${text}`);
  return new BuildRefusedError(
    `The build is clearly worse than what is served:${failed.join('')}\nThe old lists keep serving; the build waits. Look at it at /desk, publish it all the same (\`seealso publish --anyway\`), or throw it away (\`seealso publish --discard\`).`,
  );
}

/** What was staged of a source that was indexed again since would undo that. */
function refuseOutdated({ run: { rows } }: StagedFile, catalog: Catalog): void {
  const outdated = rows.filter(({ source, read }) => catalog.noted(source, LAST_READ) !== read);
  if (outdated.length === 0) return;
  const names = outdated.map(({ source }) => source).join(', ');
  throw new BuildRefusedError(
    `${names} was indexed again after this build was staged, and publishing would undo that. Stage a new build (\`seealso index --stage\`), publish this one all the same (\`seealso publish --anyway\`), or throw it away (\`seealso publish --discard\`).`,
  );
}

/** The build that waits. Throws `NothingStagedError`. */
export async function waiting(indexDir: string): Promise<StagedFile> {
  const staged = await readStaged(indexDir);
  if (staged !== null) return staged;
  const file = stagedFile(indexDir);
  if (!existsSync(file)) throw nothingStaged(indexDir);
  throw new NothingStagedError(
    `The build that waits in ${stagedFolder(indexDir)} cannot be published: ${file} is damaged, or was written by a newer seealso. Make another: \`seealso index --stage\`.`,
  );
}

function nothingStaged(indexDir: string): NothingStagedError {
  return new NothingStagedError(
    `No build waits in ${stagedFolder(indexDir)}. Make one: \`seealso index --stage\`.`,
  );
}

async function holdingLock<T>(indexDir: string, work: () => Promise<T>): Promise<T> {
  if (!existsSync(join(indexDir, 'catalog.sqlite'))) throw missing(indexDir);
  const lock = acquireLock(join(indexDir, 'index.lock'));
  try {
    return await work();
  } catch (error) {
    throw explainedDisk(error, indexDir);
  } finally {
    lock.release();
  }
}
