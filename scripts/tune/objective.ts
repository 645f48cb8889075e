import type { ArticleFacts } from '../../src/catalog/catalog.js';
import { judge, ndcg } from '../../src/evaluation/measures.js';
import { topOf } from '../../src/evaluation/top.js';
import { relatedness, weightsFor } from '../../src/recommend/relatedness.js';
import { scoreOf } from '../../src/recommend/score.js';
import type { Signals } from '../../src/recommend/signals.js';
import { PARAMETER_NAMES, type Parameters } from './parameters.js';
import type { Pool, PoolArticle } from './pools.js';

export interface TunedSet {
  readonly name: string;
  readonly pools: readonly Pool[];
}

/** A signal less, say. */
export type Alteration = (signals: Signals) => Signals;

/** nDCG@10 of each query, set by set. */
export type Values = readonly Float64Array[];

export interface Objective {
  values(parameters: Parameters, alter?: Alteration): Values;
  /** How many parameters have been looked at. */
  readonly looked: number;
}

const LENGTH = 10;

/** What the parameters are worth, by the product's own formulas; looked up where it was asked before. */
export function createObjective(sets: readonly TunedSet[], heard: (looked: number) => void): Objective {
  const known = new Map<string, Values>();
  const measure = (parameters: Parameters, alter?: Alteration): Values =>
    sets.map(({ pools }) => Float64Array.from(pools, (pool) => worthOf(pool, parameters, alter)));
  return {
    get looked() {
      return known.size;
    },
    values(parameters, alter) {
      if (alter !== undefined) return measure(parameters, alter);
      const name = PARAMETER_NAMES.map((one) => parameters[one]).join(' ');
      const before = known.get(name);
      if (before !== undefined) return before;
      const values = measure(parameters);
      known.set(name, values);
      heard(known.size);
      return values;
    },
  };
}

function worthOf(
  { query, words, others, judged }: Pool,
  parameters: Parameters,
  alter: Alteration | undefined,
): number {
  if (query === null) return 0;
  const scores = scoresUnder(parameters, query, words, others, alter);
  const run = topOf(scores, LENGTH, (place) => others[place]?.facts.id ?? '');
  return ndcg(judge(run, judged), LENGTH);
}

/** The scores under which these articles are served, in their order. */
export function scoresUnder(
  parameters: Parameters,
  query: ArticleFacts,
  words: number,
  others: readonly PoolArticle[],
  alter?: Alteration,
): Float64Array {
  const weights = weightsFor(words, parameters);
  const ask = { mode: 'related', halfLife: parameters.halfLife } as const;
  return Float64Array.from(others, ({ facts, signals }) => {
    const related = relatedness(alter === undefined ? signals : alter(signals), weights, parameters);
    return scoreOf(related, query, facts, ask, words, parameters);
  });
}
