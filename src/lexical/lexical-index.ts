import { type Postings, placeOf, statisticsOf } from './postings.js';
import { DAMPED, rarity, type TermStatistics, type WeightedTerms } from './statistics.js';

/**
 * Postings looked at for one question, the rarest terms first: what a very large archive leaves out are its
 * commonest words, which weigh least.
 */
const MAX_POSTINGS = 1_000_000;

/** How much texts have in common with one question's words: cosine of the term weights, 0–1. */
export interface LexicalScores {
  /** 0 for a text that shares no term, or an unknown label. */
  of(label: number): number;
  /** Labels of up to `k` texts that share a term, closest first. */
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

export function createLexicalIndex(postings: Postings): LexicalIndex {
  const { labels, norms, terms, starts, rows, counts } = postings;
  const rowOf = new Map<number, number>();
  labels.forEach((label, row) => {
    rowOf.set(label, row);
  });
  return {
    statistics: statisticsOf(postings),
    compare(query) {
      const sums = new Float64Array(labels.length);
      let looked = 0;
      for (const { hash, weight, documentFrequency } of query.terms) {
        const place = placeOf(terms, hash);
        if (place < 0 || weight <= 0) continue;
        const end = starts[place + 1] ?? 0;
        looked += documentFrequency;
        if (looked > MAX_POSTINGS) break;
        const factor = weight * rarity(documentFrequency, labels.length);
        for (let i = starts[place] ?? 0; i < end; i += 1) {
          const row = rows[i] ?? 0;
          sums[row] = (sums[row] ?? 0) + factor * (DAMPED[counts[i] ?? 0] ?? 0);
        }
      }
      const scoreOf = (row: number): number => {
        const length = query.norm * (norms[row] ?? 0);
        return length > 0 ? Math.min(1, (sums[row] ?? 0) / length) : 0;
      };
      return {
        of(label) {
          const row = rowOf.get(label);
          return row === undefined ? 0 : scoreOf(row);
        },
        top: (k) => best(k, labels.length, scoreOf).map((row) => labels[row] ?? 0),
      };
    },
  };
}
