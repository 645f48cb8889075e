import { pMapIterable } from 'p-map';
import { SAMPLE, sampleOf } from '../adaptation/sample.js';
import type { DerivedArticle } from '../catalog/texts.js';
import { packedWords } from '../lexical/terms.js';
import { type BackfillContext, keep, type Made, makeUp } from './backfill.js';
import type { Build } from './build.js';
import { placeable } from './known.js';
import { SEED } from './seed.js';
import { stopIfAsked } from './stop.js';

/** Articles whose vectors the archive's mean is taken of: it is a direction that all share, known from few. */
export const MEAN_SAMPLE = 1_000;

/** Articles that go into the graph together, and such pages between reading and inserting. */
const PAGE = 256;
const IN_FLIGHT = 2;

/** Fits a space to a sample of the archive's articles, all of them stored. Returns how many had to be embedded for it. */
export async function fitTo(
  keys: readonly number[],
  build: Pick<Build, 'fit'>,
  context: BackfillContext,
): Promise<number> {
  const { catalog, space } = context;
  const meant = new Set(sampleOf(keys, MEAN_SAMPLE, SEED));
  const lacking = [...meant].filter((key) => catalog.vector(key, space) === undefined);
  let embedded = 0;
  for (let i = 0; i < lacking.length; i += PAGE) {
    stopIfAsked(context.signal);
    embedded += keep(await makeUp(catalog.load(lacking.slice(i, i + PAGE)), context), context);
  }
  build.fit(
    sampleOf(keys, SAMPLE, SEED).map((key) => ({
      label: key,
      vector: meant.has(key) ? (catalog.vector(key, space) ?? null) : null,
      // All that a fit reads of them.
      terms: packedWords(catalog.terms(key)),
    })),
    keys.length,
  );
  return embedded;
}

/**
 * Hands every article in, by key, and embeds those that lack a vector on the way, so that the graph grows meanwhile.
 * Returns how many were embedded.
 */
export async function fill(
  build: Pick<Build, 'add' | 'added' | 'has'>,
  context: BackfillContext,
): Promise<number> {
  const { catalog, observer } = context;
  const total = catalog.count();
  let embedded = 0;
  const pages = pMapIterable(
    pagesOf(context),
    async (page) => {
      const lacking = page.filter(({ vector }) => vector === undefined).map(({ key }) => key);
      return { page, made: await makeUp(catalog.load(lacking), context) };
    },
    { concurrency: IN_FLIGHT, backpressure: IN_FLIGHT },
  );
  for await (const { page, made } of pages) {
    stopIfAsked(context.signal);
    embedded += keep(made, context);
    const byKey = new Map(made.map((one) => [one.key, one]));
    const entries = page.flatMap((article) => entryOf(article, byKey.get(article.key)));
    await build.add(entries.filter((entry) => !build.has(entry)));
    observer.progress({ stage: 'building', done: build.added, total, articles: build.added });
  }
  return embedded;
}

function* pagesOf({ catalog, space }: BackfillContext): Generator<DerivedArticle[]> {
  for (let after = 0; ; ) {
    const page = catalog.texts.derived(space, after, PAGE);
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.key;
    yield page;
  }
}

function entryOf({ key, textHash, vector, terms }: DerivedArticle, made: Made | undefined) {
  if (made?.all) return placeable(key, made.all);
  if (made?.only) return placeable(key, { ...made.only, terms });
  if (textHash === null || vector === undefined || (vector === null && terms.length === 0)) return [];
  return [{ key, textHash, vector, terms }];
}
