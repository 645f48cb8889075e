import { pMapIterable } from 'p-map';
import type { BodyFormat } from '../article.js';
import type {
  ArticleWrite,
  Catalog,
  EmbeddingSpace,
  PlaceableArticle,
  WriteOrigin,
  WriteOutcome,
} from '../catalog/catalog.js';
import type { Embedder } from '../embedding/embedder.js';
import type { Reading, Source } from '../sources/source.js';
import type { Boilerplate } from '../text/boilerplate.js';
import { deriveUnknown, placeable } from './known.js';
import { BATCH, type ReadBatch, readBatches } from './read.js';
import type { Rehearsed } from './rehearsed.js';
import type { IndexingObserver } from './report.js';
import { stopIfAsked } from './stop.js';
import type { Waiting } from './waiting.js';

/** Batches between reading and writing: the embedding thread always has the next one waiting. */
const IN_FLIGHT = 3;
/** The same where reading does not wait for vectors: so many batches are read while one is embedded. */
const AHEAD = 10;
/**
 * Where nobody serves, and so many rows have been read, that many more share a commit: each waits for the disk. A kill
 * loses little of a large archive.
 */
const READ_FIRST = 1024;
const LARGE_BATCH = 192;
/**
 * Batches that are embedded at a time where reading does not wait. Many: the embedding thread must have enough while
 * this one prepares and stores, or the graph waits for vectors and has most of its work left when the reading is done.
 */
const EMBEDDED_AT_A_TIME = 8;

export interface IngestContext {
  /** Take what a source repeats also where somebody else has changed it since. */
  readonly anew: boolean;
  /** The catalogue's sequence number when the sources were read; `null` where that is now. */
  readonly readAt: number | null;
  readonly catalog: Catalog;
  readonly embedder: () => Promise<Embedder>;
  readonly space: EmbeddingSpace;
  /** What is known of a text without deriving it; `null` where nothing is. */
  readonly known: Rehearsed['known'];
  /**
   * What is stored without a vector while the embedder is busy, to be embedded later; `null` has reading wait for
   * vectors.
   */
  readonly waiting: Waiting | null;
  readonly observer: IndexingObserver;
  readonly signal: AbortSignal;
  /** Told of every text as soon as it is stored, so that the graph grows while the reading goes on. */
  readonly derived: (entries: readonly PlaceableArticle[]) => Promise<void>;
  /** Called after each batch is stored, with the number of articles that were new in it. */
  readonly grown: (added: number) => void;
}

export interface IngestCounts {
  read: number;
  added: number;
  changed: number;
  unchanged: number;
  rejected: number;
  embedded: number;
  /** Articles that the source says were taken down, and nobody else gives. */
  removed: number;
  /** Rejected rows of which not even the id could be read. */
  anonymous: number;
  /** Of `unchanged`: what the source gives is not what is stored, since somebody else has changed it. */
  yielded: number;
}

export const noCounts = (): IngestCounts => ({
  read: 0,
  added: 0,
  changed: 0,
  unchanged: 0,
  rejected: 0,
  embedded: 0,
  removed: 0,
  anonymous: 0,
  yielded: 0,
});

/**
 * Reads a source into the catalogue, batch by batch, embedding only what changed. `counts` grows with every
 * batch, so that it is right also for a source that breaks off.
 */
export async function ingest(
  source: Source,
  reading: Reading,
  run: number,
  bodyFormat: BodyFormat,
  counts: IngestCounts,
  context: IngestContext,
): Promise<void> {
  const { anew, readAt } = context;
  const origin: WriteOrigin = {
    kind: 'source',
    source: source.name,
    run,
    anew,
    ...(readAt === null ? {} : { readAt }),
  };
  const limit = context.waiting === null ? IN_FLIGHT : AHEAD;
  let embedding = 0;
  const prepared = pMapIterable(
    readBatches(source, reading, Date.now, () =>
      context.waiting !== null && counts.read >= READ_FIRST ? LARGE_BATCH : BATCH,
    ),
    async (batch) => {
      const isLater = context.waiting !== null && embedding >= EMBEDDED_AT_A_TIME;
      if (isLater) return await prepareBatch(batch, bodyFormat, origin, context, null);
      embedding += 1;
      try {
        return await prepareBatch(batch, bodyFormat, origin, context, context.embedder);
      } finally {
        embedding -= 1;
      }
    },
    { concurrency: limit, backpressure: limit },
  );
  for await (const { batch, writes, boilerplate } of prepared) {
    stopIfAsked(context.signal);
    const results = context.catalog.write(writes, origin, context.space);
    const texts: PlaceableArticle[] = [];
    results.forEach((result, i) => {
      counts[countOf(result.outcome)] += 1;
      if (result.outcome === 'kept_changed') counts.yielded += 1;
      const derived = writes[i]?.derived;
      if (derived === undefined || derived === null || result.outcome.startsWith('kept')) return;
      if (derived.vector === undefined) context.waiting?.add(result.key, derived.textHash, boilerplate);
      else texts.push(...placeable(result.key, derived));
      if (derived.vector === null) context.observer.notEmbeddable(writes[i]?.article.id ?? '');
    });
    counts.read += batch.rows;
    counts.rejected += batch.rejected.length;
    counts.embedded += writes.filter((write) => write.derived?.vector).length;
    for (const row of batch.rejected) {
      context.observer.rejected(row);
      if (row.id === null) counts.anonymous += 1;
    }
    const known = batch.rejected.flatMap((row) => (row.id === null ? [] : [row.id]));
    const there = [...known, ...batch.unchanged];
    if (there.length > 0) context.catalog.touch(there, source.name, run);
    counts.unchanged += batch.unchanged.length;
    if (batch.gone.length > 0) counts.removed += context.catalog.withdraw(batch.gone, source.name);
    if (batch.notes.length > 0) context.catalog.note(source.name, batch.notes);
    await context.derived(texts);
    context.grown(results.filter(({ outcome }) => outcome === 'added').length);
    const { read, total } = source.progress();
    context.observer.progress({ stage: 'reading', done: read, total, articles: counts.read });
  }
}

interface PreparedBatch {
  readonly batch: ReadBatch;
  readonly writes: readonly ArticleWrite[];
  /** What was left out of them. */
  readonly boilerplate: Boilerplate;
}

async function prepareBatch(
  batch: ReadBatch,
  bodyFormat: BodyFormat,
  origin: WriteOrigin,
  context: IngestContext,
  embedder: IngestContext['embedder'] | null,
): Promise<PreparedBatch> {
  const boilerplate = context.catalog.boilerplate();
  const entries = batch.articles.map((article) => ({ article, bodyFormat }));
  const lacking = context.catalog.lackVector(entries, origin, context.space);
  const derived = await deriveUnknown(
    entries.filter((_, i) => lacking[i]),
    boilerplate,
    context.known,
    embedder,
  );
  let next = 0;
  const writes = entries.map((entry, i) => ({
    ...entry,
    derived: lacking[i] ? (derived[next++] ?? null) : null,
  }));
  return { batch, writes, boilerplate };
}

function countOf(outcome: WriteOutcome): 'added' | 'changed' | 'unchanged' {
  return outcome === 'added' || outcome === 'changed' ? outcome : 'unchanged';
}
