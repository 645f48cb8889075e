/** No further place: the first token of a text is nobody's next. */
const NONE = 0;

/**
 * Where each word stands in a text of up to 65,536 tokens, ascending. One block of numbers, and no array for each word:
 * what is kept of many texts is copied by the garbage collector, object by object.
 */
export class WordPlaces {
  readonly #first = new Map<string, number>();
  /** At each place of a word its next one. */
  readonly #next: Uint16Array;
  /** At the first place of a word its last one. */
  readonly #last: Uint16Array;

  /** For a text of so many tokens. */
  constructor(tokens: number) {
    this.#next = new Uint16Array(tokens);
    this.#last = new Uint16Array(tokens);
  }

  /** Distinct words. */
  get size(): number {
    return this.#first.size;
  }

  /** After all places before it. */
  add(word: string, at: number): void {
    const first = this.#first.get(word);
    if (first === undefined) this.#first.set(word, at);
    else this.#next[this.#last[first] ?? first] = at;
    this.#last[first ?? at] = at;
  }

  has(word: string): boolean {
    return this.#first.has(word);
  }

  /** `undefined` where it stands nowhere. */
  get(word: string): readonly number[] | undefined {
    const first = this.#first.get(word);
    if (first === undefined) return undefined;
    const places = [first];
    for (let at = this.#next[first] ?? NONE; at !== NONE; at = this.#next[at] ?? NONE) places.push(at);
    return places;
  }

  /** In the order in which they first stand. */
  words(): IterableIterator<string> {
    return this.#first.keys();
  }
}
