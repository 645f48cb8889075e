import { KIND, kindOf } from './hash.js';
import { FIELD_OF, FIELDS, type TermStatistics, termWeight } from './statistics.js';
import type { Terms } from './terms.js';

/**
 * For each term the texts that have it, in one block of memory. Words of a single text are there too: they match
 * no other published text, but the name in a piece of breaking news may be the one that tells most. Pairs of
 * words that a single text has are left out.
 */
export interface Postings {
  /** The article of each row. */
  readonly labels: Uint32Array;
  /** Lengths of each row's vectors of term weights, one for each of `FIELDS`. */
  readonly norms: Float32Array;
  /** Hashes of the terms, ascending. */
  readonly terms: Uint32Array;
  /** Where each term's postings begin; one more at the end. */
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
  readonly counts: Uint8Array;
}

/** Turns texts' terms into postings. Two passes: count, then fill. */
export function buildPostings(texts: ReadonlyMap<number, Terms>): Postings {
  const frequency = new Map<number, number>();
  for (const { hashes } of texts.values()) {
    for (const hash of hashes) frequency.set(hash, (frequency.get(hash) ?? 0) + 1);
  }
  for (const [hash, count] of frequency) {
    if (count === 1 && kindOf(hash) === KIND.pair) frequency.delete(hash);
  }
  const terms = Uint32Array.from(frequency.keys()).sort();
  const place = new Map<number, number>();
  const starts = new Uint32Array(terms.length + 1);
  terms.forEach((hash, i) => {
    place.set(hash, i);
    starts[i + 1] = (starts[i] ?? 0) + (frequency.get(hash) ?? 0);
  });

  const labels = Uint32Array.from(texts.keys());
  const norms = new Float32Array(labels.length * FIELDS.length);
  const rows = new Uint32Array(starts[terms.length] ?? 0);
  const counts = new Uint8Array(rows.length);
  const next = starts.slice(0, terms.length);
  let row = 0;
  for (const text of texts.values()) {
    const squares = new Float64Array(FIELDS.length);
    text.hashes.forEach((hash, i) => {
      const at = place.get(hash);
      if (at === undefined) return;
      const count = text.counts[i] ?? 1;
      const field = FIELD_OF[kindOf(hash)];
      const weight = termWeight(hash, count, frequency.get(hash) ?? 1, texts.size);
      squares[field] = (squares[field] ?? 0) + weight * weight;
      const slot = next[at] ?? 0;
      rows[slot] = row;
      counts[slot] = count;
      next[at] = slot + 1;
    });
    norms.set(squares.map(Math.sqrt), row * FIELDS.length);
    row += 1;
  }
  return { labels, norms, terms, starts, rows, counts };
}

/** Position of a hash among ascending ones, or −1. */
export function placeOf(terms: Uint32Array, hash: number): number {
  let low = 0;
  let high = terms.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = terms[middle] ?? 0;
    if (found === hash) return middle;
    if (found < hash) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

export function statisticsOf(postings: Postings): TermStatistics {
  return {
    texts: postings.labels.length,
    documentFrequency(hash) {
      const place = placeOf(postings.terms, hash);
      return place < 0 ? 0 : (postings.starts[place + 1] ?? 0) - (postings.starts[place] ?? 0);
    },
  };
}
