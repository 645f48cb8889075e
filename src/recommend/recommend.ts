import type { ArticleFacts, EligibilityFilter } from '../catalog/catalog.js';
import type { LexicalScores } from '../lexical/lexical-index.js';
import { lengthOf, type Terms } from '../lexical/terms.js';
import type { Neighbour } from '../vectors/vector-index.js';
import { candidates } from './candidates.js';
import { collapseCopies } from './copies.js';
import { type Empty, whyEmpty } from './empty.js';
import { meaningWeight, type Recommended, scoreCandidates } from './score.js';

/** What is asked about: an indexed article or a text. */
export interface RecommendQuery {
  /** Key of the article, or `null` for a text that is not indexed. */
  readonly key: number | null;
  /** Unit length; `null` where the text is not embeddable. */
  readonly vector: Float32Array | null;
  readonly signature: Uint32Array | null;
  readonly terms: Terms;
}

export interface RecommendOptions {
  /** Length of the list, 1–50. */
  readonly limit: number;
  readonly filter: EligibilityFilter;
}

/** What the stages read, all of it in memory or in the catalogue's own file: no stage waits for anything. */
export interface Archive {
  /** Vectors that can be searched. */
  readonly count: number;
  search(vector: Float32Array, k: number): Neighbour[];
  score(vector: Float32Array, keys: readonly number[]): Neighbour[];
  compare(terms: Terms): LexicalScores;
  facts(keys: readonly number[]): ArticleFacts[];
  eligible(filter: EligibilityFilter, limit: number): number[];
  signatures(keys: readonly number[]): Map<number, Uint32Array>;
}

export interface Recommendation {
  /** Best first. */
  readonly related: readonly Recommended[];
  /** Why there is nothing, or `null`. */
  readonly empty: Empty | null;
}

/** The way from an article to its list: candidates ▶ score ▶ duplicates, wider until the list is full. */
export function recommend(
  query: RecommendQuery,
  options: RecommendOptions,
  archive: Archive,
): Recommendation {
  if (query.vector === null) return { related: [], empty: whyEmpty('not_embeddable') };
  let seen = 0;
  let passed = 0;
  const meaning = meaningWeight(lengthOf(query.terms));
  for (const found of candidates(query.vector, query, options, archive)) {
    const scored = scoreCandidates(found.eligible, meaning);
    const related = collapseCopies(query, scored, options.limit, archive);
    if (related.length >= options.limit || found.complete) {
      seen = found.seen;
      passed = found.eligible.length;
      if (related.length > 0) return { related, empty: null };
      break;
    }
  }
  if (seen === 0) return { related: [], empty: whyEmpty('no_candidates') };
  return { related: [], empty: whyEmpty(passed === 0 ? 'filtered_out' : 'below_cutoff') };
}
