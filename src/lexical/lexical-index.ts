import { kindOf } from './hash.js';
import { type Postings, placeOf, statisticsOf } from './postings.js';
import {
  DAMPED,
  FIELD_OF,
  FIELDS,
  type TermStatistics,
  termFactor,
  type WeightedTerms,
} from './statistics.js';

/**
 * Postings looked at for one question, the rarest terms first: what a very large archive leaves out are its
 * commonest words, which weigh least.
 */
const MAX_POSTINGS = 1_000_000;

/** How much two texts have in common in each field: cosine of the term weights, 0–1. */
export interface LexicalMatch {
  readonly words: number;
  readonly names: number;
  readonly titles: number;
}

export const NO_MATCH: LexicalMatch = { words: 0, names: 0, titles: 0 };

/** What texts have in common with one question. */
export interface LexicalScores {
  /** Nothing for a text that shares no term, or an unknown label. */
  of(label: number): LexicalMatch;
  /** Labels of up to `k` texts that share words, closest first. */
  top(k: number): number[];
}

/** Texts compared by their words. */
export interface LexicalIndex {
  readonly statistics: TermStatistics;
  compare(query: WeightedTerms): LexicalScores;
}

/** The `k` rows of the highest scores above 0, highest first, equal ones by row. */
export function best(k: number, count: number, scoreOf: (row: number) => number): number[] {
  const rows: number[] = [];
  const scores: number[] = [];
  for (let row = 0; row < count; row += 1) {
    const score = scoreOf(row);
    if (score <= 0 || (rows.length >= k && score <= (scores.at(-1) ?? 0))) continue;
    let place = rows.length;
    while (place > 0 && (scores[place - 1] ?? 0) < score) place -= 1;
    rows.splice(place, 0, row);
    scores.splice(place, 0, score);
    if (rows.length > k) {
      rows.pop();
      scores.pop();
    }
  }
  return rows;
}

/** The cosine of a sum of products and two lengths, rounding errors above 1 cut off. */
export function cosine(sum: number, one: number, other: number): number {
  const length = one * other;
  return length > 0 ? Math.min(1, sum / length) : 0;
}

export function createLexicalIndex(postings: Postings): LexicalIndex {
  const { labels, norms, terms, starts, rows, counts } = postings;
  const rowOf = new Map<number, number>();
  labels.forEach((label, row) => {
    rowOf.set(label, row);
  });
  return {
    statistics: statisticsOf(postings),
    compare(query) {
      const sums = FIELDS.map(() => new Float64Array(labels.length));
      let looked = 0;
      for (const { hash, weight, documentFrequency } of query.terms) {
        const place = placeOf(terms, hash);
        if (place < 0) continue;
        const end = starts[place + 1] ?? 0;
        looked += documentFrequency;
        if (looked > MAX_POSTINGS) break;
        const sum = sums[FIELD_OF[kindOf(hash)]];
        if (sum === undefined) continue;
        const factor = weight * termFactor(hash, documentFrequency, labels.length);
        for (let i = starts[place] ?? 0; i < end; i += 1) {
          const row = rows[i] ?? 0;
          sum[row] = (sum[row] ?? 0) + factor * (DAMPED[counts[i] ?? 0] ?? 0);
        }
      }
      const score = (field: number, row: number): number =>
        cosine(sums[field]?.[row] ?? 0, query.norms[field] ?? 0, norms[row * FIELDS.length + field] ?? 0);
      return {
        of(label) {
          const row = rowOf.get(label);
          if (row === undefined) return NO_MATCH;
          return { words: score(0, row), names: score(1, row), titles: score(2, row) };
        },
        top: (k) => best(k, labels.length, (row) => score(0, row)).map((row) => labels[row] ?? 0),
      };
    },
  };
}
