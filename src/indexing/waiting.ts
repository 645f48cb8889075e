import type { Boilerplate } from '../text/boilerplate.js';

/**
 * Articles that a run has stored before their vectors were made: everything else is derived from them already, without
 * what was boilerplate then. Kept in memory alone: after a kill they are derived anew.
 */
export class Waiting {
  readonly #texts = new Map<number, { readonly textHash: string; readonly boilerplate: Boilerplate }>();

  get count(): number {
    return this.#texts.size;
  }

  add(key: number, textHash: string, boilerplate: Boilerplate): void {
    this.#texts.set(key, { textHash, boilerplate });
  }

  /** The boilerplate that was left out of this text of the article; `null` where nothing of it is known. */
  leftOut(key: number, textHash: string): Boilerplate | null {
    const found = this.#texts.get(key);
    return found?.textHash === textHash ? found.boilerplate : null;
  }

  delete(key: number): void {
    this.#texts.delete(key);
  }
}
