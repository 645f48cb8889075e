import { best } from './best.js';
import { kindOf } from './hash.js';
import { cosine, type LexicalMatch, type LexicalScores, NO_MATCH } from './lexical-index.js';
import {
  FIELD_OF,
  FIELDS,
  type TermStatistics,
  termWeight,
  type WeightedTerms,
  weigh,
} from './statistics.js';
import type { Terms } from './terms.js';

interface Row {
  readonly label: number;
  /** One for each of `FIELDS`. */
  readonly norms: Float64Array;
}

/** Texts that came after an index was built, weighed by that index's statistics. */
export class LexicalOverlay {
  readonly #rows: (Row | null)[] = [];
  readonly #rowOf = new Map<number, number>();
  readonly #postings = new Map<number, { row: number; count: number }[]>();

  constructor(private readonly statistics: TermStatistics) {}

  get count(): number {
    return this.#rowOf.size;
  }

  /** A label given again replaces its text. */
  set(label: number, terms: Terms): void {
    this.delete(label);
    const row = this.#rows.push({ label, norms: weigh(terms, this.statistics).norms }) - 1;
    this.#rowOf.set(label, row);
    terms.hashes.forEach((hash, i) => {
      // A term that weighs nothing here, as most pairs of words do, need not be found.
      if (termWeight(hash, 1, this.statistics.documentFrequency(hash), this.statistics.texts) <= 0) return;
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
    const sums = new Map<number, Float64Array>();
    for (const { hash, weight, documentFrequency } of query.terms) {
      for (const { row, count } of this.#postings.get(hash) ?? []) {
        const fields = sums.get(row) ?? new Float64Array(FIELDS.length);
        const field = FIELD_OF[kindOf(hash)];
        const product = weight * termWeight(hash, count, documentFrequency, this.statistics.texts);
        fields[field] = (fields[field] ?? 0) + product;
        sums.set(row, fields);
      }
    }
    const found = new Map<number, LexicalMatch>();
    for (const [row, fields] of sums) {
      const text = this.#rows[row];
      if (text === null || text === undefined) continue;
      const score = (field: number) =>
        cosine(fields[field] ?? 0, query.norms[field] ?? 0, text.norms[field] ?? 0);
      found.set(text.label, { words: score(0), names: score(1), titles: score(2) });
    }
    const labels = [...found.keys()];
    const of = (label: number) => found.get(label) ?? NO_MATCH;
    return {
      of,
      sum(label, names, titles) {
        const match = of(label);
        return match.words + names * match.names + titles * match.titles;
      },
      top: (k) => best(k, labels.length, (row) => of(labels[row] ?? 0).words).map((row) => labels[row] ?? 0),
    };
  }
}
