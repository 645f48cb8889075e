import { KIND, kindOf } from './hash.js';
import { ascendingOrder } from './radix.js';
import { DAMPED, FIELD_OF, FIELDS, type TermStatistics, termFactor } from './statistics.js';
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

/** Terms of many texts as parallel arrays: each entry is one term of one text. Entries of equal hash are by row. */
export interface TermEntries {
  readonly hashes: Uint32Array;
  readonly rows: Uint32Array;
  readonly counts: Uint8Array;
}

/** Turns texts' terms into postings. */
export function buildPostings(texts: ReadonlyMap<number, Terms>): Postings {
  let total = 0;
  for (const { hashes } of texts.values()) total += hashes.length;
  const entries = {
    hashes: new Uint32Array(total),
    rows: new Uint32Array(total),
    counts: new Uint8Array(total),
  };
  let from = 0;
  let row = 0;
  for (const { hashes, counts } of texts.values()) {
    entries.hashes.set(hashes, from);
    entries.counts.set(counts, from);
    entries.rows.fill(row, from, from + hashes.length);
    from += hashes.length;
    row += 1;
  }
  return gatherPostings(Uint32Array.from(texts.keys()), [entries], total);
}

/**
 * Postings of entries that come in parts, the terms of each above those of the part before. Besides the postings there
 * is memory for one part.
 *
 * @param labels of each row
 * @param total entries in all parts, or more
 */
export function gatherPostings(labels: Uint32Array, parts: Iterable<TermEntries>, total: number): Postings {
  // As long as they might become: memory that is never written is never taken.
  const terms = new Uint32Array(total);
  const starts = new Uint32Array(total + 1);
  const rows = new Uint32Array(total);
  const counts = new Uint8Array(total);
  const squares = new Float64Array(labels.length * FIELDS.length);
  let known = 0;
  let length = 0;
  for (const part of parts) {
    const order = ascendingOrder(part.hashes);
    for (let first = 0; first < order.length; ) {
      const hash = part.hashes[order[first] ?? 0] ?? 0;
      let end = first + 1;
      while (end < order.length && part.hashes[order[end] ?? 0] === hash) end += 1;
      const frequency = end - first;
      if (frequency > 1 || kindOf(hash) !== KIND.pair) {
        const field = FIELD_OF[kindOf(hash)];
        const factor = termFactor(hash, frequency, labels.length);
        for (let i = first; i < end; i += 1) {
          const entry = order[i] ?? 0;
          const row = part.rows[entry] ?? 0;
          const count = part.counts[entry] ?? 1;
          const weight = (DAMPED[count] ?? 0) * factor;
          const place = row * FIELDS.length + field;
          squares[place] = (squares[place] ?? 0) + weight * weight;
          rows[length] = row;
          counts[length] = count;
          length += 1;
        }
        terms[known] = hash;
        known += 1;
        starts[known] = length;
      }
      first = end;
    }
  }
  return {
    labels,
    norms: Float32Array.from(squares, Math.sqrt),
    terms: terms.subarray(0, known),
    starts: starts.subarray(0, known + 1),
    rows: rows.subarray(0, length),
    counts: counts.subarray(0, length),
  };
}

/** The terms of some texts, by label; pairs of words that no other text has are left out. */
export function textsIn(postings: Postings, labels: ReadonlySet<number>): Map<number, Terms> {
  const found = new Map<number, { readonly hashes: number[]; readonly counts: number[] }>();
  const wanted = Array.from(postings.labels, (label) => {
    if (!labels.has(label)) return null;
    const text = { hashes: [], counts: [] };
    found.set(label, text);
    return text;
  });
  const { terms, starts, rows, counts } = postings;
  for (let place = 0; place < terms.length; place += 1) {
    const end = starts[place + 1] ?? 0;
    for (let i = starts[place] ?? 0; i < end; i += 1) {
      const text: { hashes: number[]; counts: number[] } | null = wanted[rows[i] ?? 0] ?? null;
      if (text === null) continue;
      text.hashes.push(terms[place] ?? 0);
      text.counts.push(counts[i] ?? 1);
    }
  }
  return new Map(
    Array.from(found, ([label, { hashes, counts: times }]) => [
      label,
      { hashes: Uint32Array.from(hashes), counts: Uint8Array.from(times) },
    ]),
  );
}

/** Hashes are spread evenly: the place of one is rarely further than this from where its size says, among millions. */
const SPREAD = 2_048;

/** Position of a hash among ascending ones, or −1. */
export function placeOf(terms: Uint32Array, hash: number): number {
  const guess = Math.floor((hash / 2 ** 32) * terms.length);
  let low = 0;
  let high = terms.length - 1;
  // Nearly always in between, so that few lines of memory are touched.
  const [before, after] = [guess - SPREAD, guess + SPREAD];
  if (before > low && (terms[before] ?? 0) <= hash) low = before;
  if (after < high && (terms[after] ?? 0) >= hash) high = after;
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
