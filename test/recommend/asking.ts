import type { EligibilityFilter } from '../../src/catalog/catalog.js';
import { termsOf } from '../../src/lexical/terms.js';
import type { RecommendOptions, RecommendQuery } from '../../src/recommend/archive.js';
import { type CutoffTable, DEFAULT_CHOICE } from '../../src/recommend/cutoff.js';
import { NO_RULES } from '../../src/recommend/editors-rules.js';
import { type Recommendation, recommend } from '../../src/recommend/recommend.js';
import { type Entry, EVERYTHING, handMadeArchive } from '../support/archive.js';

/** The article of key 1, undated, of which nothing is known but a vector. */
export const QUERY: RecommendQuery = {
  key: 1,
  vector: Float32Array.of(1),
  signature: null,
  terms: termsOf(''),
  publishedAt: null,
  section: null,
};
export const OPTIONS: RecommendOptions = {
  limit: 4,
  filter: EVERYTHING,
  ownLanguage: false,
  mode: 'related',
  halfLife: null,
  cutoff: DEFAULT_CHOICE,
  rules: NO_RULES,
};

export interface Asked extends Partial<Omit<RecommendOptions, 'filter'>> {
  readonly query?: Partial<RecommendQuery>;
  readonly filter?: Partial<EligibilityFilter>;
  readonly cutoffs?: CutoffTable;
}

export function ask(
  entries: readonly Entry[],
  { query, filter, cutoffs, ...rest }: Asked = {},
): Recommendation {
  const options = { ...OPTIONS, ...rest, filter: { ...EVERYTHING, ...filter } };
  return recommend({ ...QUERY, ...query }, options, handMadeArchive(entries, cutoffs));
}

export const keysOf = (entries: readonly Entry[], asked?: Asked): number[] =>
  ask(entries, asked).related.map(({ key }) => key);

/** Nothing shown stands out less than `score`, and nothing counts as one story below `story`. */
export function cutoffAt(score: number, story = 1): CutoffTable {
  return {
    articles: 1_000_000,
    quantiles: [
      { share: 0.001, score },
      { share: 0.0001, score: story },
    ],
  };
}
