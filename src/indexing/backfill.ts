import pMap from 'p-map';
import type { DerivedText, StoredArticle } from '../catalog/catalog.js';
import { textHash } from '../catalog/hashes.js';
import type { DerivedVector } from '../catalog/texts.js';
import { leftOutOf } from '../text/boilerplate.js';
import { deriveVectors, type WithoutVector } from './derive.js';
import type { IngestContext } from './ingest.js';
import { areEqual, deriveUnknown, placeable } from './known.js';
import { stopIfAsked } from './stop.js';

/** What making up for lacking vectors works with. */
export type BackfillContext = Omit<IngestContext, 'anew' | 'readAt' | 'grown'>;

/** Articles that are read together, that are derived together, and such parts at a time. */
const PAGE = 256;
const PART = 64;
const AT_A_TIME = 3;

/** What an article lacked: all, or nothing but the vector. */
export interface Made {
  readonly key: number;
  readonly id: string;
  readonly all: DerivedText | null;
  readonly only: DerivedVector | null;
}

/** Embeds, in this space, what is stored without a vector of it: after a change of model, text strategy or boilerplate. */
export async function backfill(context: BackfillContext): Promise<number> {
  const total = context.catalog.countNotEmbedded(context.space);
  let embedded = 0;
  let done = 0;
  let after = 0;
  for (;;) {
    stopIfAsked(context.signal);
    const articles = context.catalog.notEmbedded(context.space, after, PAGE);
    const last = articles.at(-1);
    if (last === undefined) return embedded;
    after = last.key;
    const made = await makeUp(articles, context);
    embedded += keep(made, context);
    await context.derived(
      made.flatMap(({ key, all, only }) => {
        if (all !== null) return placeable(key, all);
        return only === null ? [] : placeable(key, { ...only, terms: context.catalog.terms(key) });
      }),
    );
    done += articles.length;
    context.observer.progress({ stage: 'embedding', done, total, articles: done });
  }
}

/** Derives what these articles lack, in order. */
export async function makeUp(articles: readonly StoredArticle[], context: BackfillContext): Promise<Made[]> {
  const parts = Array.from({ length: Math.ceil(articles.length / PART) }, (_, i) =>
    articles.slice(i * PART, (i + 1) * PART),
  );
  return (await pMap(parts, (part) => makeUpPart(part, context), { concurrency: AT_A_TIME })).flat();
}

async function makeUpPart(articles: readonly StoredArticle[], context: BackfillContext): Promise<Made[]> {
  const boilerplate = context.catalog.boilerplate();
  const without = new Map<number, WithoutVector & { readonly textHash: string }>();
  for (const { key, article, bodyFormat } of articles) {
    const hash = textHash(article, bodyFormat);
    const then = context.waiting?.leftOut(key, hash) ?? null;
    if (then === null) continue;
    const segments = context.catalog.texts.segments(key);
    const leftOut = leftOutOf(segments, boilerplate);
    if (areEqual(leftOut, leftOutOf(segments, then))) {
      without.set(key, { article, bodyFormat, leftOut, textHash: hash });
    }
  }
  const [vectors, derived] = await Promise.all([
    deriveVectors([...without.values()], context.embedder, boilerplate),
    deriveUnknown(
      articles.filter(({ key }) => !without.has(key)),
      boilerplate,
      context.known,
      context.embedder,
    ),
  ]);
  let vector = 0;
  let text = 0;
  return articles.map(({ key, article: { id } }): Made => {
    const lacked = without.get(key);
    if (lacked === undefined) return { key, id, all: derived[text++] ?? null, only: null };
    const { textHash: hash, leftOut } = lacked;
    return { key, id, all: null, only: { textHash: hash, leftOut, vector: vectors[vector++] ?? null } };
  });
}

/** Stores what was made; returns of how many a vector. */
export function keep(made: readonly Made[], { catalog, space, observer, waiting }: BackfillContext): number {
  const all = made.flatMap(({ key, all: derived }) => (derived === null ? [] : [{ key, derived }]));
  const only = made.flatMap(({ key, only: derived }) => (derived === null ? [] : [{ key, derived }]));
  if (all.length > 0) catalog.addDerived(all, space);
  if (only.length > 0) catalog.texts.addVectors(only, space);
  let embedded = 0;
  for (const { key, id, ...lacked } of made) {
    waiting?.delete(key);
    if ((lacked.all ?? lacked.only)?.vector === null) observer.notEmbeddable(id);
    else embedded += 1;
  }
  return embedded;
}
