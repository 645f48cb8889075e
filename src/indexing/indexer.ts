import { join } from 'node:path';
import type { BodyFormat } from '../article.js';
import type { Catalog, EmbeddingSpace } from '../catalog/catalog.js';
import type { Embedder } from '../embedding/embedder.js';
import { SourceError } from '../errors.js';
import type { Source } from '../sources/source.js';
import { TEXT_STRATEGY } from '../text/prepare.js';
import { readManifest, verifyGeneration } from '../vectors/generation.js';
import type { Manifest, ModelRecord } from '../vectors/manifest.js';
import type { GenerationStore } from '../vectors/store.js';
import { type Build, type BuildContext, startBuild } from './build.js';
import { backfill, type IngestContext, type IngestCounts, ingest, noCounts } from './ingest.js';
import type { IndexingObserver, IndexSummary } from './report.js';
import { spool } from './spool.js';

/** Under this name the catalogue remembers which model the index was last built with. */
export const MODEL_MEMORY = 'model';

/** What an indexing run works with. Whoever calls holds the index's lock. */
export interface IndexerParts {
  readonly indexDir: string;
  readonly catalog: Catalog;
  readonly store: GenerationStore;
  readonly model: ModelRecord;
  /** The embedder of `model`; asked for only when there is something to embed. */
  readonly embedder: () => Promise<Embedder>;
  readonly hnsw: Manifest['hnsw'];
  readonly startBuilder: BuildContext['startBuilder'];
  readonly observer: IndexingObserver;
  readonly signal: AbortSignal;
  readonly clock: () => Date;
}

export interface IndexOptions {
  readonly bodyFormat: BodyFormat;
  /** Keep nothing unless every row of every source is good. */
  readonly strict: boolean;
  /** Remove what a source once gave and gives no longer. */
  readonly prune: boolean;
  /** Build a new generation even if nothing changed. */
  readonly rebuild: boolean;
}

export interface IndexResult {
  readonly summary: IndexSummary;
  /** Sources that could not be read to their end; what they gave before is kept. */
  readonly failures: readonly SourceError[];
}

/** read → prepare → embed what changed → store; then a new generation, unless the current one already says it all. */
export async function runIndex(
  sources: readonly Source[],
  options: IndexOptions,
  parts: IndexerParts,
): Promise<IndexResult> {
  const { catalog, store, clock } = parts;
  const started = clock();
  const space: EmbeddingSpace = { model: parts.model.revision, strategy: TEXT_STRATEGY };
  await store.sweep();

  let build: Build | null = null;
  const openBuild = async (): Promise<Build> => {
    build ??= await startBuild({ ...parts, space });
    return build;
  };
  const context: IngestContext = {
    ...parts,
    space,
    embedded: async (vectors) => {
      if (vectors.length > 0) await (await openBuild()).add(vectors);
    },
  };

  try {
    const readable = options.strict ? await spoolAll(sources, parts) : sources;
    const run = catalog.beginRun();
    const totals = noCounts();
    const failures: SourceError[] = [];
    let removed = 0;
    for (const source of readable) {
      const counts = noCounts();
      try {
        await ingest(source, run, options.bodyFormat, counts, context);
        if (options.prune) removed += prune(source, run, counts, parts);
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        failures.push(error);
        if (options.prune)
          parts.observer.warning(`${source.name} was not read to its end: nothing of it is pruned.`);
      }
      addTo(totals, counts);
    }
    const backfilled = await backfill(context);

    const current = options.rebuild ? null : await upToDate(parts, space);
    const manifest = current ?? (await (await openBuild()).publish());
    catalog.remember(MODEL_MEMORY, parts.model);
    catalog.keepSpaces([space, ...(await keptSpaces(store))]);

    const finished = clock();
    const summary: IndexSummary = {
      read: totals.read,
      added: totals.added,
      changed: totals.changed,
      unchanged: totals.unchanged,
      removed,
      rejected: totals.rejected,
      embedded: totals.embedded + backfilled,
      articles: catalog.count(),
      generation: manifest.generation,
      seconds: Math.round(finished.getTime() - started.getTime()) / 1000,
    };
    catalog.endRun(run, {
      startedAt: started.toISOString(),
      finishedAt: finished.toISOString(),
      outcome: { ...summary },
    });
    return { summary, failures };
  } finally {
    await (build as Build | null)?.abort();
  }
}

async function spoolAll(sources: readonly Source[], parts: IndexerParts): Promise<Source[]> {
  const spooled: Source[] = [];
  for (const [i, source] of sources.entries()) {
    spooled.push(await spool(source, join(parts.indexDir, `.strict-${i}.jsonl`), parts.observer));
  }
  return spooled;
}

function prune(source: Source, run: number, counts: IngestCounts, parts: IndexerParts): number {
  if (counts.anonymous > 0) {
    parts.observer.warning(
      `${counts.anonymous} rejected row(s) of ${source.name} have no readable id, so that what is missing cannot be told from what is broken: nothing is pruned.`,
    );
    return 0;
  }
  return parts.catalog.prune(source.name, run);
}

/** The current generation's manifest, if building anew would give the same. */
async function upToDate(parts: IndexerParts, space: EmbeddingSpace): Promise<Manifest | null> {
  const generation = await parts.store.current();
  if (generation === null) return null;
  try {
    const manifest = await readManifest(parts.store.folder(generation));
    await verifyGeneration(parts.store.folder(generation), manifest);
    const same =
      manifest.catalog === parts.catalog.uuid &&
      manifest.sequence === parts.catalog.sequence() &&
      manifest.model.revision === space.model &&
      manifest.textStrategy === space.strategy &&
      manifest.count === parts.catalog.countEmbedded(space) &&
      manifest.hnsw.M === parts.hnsw.M &&
      manifest.hnsw.efConstruction === parts.hnsw.efConstruction &&
      manifest.hnsw.ef === parts.hnsw.ef;
    return same ? manifest : null;
  } catch {
    return null;
  }
}

/** Spaces of the generations on disk: a rollback must find the vectors of what was written since. */
async function keptSpaces(store: GenerationStore): Promise<EmbeddingSpace[]> {
  const spaces: EmbeddingSpace[] = [];
  for (const generation of await store.list()) {
    try {
      const manifest = await readManifest(store.folder(generation));
      spaces.push({ model: manifest.model.revision, strategy: manifest.textStrategy });
    } catch {
      // A damaged generation keeps no vectors alive.
    }
  }
  return spaces;
}

function addTo(totals: IngestCounts, counts: IngestCounts): void {
  for (const name of Object.keys(totals) as (keyof IngestCounts)[]) totals[name] += counts[name];
}
