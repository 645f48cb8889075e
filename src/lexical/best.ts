/**
 * The rows of the highest scores, whichever way they are offered in ascending order: a heap whose top is the worst one
 * kept, so that most rows are turned away by one comparison.
 */
export class BestRows {
  readonly #rows: Uint32Array;
  readonly #scores: Float64Array;
  #size = 0;
  /** A score up to this has no place any more: 0 until there are `k`. */
  floor = 0;

  constructor(readonly k: number) {
    this.#rows = new Uint32Array(k);
    this.#scores = new Float64Array(k);
    if (k === 0) this.floor = Number.POSITIVE_INFINITY;
  }

  /** Rows come in ascending order: of equal scores the first stays. */
  offer(row: number, score: number): void {
    if (!(score > this.floor)) return;
    if (this.#size < this.k) {
      this.#rise(this.#size, row, score);
      this.#size += 1;
    } else this.#sink(row, score);
    if (this.#size === this.k) this.floor = this.#scores[0] ?? 0;
  }

  /** Highest score first, equal ones by row. */
  rows(): number[] {
    const scores = this.#scores;
    return Array.from({ length: this.#size }, (_, at) => at)
      .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || (this.#rows[a] ?? 0) - (this.#rows[b] ?? 0))
      .map((at) => this.#rows[at] ?? 0);
  }

  #rise(from: number, row: number, score: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!this.#isWorse(row, score, parent)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(at, row, score);
  }

  /** In the place of the worst one. */
  #sink(row: number, score: number): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#size) break;
      if (
        child + 1 < this.#size &&
        this.#isWorse(this.#rows[child + 1] ?? 0, this.#scores[child + 1] ?? 0, child)
      )
        child += 1;
      if (this.#isWorse(row, score, child)) break;
      this.#move(child, at);
      at = child;
    }
    this.#put(at, row, score);
  }

  #isWorse(row: number, score: number, than: number): boolean {
    const other = this.#scores[than] ?? 0;
    return score < other || (score === other && row > (this.#rows[than] ?? 0));
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#rows[from] ?? 0, this.#scores[from] ?? 0);
  }

  #put(at: number, row: number, score: number): void {
    this.#rows[at] = row;
    this.#scores[at] = score;
  }
}

/** The `k` rows of the highest scores above 0, highest first, equal ones by row. */
export function best(k: number, count: number, scoreOf: (row: number) => number): number[] {
  const found = new BestRows(Math.min(k, count));
  for (let row = 0; row < count; row += 1) found.offer(row, scoreOf(row));
  return found.rows();
}
