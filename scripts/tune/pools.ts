import type { ArticleFacts } from '../../src/catalog/catalog.js';
import type { JudgedSet, MeasuredQuery } from '../../src/engine/judged-set.js';
import type { Qrels } from '../../src/evaluation/judgments.js';
import { topOf } from '../../src/evaluation/top.js';
import type { Signals } from '../../src/recommend/signals.js';
import { scoresUnder } from './objective.js';
import { SHIPPED } from './parameters.js';

/** One judged query with the articles that any weights could bring to the top. */
export interface Pool {
  readonly id: string;
  /** `null` where the set does not hold it: it counts 0. */
  readonly query: ArticleFacts | null;
  readonly words: number;
  readonly judged: ReadonlyMap<string, number>;
  readonly others: readonly PoolArticle[];
}

export interface PoolArticle {
  readonly facts: ArticleFacts;
  readonly signals: Signals;
}

/** Articles taken of each signal. */
const DEPTH = 200;

const SIGNALS = ['words', 'general', 'archive', 'names', 'titles'] as const satisfies (keyof Signals)[];

/**
 * For every `every`th judged query the first 200 articles of each signal and of the shipped ranking, and all that
 * are judged.
 */
export async function measurePools(
  set: JudgedSet,
  qrels: Qrels,
  every: number,
  progress: (done: number, total: number) => Promise<void>,
): Promise<Pool[]> {
  const queries = [...qrels].filter((_, i) => i % every === 0);
  const pools: Pool[] = [];
  for (const [id, judged] of queries) {
    const measured = set.measure(id);
    pools.push(
      measured === null
        ? { id, query: null, words: 0, judged, others: [] }
        : { ...measured, id, judged, others: poolOf(measured, judged) },
    );
    await progress(pools.length, queries.length);
  }
  return pools;
}

function poolOf(measured: MeasuredQuery, judged: ReadonlyMap<string, number>): PoolArticle[] {
  const { others } = measured;
  const places = new Set<number>();
  const rankings: Float64Array[] = SIGNALS.map((name) =>
    Float64Array.from(others, ({ signals }) => signals[name] ?? -1),
  );
  rankings.push(scoresUnder(SHIPPED, measured.query, measured.words, others));
  for (const scores of rankings) {
    for (const { id } of topOf(scores, DEPTH, String)) places.add(Number(id));
  }
  return others.filter(({ facts }, place) => places.has(place) || judged.has(facts.id));
}
