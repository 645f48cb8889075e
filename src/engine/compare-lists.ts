import { setImmediate as breathe } from 'node:timers/promises';
import type { Catalog } from '../catalog/catalog.js';
import { ArticleNotFoundError } from '../errors.js';
import {
  type ComparedLink,
  type ComparedList,
  type Comparison,
  compareLists,
  type ListPair,
  SHOWN,
} from '../evaluation/comparison.js';
import { createRandom } from '../evaluation/random.js';
import type { Engine } from './engine.js';

/** Lists compared at most; of a larger archive a sample. */
const SAMPLE = 1000;
const SEED = 20_261_124;
/** More than readers see, so that a link pushed down by new articles can be told from one that is gone. */
const DEPTH = 20;
/** Lists between two looks at who wants this to stop. */
const BREATH = 16;

/** An index as it answers, and the catalogue it answers from. */
export interface ComparedSide {
  readonly engine: Pick<Engine, 'info' | 'links' | 'related'>;
  readonly catalog: Pick<Catalog, 'find' | 'facts'>;
}

export interface CompareRequest {
  /** What is served, and what was built. */
  readonly before: ComparedSide;
  readonly after: ComparedSide;
  /** Ids of what has changed in the served index since the other was copied from it: no difference of the build. */
  readonly changedSince: ReadonlySet<string>;
  /** Told of every few lists, so that it may throw to stop. */
  readonly progress: (done: number, total: number) => void;
}

/** Asks both for the lists of the articles that both know, as a reader would, and compares them. */
export async function compareIndexes(request: CompareRequest): Promise<Comparison> {
  const { before, after, changedSince, progress } = request;
  const idsOf = ({ engine }: ComparedSide) =>
    new Set([...engine.links()].map(({ id }) => id).filter((id) => !changedSince.has(id)));
  const [old, built] = [idsOf(before), idsOf(after)];
  const both = [...old].filter((id) => built.has(id));
  const sample = sampleOf(both);
  const pairs: ListPair[] = [];
  for (const [i, id] of sample.entries()) {
    if (i % BREATH === 0) {
      progress(i, sample.length);
      await breathe();
    }
    const pair = { before: listOf(id, before, DEPTH), after: listOf(id, after, DEPTH) };
    if (isWhole(pair)) pairs.push(pair);
  }
  const comparison = compareLists({
    before: { generation: before.engine.info().generation, articles: old.size },
    after: { generation: after.engine.info().generation, articles: built.size },
    of: both.length,
    added: built.size - both.length,
    removed: old.size - both.length,
    pairs,
    isNew: (id) => !old.has(id),
  });
  progress(sample.length, sample.length);
  // The beginning of a longer list can differ a little from a short one, in which diversity chose among fewer.
  const seen = (id: string, side: ComparedSide, otherwise: readonly ComparedLink[]) =>
    listOf(id, side, SHOWN)?.links ?? otherwise;
  return {
    ...comparison,
    examples: comparison.examples.map((example) => ({
      ...example,
      before: seen(example.article.id, before, example.before),
      after: seen(example.article.id, after, example.after),
    })),
  };
}

/** `null` where the article was taken down meanwhile. */
function listOf(id: string, { engine, catalog }: ComparedSide, limit: number): ComparedList | null {
  const stored = catalog.find(id);
  if (stored === null) return null;
  try {
    const { article, related } = engine.related(id, { limit, language: null, reasons: false });
    if (article === null) return null;
    return {
      article: { id, title: article.title, url: article.url },
      words: catalog.facts([stored.key])[0]?.words ?? 0,
      links: related.map((link) => ({ id: link.id, title: link.title, url: link.url, score: link.score })),
    };
  } catch (error) {
    if (error instanceof ArticleNotFoundError) return null;
    throw error;
  }
}

function isWhole(pair: {
  readonly before: ComparedList | null;
  readonly after: ComparedList | null;
}): pair is ListPair {
  return pair.before !== null && pair.after !== null;
}

/** All of them, or so many drawn at random, the same at every time; in their order. */
function sampleOf(ids: readonly string[]): string[] {
  if (ids.length <= SAMPLE) return [...ids];
  const random = createRandom(SEED);
  const places = ids.map((_, i) => i);
  for (let i = 0; i < SAMPLE; i += 1) {
    const j = i + random.below(places.length - i);
    [places[i], places[j]] = [places[j] ?? 0, places[i] ?? 0];
  }
  return places
    .slice(0, SAMPLE)
    .sort((a, b) => a - b)
    .flatMap((place) => ids[place] ?? []);
}
