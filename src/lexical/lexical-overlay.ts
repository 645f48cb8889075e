import { best, type LexicalScores } from './lexical-index.js';
import { type TermStatistics, termWeight, type WeightedTerms, weigh } from './statistics.js';
import type { Terms } from './terms.js';

interface Row {
  readonly label: number;
  readonly norm: number;
}

/** Texts that came after an index was built, weighed by that index's statistics. */
export class LexicalOverlay {
  readonly #rows: (Row | null)[] = [];
  readonly #rowOf = new Map<number, number>();
  readonly #postings = new Map<number, { row: number; count: number }[]>();

  constructor(private readonly statistics: TermStatistics) {}

  /** A label given again replaces its text. */
  set(label: number, terms: Terms): void {
    this.delete(label);
    const row = this.#rows.push({ label, norm: weigh(terms, this.statistics).norm }) - 1;
    this.#rowOf.set(label, row);
    terms.hashes.forEach((hash, i) => {
      const list = this.#postings.get(hash);
      const posting = { row, count: terms.counts[i] ?? 1 };
      if (list === undefined) this.#postings.set(hash, [posting]);
      else list.push(posting);
    });
  }

  delete(label: number): void {
    const row = this.#rowOf.get(label);
    if (row === undefined) return;
    // The postings stay and point nowhere; the overlay is folded in and forgotten with the next generation.
    this.#rows[row] = null;
    this.#rowOf.delete(label);
  }

  compare(query: WeightedTerms): LexicalScores {
    const sums = new Map<number, number>();
    for (const { hash, weight, documentFrequency } of query.terms) {
      for (const { row, count } of this.#postings.get(hash) ?? []) {
        const product = weight * termWeight(count, documentFrequency, this.statistics.texts);
        sums.set(row, (sums.get(row) ?? 0) + product);
      }
    }
    const found = new Map<number, number>();
    for (const [row, sum] of sums) {
      const text = this.#rows[row];
      if (text === null || text === undefined) continue;
      const length = query.norm * text.norm;
      if (sum > 0 && length > 0) found.set(text.label, Math.min(1, sum / length));
    }
    const labels = [...found.keys()];
    return {
      of: (label) => found.get(label) ?? 0,
      top: (k) =>
        best(k, labels.length, (row) => found.get(labels[row] ?? 0) ?? 0).map((row) => labels[row] ?? 0),
    };
  }
}
