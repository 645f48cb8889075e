import type { Terms } from './terms.js';

/** In how many of an archive's texts each term occurs. */
export interface TermStatistics {
  /** Texts counted. */
  readonly texts: number;
  /** Texts with this term, by its hash; 0 for an unknown one. */
  documentFrequency(hash: number): number;
}

/**
 * The weight of a term in a text: (1 + ln count) · ln((texts + 1) / document frequency), the `ltc` scheme of the
 * SMART system (Salton and Buckley, 1988) before its normalisation. 0 for a term that every text has.
 */
export function termWeight(count: number, documentFrequency: number, texts: number): number {
  return (DAMPED[count] ?? 0) * rarity(documentFrequency, texts);
}

/** 1 + ln count for each count that fits a byte; 0 for none. */
export const DAMPED: Float64Array = Float64Array.from({ length: 256 }, (_, count) =>
  count === 0 ? 0 : 1 + Math.log(count),
);

/** The inverse document frequency, ln((texts + 1) / document frequency); an unknown term counts as in one text. */
export function rarity(documentFrequency: number, texts: number): number {
  return Math.log((texts + 1) / Math.max(1, documentFrequency));
}

/** A text's terms with their weights, rarest first, and the length of that vector. */
export interface WeightedTerms {
  readonly terms: readonly {
    readonly hash: number;
    readonly weight: number;
    readonly documentFrequency: number;
  }[];
  readonly norm: number;
}

export function weigh({ hashes, counts }: Terms, statistics: TermStatistics): WeightedTerms {
  let square = 0;
  const terms = Array.from(hashes, (hash, i) => {
    const documentFrequency = statistics.documentFrequency(hash);
    const weight = termWeight(counts[i] ?? 1, documentFrequency, statistics.texts);
    square += weight * weight;
    return { hash, weight, documentFrequency };
  });
  terms.sort((a, b) => a.documentFrequency - b.documentFrequency || a.hash - b.hash);
  return { terms, norm: Math.sqrt(square) };
}
