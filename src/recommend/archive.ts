import type { ArticleFacts, EligibilityFilter } from '../catalog/catalog.js';
import type { LexicalScores } from '../lexical/lexical-index.js';
import type { Terms } from '../lexical/terms.js';
import type { Neighbour } from '../vectors/vector-index.js';

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
  eligible(filter: EligibilityFilter): number[];
  signatures(keys: readonly number[]): Map<number, Uint32Array>;
}
