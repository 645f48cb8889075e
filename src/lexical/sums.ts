import { kindOf } from './hash.js';
import { type Postings, placeOf } from './postings.js';
import { DAMPED, FIELD_OF, FIELDS, termFactor, type WeightedTerms } from './statistics.js';

/**
 * Postings looked at for one question, the rarest terms first: what a very large archive leaves out are its
 * commonest words, which weigh least.
 */
const MAX_POSTINGS = 1_000_000;

/**
 * For the question looked at last: in each of `FIELDS`, each row's sum of products of weights. One sheet for all
 * questions, since a new one for each would be megabytes to clear and to collect. Whoever asks for the sums of an
 * earlier question has them made again.
 */
export function createSums(postings: Postings): (query: WeightedTerms) => readonly Float64Array[] {
  const { labels, terms, starts, rows, counts } = postings;
  const sums = FIELDS.map(() => new Float64Array(labels.length));
  let summed: WeightedTerms | null = null;
  return (query) => {
    if (summed === query) return sums;
    for (const sum of sums) sum.fill(0);
    let looked = 0;
    for (const { hash, weight, documentFrequency } of query.terms) {
      const place = placeOf(terms, hash);
      if (place < 0) continue;
      looked += documentFrequency;
      if (looked > MAX_POSTINGS) break;
      const sum = sums[FIELD_OF[kindOf(hash)]];
      if (sum === undefined) continue;
      const factor = weight * termFactor(hash, documentFrequency, labels.length);
      addPostings(sum, rows, counts, starts[place] ?? 0, starts[place + 1] ?? 0, factor);
    }
    summed = query;
    return sums;
  };
}

/**
 * Adds to the rows of the postings from `start` to `end` the factor times √count. Eight at a time, which takes half as
 * long as one by one; no row is twice in the list of a term, so that the sums are the same.
 */
function addPostings(
  sum: Float64Array,
  rows: Uint32Array,
  counts: Uint8Array,
  start: number,
  end: number,
  factor: number,
): void {
  let i = start;
  for (const last = end - 7; i < last; i += 8) {
    const a = rows[i] ?? 0;
    const b = rows[i + 1] ?? 0;
    const c = rows[i + 2] ?? 0;
    const d = rows[i + 3] ?? 0;
    const e = rows[i + 4] ?? 0;
    const f = rows[i + 5] ?? 0;
    const g = rows[i + 6] ?? 0;
    const h = rows[i + 7] ?? 0;
    const sumA = (sum[a] ?? 0) + factor * (DAMPED[counts[i] ?? 0] ?? 0);
    const sumB = (sum[b] ?? 0) + factor * (DAMPED[counts[i + 1] ?? 0] ?? 0);
    const sumC = (sum[c] ?? 0) + factor * (DAMPED[counts[i + 2] ?? 0] ?? 0);
    const sumD = (sum[d] ?? 0) + factor * (DAMPED[counts[i + 3] ?? 0] ?? 0);
    const sumE = (sum[e] ?? 0) + factor * (DAMPED[counts[i + 4] ?? 0] ?? 0);
    const sumF = (sum[f] ?? 0) + factor * (DAMPED[counts[i + 5] ?? 0] ?? 0);
    const sumG = (sum[g] ?? 0) + factor * (DAMPED[counts[i + 6] ?? 0] ?? 0);
    const sumH = (sum[h] ?? 0) + factor * (DAMPED[counts[i + 7] ?? 0] ?? 0);
    sum[a] = sumA;
    sum[b] = sumB;
    sum[c] = sumC;
    sum[d] = sumD;
    sum[e] = sumE;
    sum[f] = sumF;
    sum[g] = sumG;
    sum[h] = sumH;
  }
  for (; i < end; i += 1) {
    const row = rows[i] ?? 0;
    sum[row] = (sum[row] ?? 0) + factor * (DAMPED[counts[i] ?? 0] ?? 0);
  }
}
