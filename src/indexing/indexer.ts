import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { needsRefit } from '../adaptation/refit.js';
import { SAMPLE } from '../adaptation/sample.js';
import type { BodyFormat } from '../article.js';
import type { Catalog, EmbeddingSpace } from '../catalog/catalog.js';
import type { Embedder } from '../embedding/embedder.js';
import { SourceError } from '../errors.js';
import type { Manifest, ModelRecord } from '../generation/manifest.js';
import type { GenerationStore } from '../generation/store.js';
import type { Reading, Source } from '../sources/source.js';
import { backfill } from './backfill.js';
import { boilerplateSummary, isSearched, learnBoilerplate, learnEarly } from './boilerplate/learn.js';
import { type Build, type BuildContext, fittedBefore, startBuild } from './build.js';
import { DERIVATION } from './derive.js';
import { fill, fitTo } from './fill.js';
import { type IngestContext, type IngestCounts, ingest, noCounts } from './ingest.js';
import { prune, type ReadSource } from './prune.js';
import type { Rehearsed } from './rehearsed.js';
import type { IndexingObserver, IndexSummary } from './report.js';
import { spool } from './spool.js';
import { keptSpaces, upToDate } from './up-to-date.js';
import { Waiting } from './waiting.js';

/** Under this name the catalogue remembers which model the index was last built with. */
export const MODEL_MEMORY = 'model';

/** Under this name the catalogue notes which run has read a source last. No source notes anything under such a name. */
export const LAST_READ = '(read)';

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
  readonly handedIn?: NonNullable<BuildContext['handedIn']>;
  readonly observer: IndexingObserver;
  readonly signal: AbortSignal;
  readonly clock: () => Date;
  /** What this very run has made before, on a copy of the catalogue. */
  readonly rehearsed?: Rehearsed;
  /** New articles after which a first run fits a space to them, instead of waiting for all: as many as a fit looks at. */
  readonly fitAfter?: number;
}

export interface IndexOptions {
  readonly bodyFormat: BodyFormat;
  /** Keep nothing unless every row of every source is good. */
  readonly strict: boolean;
  /** Remove what a source once gave and gives no longer. */
  readonly prune: boolean;
  /**
   * Remove no more than this share (0–1) of what a source gave, but always a few: whoever prunes without a person
   * looking on cannot tell a site that has become small from one that is ill. All where not given.
   */
  readonly pruneAtMost?: number;
  /** Ask a source on the web for everything again, whatever it was seen to have. */
  readonly reread?: boolean;
  /**
   * Leave few changes to whoever serves the current generation, which takes them from the catalogue at once: build a
   * new one only when they have become many.
   */
  readonly lazy?: boolean;
  /** Build a new generation even if nothing changed. */
  readonly rebuild: boolean;
  /** Fit to the archive anew, and build a new generation for it. */
  readonly refit: boolean;
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
  const space: EmbeddingSpace = { model: parts.model.revision, strategy: DERIVATION };
  const spools = join(parts.indexDir, '.strict');
  await store.sweep();
  await rm(spools, { recursive: true, force: true });

  const fitted = options.refit ? null : await fittedBefore(store, parts.model, space);
  const wasEmpty = catalog.count() === 0;
  // Nobody serves yet, and would miss the vectors of what is stored without.
  const waiting = (await store.current()) === null ? new Waiting() : null;
  let build: Build | null = null;
  const openBuild = async (): Promise<Build> => {
    build ??= await startBuild({ ...parts, space, fitted });
    return build;
  };
  /** Articles that are new in this run, and of them those that were embedded for an early fit. */
  let added = 0;
  let embeddedEarly = 0;
  /** Whether the space was fitted to what was read first, so that the graph grows while the reading goes on. */
  let isFittedEarly = false;
  const look = learnEarly(catalog);
  const context: IngestContext = {
    ...parts,
    anew: options.reread ?? false,
    space,
    readAt: parts.rehearsed?.base ?? null,
    known: parts.rehearsed?.known ?? (() => null),
    waiting,
    derived: async (texts) => {
      if (options.lazy === true || parts.rehearsed !== undefined) return;
      if (fitted === null && !isFittedEarly) {
        if (waiting === null || added < (parts.fitAfter ?? SAMPLE)) return;
        isFittedEarly = true;
        embeddedEarly += await fitTo(catalog.texts.worded(), await openBuild(), context);
      }
      if (texts.length > 0) await (await openBuild()).add(texts);
    },
    grown(articles) {
      added += articles;
      look(articles);
    },
  };

