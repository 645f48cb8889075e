import { KIND, kindOf } from '../lexical/hash.js';
import type { Terms } from '../lexical/terms.js';

/**
 * Terms known at most, those in most articles first; the rest say little about what articles have in common.
 */
const MAX_TERMS = 32_768;
/** A term of a single article relates it to no other. */
const MIN_ARTICLES_OF_TERM = 2;

/** The terms that a space is made of: parallel arrays, by hash. */
export interface Vocabulary {
  /** Ascending. */
  readonly terms: Uint32Array;
  /** ln((articles + 1) / articles with the term). */
  readonly idf: Float32Array;
}

export function isWord(hash: number): boolean {
  return kindOf(hash) === KIND.word;
}

export function vocabularyOf(texts: readonly Terms[]): Vocabulary {
  const frequency = new Map<number, number>();
  for (const { hashes } of texts) {
    for (const hash of hashes) if (isWord(hash)) frequency.set(hash, (frequency.get(hash) ?? 0) + 1);
  }
  const common = [...frequency].filter(([, articles]) => articles >= MIN_ARTICLES_OF_TERM);
  common.sort(([a, inA], [b, inB]) => inB - inA || a - b);
  const terms = Uint32Array.from(common.slice(0, MAX_TERMS), ([hash]) => hash).sort();
  const idf = Float32Array.from(terms, (hash) => Math.log((texts.length + 1) / (frequency.get(hash) ?? 1)));
  return { terms, idf };
}

/**
 * The known terms of a text: their places in the vocabulary, and their weights, √count · idf, of unit length.
 */
export interface KnownTerms {
  readonly places: Uint32Array;
  readonly weights: Float32Array;
}

export function knownTerms({ hashes, counts }: Terms, { terms, idf }: Vocabulary): KnownTerms {
  const places = new Uint32Array(hashes.length);
  const weights = new Float32Array(hashes.length);
  let known = 0;
  let square = 0;
  let low = 0;
  for (let i = 0; i < hashes.length; i += 1) {
    const hash = hashes[i] ?? 0;
    if (!isWord(hash)) continue;
    // Both ascend: what was passed need not be looked at again.
    low = firstFrom(terms, hash, low);
    if (terms[low] !== hash) continue;
    const weight = Math.sqrt(counts[i] ?? 1) * (idf[low] ?? 0);
    places[known] = low;
    weights[known] = weight;
    square += weight * weight;
    known += 1;
  }
  const length = Math.sqrt(square);
  // Copies: most terms of a text are no words, and the room for them should not outlive this.
  return { places: places.slice(0, known), weights: weights.subarray(0, known).map((w) => w / length) };
}

/** The first place from `low` whose hash is not below the one looked for. */
function firstFrom(terms: Uint32Array, hash: number, low: number): number {
  let from = low;
  let to = terms.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((terms[middle] ?? 0) < hash) from = middle + 1;
    else to = middle;
  }
  return from;
}
