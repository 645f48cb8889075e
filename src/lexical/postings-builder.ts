import { gatherPostings, type Postings } from './postings.js';
import { TermSpool } from './term-spool.js';
import type { Terms } from './terms.js';

/**
 * Postings of texts that come one after another, whose terms wait in a file: in memory there is only a number for each
 * text, and at the end the postings themselves.
 */
export class PostingsBuilder {
  readonly #spool: TermSpool;
  /** The text that an article has now; what it had before stays in the file, and is left out. */
  readonly #texts = new Map<number, number>();

  /** @param path of the file where the terms wait */
  constructor(path: string) {
    this.#spool = new TermSpool(path);
  }

  /** Texts that count. */
  get count(): number {
    return this.#texts.size;
  }

  /** Of those texts, in the order of the postings' rows. */
  get labels(): number[] {
    return [...this.#texts.keys()];
  }

  /** A label given again replaces its text. */
  set(label: number, terms: Terms): void {
    // To the end: rows are in the order of the file.
    this.#texts.delete(label);
    this.#texts.set(label, this.#spool.add(terms));
  }

  delete(label: number): void {
    this.#texts.delete(label);
  }

  /** The postings of what is there now. Nothing can be added afterwards: the file goes. */
  build(): Postings {
    const rowOf = new Int32Array(this.#spool.texts).fill(-1);
    const labels = Uint32Array.from(this.#texts.keys());
    let row = 0;
    for (const text of this.#texts.values()) {
      rowOf[text] = row;
      row += 1;
    }
    try {
      return gatherPostings(labels, this.#spool.read(rowOf), this.#spool.entries);
    } finally {
      this.close();
    }
  }

  close(): void {
    this.#spool.close();
  }
}
