import { KIND, type Kind, kindOf } from './hash.js';
import type { Terms } from './terms.js';

/** In how many of an archive's texts each term occurs. */
export interface TermStatistics {
  /** Texts counted. */
  readonly texts: number;
  /** Texts with this term, by its hash; 0 for an unknown one. */
  documentFrequency(hash: number): number;
}

/** What texts are compared by, each a cosine of its own: words with their pairs, names, titles. */
export const FIELDS = ['words', 'names', 'titles'] as const;
export type Field = (typeof FIELDS)[number];

/** Position in `FIELDS` of the terms of each kind. */
export const FIELD_OF: Readonly<Record<Kind, number>> = {
  [KIND.word]: 0,
  [KIND.pair]: 0,
  [KIND.name]: 1,
  [KIND.title]: 2,
};

/** How much a pair of words counts beside a word. Tuned on the public sets; `src/README.md` has the numbers. */
const PAIR_WEIGHT = 0.5;

/**
 * The weight of a term in a text: √count · ln((texts + 1) / document frequency), for a pair halved. 0 for a term
 * that every text has. A pair that one text alone has matches nothing and counts nothing: most pairs are such.
 */
export function termWeight(hash: number, count: number, documentFrequency: number, texts: number): number {
  return (DAMPED[count] ?? 0) * termFactor(hash, documentFrequency, texts);
}

/** The part of a term's weight that is the same in every text. */
export function termFactor(hash: number, documentFrequency: number, texts: number): number {
  if (kindOf(hash) !== KIND.pair) return rarity(documentFrequency, texts);
  return documentFrequency < 2 ? 0 : PAIR_WEIGHT * rarity(documentFrequency, texts);
}

/** √count for each count that fits a byte. */
export const DAMPED: Float64Array = Float64Array.from({ length: 256 }, (_, count) => Math.sqrt(count));

/** The inverse document frequency, ln((texts + 1) / document frequency); an unknown term counts as in one text. */
export function rarity(documentFrequency: number, texts: number): number {
  return Math.log((texts + 1) / Math.max(1, documentFrequency));
}

/** A text's terms with their weights, rarest first, and the length of the vector of each field. */
export interface WeightedTerms {
  readonly terms: readonly {
    readonly hash: number;
    readonly weight: number;
    readonly documentFrequency: number;
  }[];
  /** One for each of `FIELDS`. */
  readonly norms: Float64Array;
}

export function weigh({ hashes, counts }: Terms, statistics: TermStatistics): WeightedTerms {
  const norms = new Float64Array(FIELDS.length);
  const terms: { hash: number; weight: number; documentFrequency: number }[] = [];
  hashes.forEach((hash, i) => {
    const documentFrequency = statistics.documentFrequency(hash);
    const weight = termWeight(hash, counts[i] ?? 1, documentFrequency, statistics.texts);
    if (weight <= 0) return;
    const field = FIELD_OF[kindOf(hash)];
    norms[field] = (norms[field] ?? 0) + weight * weight;
    terms.push({ hash, weight, documentFrequency });
  });
  terms.sort((a, b) => a.documentFrequency - b.documentFrequency || a.hash - b.hash);
  return { terms, norms: norms.map(Math.sqrt) };
}
