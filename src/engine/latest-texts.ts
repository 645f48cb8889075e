import type { StoredArticle } from '../catalog/catalog.js';
import type { TokenizedText } from '../recommend/reasons/tokenized-text.js';

type Version = Pick<StoredArticle, 'key' | 'sequence'>;

/**
 * The texts read last, each in the place of the one read longest ago. Places that are written over, and no map of them:
 * the tables that a map leaves behind when it is put in order again keep what they held from the garbage collector's
 * quick rounds, which then move every text to the memory of what lasts.
 */
export class LatestTexts {
  readonly #texts: (TokenizedText | null)[];
  readonly #keys: Float64Array;
  readonly #sequences: Float64Array;
  #next = 0;

  constructor(most: number) {
    this.#texts = new Array<TokenizedText | null>(most).fill(null);
    this.#keys = new Float64Array(most);
    this.#sequences = new Float64Array(most);
  }

  /** `null` where it is not kept in this version. */
  find({ key, sequence }: Version): TokenizedText | null {
    for (let at = 0; at < this.#texts.length; at += 1) {
      if (this.#keys[at] === key && this.#sequences[at] === sequence) return this.#texts[at] ?? null;
    }
    return null;
  }

  keep({ key, sequence }: Version, text: TokenizedText): void {
    const at = this.#next;
    this.#texts[at] = text;
    this.#keys[at] = key;
    this.#sequences[at] = sequence;
    this.#next = (at + 1) % this.#texts.length;
  }

  clear(): void {
    this.#texts.fill(null);
  }
}
