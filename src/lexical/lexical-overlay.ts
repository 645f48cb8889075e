import { BestRows } from './best.js';
import { GrowingPostings, NONE } from './growing-postings.js';
import { kindOf } from './hash.js';
import { cosine, type LexicalScores, NO_MATCH } from './lexical-index.js';
import {
  DAMPED,
  FIELD_OF,
  FIELDS,
  type TermStatistics,
  termFactor,
  type WeightedTerms,
} from './statistics.js';
import type { Terms } from './terms.js';

/** Stands where the text of a row was replaced or deleted: no label. */
const GONE = -1;

/** Texts that came after an index was built, weighed by that index's statistics. About 14 kB for an article of 450 words. */
export class LexicalOverlay {
  /** By row. */
  readonly #labels: number[] = [];
  /** Lengths of each row's vectors, one for each of `FIELDS`. */
  #norms = new Float64Array(64 * FIELDS.length);
  readonly #rowOf = new Map<number, number>();
  readonly #postings = new GrowingPostings();

  constructor(private readonly statistics: TermStatistics) {}

  get count(): number {
    return this.#rowOf.size;
  }

  /** A label given again replaces its text. */
  set(label: number, { hashes, counts }: Terms): void {
    this.delete(label);
    const row = this.#labels.push(label) - 1;
    this.#rowOf.set(label, row);
    const squares = new Float64Array(FIELDS.length);
    for (let i = 0; i < hashes.length; i += 1) {
      const hash = hashes[i] ?? 0;
      const count = counts[i] ?? 1;
      const frequency = this.statistics.documentFrequency(hash);
      const weight = (DAMPED[count] ?? 0) * termFactor(hash, frequency, this.statistics.texts);
      // A term that weighs nothing here, as most pairs of words do, need not be found.
      if (weight <= 0) continue;
      const field = FIELD_OF[kindOf(hash)];
      squares[field] = (squares[field] ?? 0) + weight * weight;
      this.#postings.add(hash, row, count);
    }
    if (this.#labels.length * FIELDS.length > this.#norms.length) {
      const norms = this.#norms;
      this.#norms = new Float64Array(norms.length * 2);
      this.#norms.set(norms);
    }
    this.#norms.set(squares.map(Math.sqrt), row * FIELDS.length);
  }

  delete(label: number): void {
    const row = this.#rowOf.get(label);
    if (row === undefined) return;
    // The postings stay and point nowhere; the overlay is folded in and forgotten with the next generation.
    this.#labels[row] = GONE;
    this.#rowOf.delete(label);
  }

  compare(query: WeightedTerms): LexicalScores {
    const sums = this.#sumsOf(query);
    const score = (row: number, field: number): number => {
      const place = row * FIELDS.length + field;
      return cosine(sums[place] ?? 0, query.norms[field] ?? 0, this.#norms[place] ?? 0);
    };
    return {
      of: (label) => {
        const row = this.#rowOf.get(label);
        if (row === undefined) return NO_MATCH;
        return { words: score(row, 0), names: score(row, 1), titles: score(row, 2) };
      },
      sum: (label, names, titles) => {
        const row = this.#rowOf.get(label);
        if (row === undefined) return 0;
        return score(row, 0) + names * score(row, 1) + titles * score(row, 2);
      },
      top: (k) => {
        const found = new BestRows(Math.min(k, this.#rowOf.size));
        this.#labels.forEach((label, row) => {
          if (label !== GONE) found.offer(row, score(row, 0));
        });
        return found.rows().map((row) => this.#labels[row] ?? GONE);
      },
    };
  }

  /** Each row's sums of products of weights, one for each of `FIELDS`. */
  #sumsOf(query: WeightedTerms): Float64Array {
    const postings = this.#postings;
    if (this.#rowOf.size === 0) return NO_SUMS;
    const sums = new Float64Array(this.#labels.length * FIELDS.length);
    for (const { hash, weight, documentFrequency } of query.terms) {
      let posting = postings.latest(hash);
      if (posting === NONE) continue;
      const factor = termFactor(hash, documentFrequency, this.statistics.texts);
      const field = FIELD_OF[kindOf(hash)];
      for (; posting !== NONE; posting = postings.before(posting)) {
        const place = postings.row(posting) * FIELDS.length + field;
        sums[place] = (sums[place] ?? 0) + weight * ((DAMPED[postings.count(posting)] ?? 0) * factor);
      }
    }
    return sums;
  }
}

const NO_SUMS = new Float64Array();