  try {
    const readable = options.strict ? await spoolAll(sources, spools, options, parts) : sources;
    const run = catalog.beginRun();
    const searched = isSearched(catalog);
    const totals = noCounts();
    const failures: SourceError[] = [];
    const read = new Map<string, ReadSource>();
    for (const source of readable) {
      const counts = noCounts();
      let whole = true;
      try {
        await ingest(source, readingOf(source, options, parts), run, options.bodyFormat, counts, context);
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        failures.push(error);
        whole = false;
      }
      if (source.partial === true) catalog.takeForPartial(source.name);
      // What is read again for a build that was staged is no later reading.
      if (parts.rehearsed === undefined) catalog.note(source.name, [{ name: LAST_READ, value: String(run) }]);
      if (counts.yielded > 0 && options.lazy !== true) parts.observer.warning(yielded(source, counts));
      addTo(totals, counts);
      const before = read.get(source.name) ?? { whole: true, partial: false, anonymous: 0, usable: 0 };
      read.set(source.name, {
        whole: before.whole && whole,
        partial: before.partial || source.partial === true,
        anonymous: before.anonymous + counts.anonymous,
        usable: before.usable + counts.read - counts.rejected - counts.removed,
      });
    }
    // Nothing was there, and nothing could be read: no generation, rather than an empty one that counts as an index.
    const [failure] = failures;
    if (failure !== undefined && catalog.count() === 0 && (await store.current()) === null) throw failure;
    // After all of them: an article may have moved from one source to another, or two files go by one name.
    const removed = totals.removed + (options.prune ? prune(read, run, options.pruneAtMost ?? 1, parts) : 0);
    // What was derived in another way has to be derived anew before it can be looked through.
    const isDerived = searched || wasEmpty || catalog.countNotEmbedded(space) <= (waiting?.count ?? 0);
    let backfilled = embeddedEarly + (isDerived ? 0 : await backfill(context));
    learnBoilerplate(catalog);
    // Read before the vectors: whatever is written from here on has a higher number, and is taken from the
    // catalogue by whoever serves this generation.
    const sequence = catalog.sequence();

    const isCurrent = !options.rebuild && !options.refit;
    let manifest = isCurrent ? await upToDate(parts, space, options.lazy === true) : null;
    if (manifest !== null || parts.rehearsed !== undefined) backfilled += await backfill(context);
    manifest ??= (await parts.rehearsed?.takeOver(sequence)) ?? null;
    if (manifest === null) {
      const articles = catalog.texts.worded();
      if (!isFittedEarly && needsRefit(fitted, articles.length)) {
        await (build as Build | null)?.abort();
        build = await startBuild({ ...parts, space, fitted: null });
        backfilled += await fitTo(articles, build, context);
      }
      const made = await openBuild();
      backfilled += await fill(made, context);
      manifest = await made.publish(sequence);
    }
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
      boilerplate: boilerplateSummary(catalog),
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
    await rm(spools, { recursive: true, force: true });
  }
}

/** A source that repeats itself undoes nothing; whoever wants that is told how. */
function yielded({ name }: Source, counts: IngestCounts): string {
  return `${counts.yielded} article(s) stay as somebody else has changed them since ${name} last gave the same. To take them as they are there: --reread.`;
}

/** What the catalogue remembers of a source, for the source to read on from. */
function readingOf(source: Source, options: IndexOptions, parts: IndexerParts): Reading {
  const { catalog, observer, signal } = parts;
  return {
    recall: (name) => (options.reread ? null : catalog.noted(source.name, name)),
    holds: (id) => catalog.holds(id, source.name),
    whole: options.prune,
    signal,
    warn: observer.warning,
  };
}

async function spoolAll(
  sources: readonly Source[],
  folder: string,
  options: IndexOptions,
  parts: IndexerParts,
): Promise<Source[]> {
  await mkdir(folder, { recursive: true });
  const spooled: Source[] = [];
  for (const [i, source] of sources.entries()) {
    spooled.push(
      await spool(source, readingOf(source, options, parts), join(folder, `${i}.jsonl`), parts.observer),
    );
  }
  return spooled;
}

function addTo(totals: IngestCounts, counts: IngestCounts): void {
  for (const name of Object.keys(totals) as (keyof IngestCounts)[]) totals[name] += counts[name];
}
