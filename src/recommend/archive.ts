import type { HalfCosines } from '../adaptation/combine.js';
import type { ArticleFacts, EligibilityFilter } from '../catalog/catalog.js';
import type { LexicalScores } from '../lexical/lexical-index.js';
import type { Terms } from '../lexical/terms.js';
import type { CutoffChoice, CutoffTable } from './cutoff.js';
import type { EditorsRules } from './editors-rules.js';
import type { ModeName } from './modes.js';

/** What is asked about: an indexed article or a text. */
export interface RecommendQuery {
  /** Key of the article, or `null` for a text that is not indexed. */
  readonly key: number | null;
  /** Unit length; `null` where the text is not embeddable. */
  readonly vector: Float32Array | null;
  readonly signature: Uint32Array | null;
  readonly terms: Terms;
  /** Milliseconds since 1970, or `null` where it is not known. */
  readonly publishedAt: number | null;
  readonly section: string | null;
}

export interface RecommendOptions {
  /** Length of the list, 1–50. */
  readonly limit: number;
  readonly filter: EligibilityFilter;
  /** The filter's language is that of the article itself: nobody asked for it. */
  readonly ownLanguage: boolean;
  readonly mode: ModeName;
  /** Days after which an article's score has halved; `null` for that of the mode, `Infinity` for no decay. */
  readonly halfLife: number | null;
  /** What may pass. */
  readonly cutoff: CutoffChoice;
  readonly rules: EditorsRules;
}

/**
 * Writes an article's cosines, general and archive; `NaN` for what is not there. Where the general one is below `least`,
 * the other may be `NaN` all the same.
 */
export type MeasureKey = (key: number, into: Float64Array, least?: number) => void;

/** What the stages read, all of it in memory or in the catalogue's own file: no stage waits for anything. */
export interface Archive {
  /** Articles that can be found. */
  readonly count: number;
  readonly cutoffs: CutoffTable;
  /** Keys of up to `k` articles whose vectors are near. */
  nearest(vector: Float32Array, k: number): number[];
  /** Exact cosines in both spaces, in the order of the keys; `null` for an article without a vector. */
  closeness(vector: Float32Array, keys: readonly number[]): readonly (HalfCosines | null)[];
  /** The same of one article after another, without an object for each. */
  measuring(vector: Float32Array): MeasureKey;
  /** Cosine of two articles' whole vectors; 0 where one has none. */
  similarity(one: number, other: number): number;
  compare(terms: Terms): LexicalScores;
  /** How near everything is to this article, 1 for an average one. */
  hubness(key: number): number;
  facts(keys: readonly number[]): ArticleFacts[];
  eligible(filter: EligibilityFilter): readonly number[];
  signatures(keys: readonly number[]): Map<number, Uint32Array>;
}
