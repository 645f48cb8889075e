import pMap, { pMapIterable } from 'p-map';
import type { Article, BodyFormat } from '../article.js';
import type {
  ArticleWrite,
  Catalog,
  DerivedText,
  EmbeddingSpace,
  PlaceableArticle,
  WriteOrigin,
  WriteOutcome,
} from '../catalog/catalog.js';
import { derivationHash } from '../catalog/hashes.js';
import type { Embedder } from '../embedding/embedder.js';
import type { Reading, Source } from '../sources/source.js';
import { type Boilerplate, leftOutOf } from '../text/boilerplate.js';
import { derive } from './derive.js';
import { type ReadBatch, readBatches } from './read.js';
import type { Rehearsed } from './rehearsed.js';
import type { IndexingObserver } from './report.js';
import { stopIfAsked } from './stop.js';

/** Batches between reading and writing: the embedding thread always has the next one waiting. */
const IN_FLIGHT = 3;

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
  readonly observer: IndexingObserver;
  readonly signal: AbortSignal;
  /** Told of every text as soon as it is stored, so that the graph grows while the reading goes on. */
  readonly derived: (entries: readonly StoredVector[]) => Promise<void>;
  /** Called after each batch is stored, with the number of articles that were new in it. */
  readonly grown: (added: number) => void;
}

/** What was stored about a text that can be placed beside others. */
export type StoredVector = PlaceableArticle;

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
  const prepared = pMapIterable(
    readBatches(source, reading),
    (batch) => prepareBatch(batch, bodyFormat, origin, context),
    {
      concurrency: IN_FLIGHT,
      backpressure: IN_FLIGHT,
    },
  );
  for await (const { batch, writes } of prepared) {
    stopIfAsked(context.signal);
    const results = context.catalog.write(writes, origin, context.space);
    const texts: StoredVector[] = [];
    results.forEach((result, i) => {
      counts[countOf(result.outcome)] += 1;
      if (result.outcome === 'kept_changed') counts.yielded += 1;
      const derived = writes[i]?.derived;
      if (derived === undefined || derived === null || result.outcome.startsWith('kept')) return;
      texts.push(...stored(result.key, derived));
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

/** Embeds, in this space, what is stored without a vector of it: after a change of model, text strategy or boilerplate. */
export async function backfill(context: IngestContext): Promise<number> {
  const total = context.catalog.countNotEmbedded(context.space);
  let embedded = 0;
  let done = 0;
  let after = 0;
  for (;;) {
    stopIfAsked(context.signal);
    const articles = context.catalog.notEmbedded(context.space, after, 256);
    const last = articles.at(-1);
    if (last === undefined) return embedded;
    const boilerplate = context.catalog.boilerplate();
    after = last.key;
    const parts = Array.from({ length: Math.ceil(articles.length / 64) }, (_, i) =>
      articles.slice(i * 64, i * 64 + 64),
    );
    const derived = (
      await pMap(parts, (part) => deriveUnknown(part, boilerplate, context), { concurrency: IN_FLIGHT })
    ).flat();
    const entries = articles.flatMap((stored, i) => {
      const found = derived[i];
      return found === undefined ? [] : [{ key: stored.key, derived: found, id: stored.article.id }];
    });
    context.catalog.addDerived(entries, context.space);
    await context.derived(entries.flatMap((entry) => stored(entry.key, entry.derived)));
    for (const entry of entries) {
      if (entry.derived.vector === null) context.observer.notEmbeddable(entry.id);
      else embedded += 1;
    }
    done += articles.length;
    context.observer.progress({ stage: 'embedding', done, total, articles: done });
  }
}

interface PreparedBatch {
  readonly batch: ReadBatch;
  readonly writes: readonly ArticleWrite[];
}

async function prepareBatch(
  batch: ReadBatch,
  bodyFormat: BodyFormat,
  origin: WriteOrigin,
  context: IngestContext,
): Promise<PreparedBatch> {
  const entries = batch.articles.map((article) => ({ article, bodyFormat }));
  const lacking = context.catalog.lackVector(entries, origin, context.space);
  const derived = await deriveUnknown(
    entries.filter((_, i) => lacking[i]),
    context.catalog.boilerplate(),
    context,
  );
  let next = 0;
  const writes = entries.map((entry, i) => ({
    ...entry,
    derived: lacking[i] ? (derived[next++] ?? null) : null,
  }));
  return { batch, writes };
}

/** What is known, and what had to be derived, in order. */
async function deriveUnknown(
  articles: readonly { readonly article: Article; readonly bodyFormat: BodyFormat }[],
  boilerplate: Boilerplate,
  context: IngestContext,
): Promise<DerivedText[]> {
  const known = articles.map(({ article, bodyFormat }) => {
    const found = context.known(article, bodyFormat);
    return found !== null && isWithout(found, boilerplate) ? found : null;
  });
  const made = await derive(
    articles.filter((_, i) => known[i] === null),
    context.embedder,
    boilerplate,
  );
  let next = 0;
  return known.flatMap((found) => found ?? made[next++] ?? []);
}

/** Whether exactly what is boilerplate was left out. */
function isWithout({ segments, leftOut }: DerivedText, boilerplate: Boilerplate): boolean {
  const wanted = leftOutOf(segments, boilerplate);
  return wanted.length === leftOut.length && wanted.every((hash, i) => hash === leftOut[i]);
}

/** Nothing, where neither the model nor its words can place the text. */
function stored(key: number, { textHash, leftOut, vector, terms }: DerivedText): StoredVector[] {
  if (vector === null && terms.length === 0) return [];
  return [{ key, textHash: derivationHash(textHash, leftOut), vector, terms }];
}

function countOf(outcome: WriteOutcome): 'added' | 'changed' | 'unchanged' {
  return outcome === 'added' || outcome === 'changed' ? outcome : 'unchanged';
}
