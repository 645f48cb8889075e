import { BestRows } from './best.js';
import { type Postings, statisticsOf } from './postings.js';
import { FIELDS, type TermStatistics, type WeightedTerms } from './statistics.js';
import { createSums } from './sums.js';

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
  /** The words, and so many times the names and the titles: the sum of all three, without an object for each text. */
  sum(label: number, names: number, titles: number): number;
  /** Labels of up to `k` texts that share words, closest first. */
  top(k: number): number[];
}

/** Texts compared by their words. */
export interface LexicalIndex {
  readonly statistics: TermStatistics;
  compare(query: WeightedTerms): LexicalScores;
}

/** The cosine of a sum of products and two lengths, rounding errors above 1 cut off. */
export function cosine(sum: number, one: number, other: number): number {
  const length = one * other;
  return length > 0 ? Math.min(1, sum / length) : 0;
}

/** `rowOf` gives the row of a label, or −1. */
export function createLexicalIndex(
  postings: Postings,
  rowOf: (label: number) => number = mapOf(postings.labels),
): LexicalIndex {
  const { labels, norms } = postings;
  const wordNorms = norms.filter((_, i) => i % FIELDS.length === 0);
  const sumsOf = createSums(postings);
  return {
    statistics: statisticsOf(postings),
    compare(query) {
      const [wordNorm = 0, nameNorm = 0, titleNorm = 0] = query.norms;
      const score = (field: number, row: number): number =>
        cosine(
          sumsOf(query)[field]?.[row] ?? 0,
          query.norms[field] ?? 0,
          norms[row * FIELDS.length + field] ?? 0,
        );
      return {
        of(label) {
          const row = rowOf(label);
          if (row < 0) return NO_MATCH;
          return { words: score(0, row), names: score(1, row), titles: score(2, row) };
        },
        sum(label, names, titles) {
          const row = rowOf(label);
          if (row < 0) return 0;
          const [wordSums = NO_SUMS, nameSums = NO_SUMS, titleSums = NO_SUMS] = sumsOf(query);
          const at = row * FIELDS.length;
          return (
            cosine(wordSums[row] ?? 0, wordNorm, norms[at] ?? 0) +
            names * cosine(nameSums[row] ?? 0, nameNorm, norms[at + 1] ?? 0) +
            titles * cosine(titleSums[row] ?? 0, titleNorm, norms[at + 2] ?? 0)
          );
        },
        top(k) {
          const [words = NO_SUMS] = sumsOf(query);
          const found = closest(words, wordNorms, wordNorm, k);
          return found.map((row) => labels[row] ?? 0);
        },
      };
    },
  };
}

/**
 * The rows of the `k` largest cosines, of sums of products and the lengths of both. A function of its own: in one that is
 * made for each question, the loop would be compiled for each.
 */
function closest(sums: Float64Array, norms: Float32Array, length: number, k: number): number[] {
  const found = new BestRows(Math.min(k, norms.length));
  // Most rows are out of the question; a division, for which rounding counts, tells of the others.
  let out = 0;
  for (let row = 0; row < norms.length; row += 1) {
    const sum = sums[row] ?? 0;
    const norm = norms[row] ?? 0;
    if (sum > out * norm) {
      found.offer(row, cosine(sum, length, norm));
      out = found.floor * length * ROUNDED;
    }
  }
  return found.rows();
}

function mapOf(labels: Uint32Array): (label: number) => number {
  const rows = new Map(Array.from(labels, (label, row) => [label, row] as const));
  return (label) => rows.get(label) ?? -1;
}

const NO_SUMS = new Float64Array();
/** A product may be rounded up by less than this. */
const ROUNDED = 1 - 1e-9;
