/** No posting, or no further one. */
export const NONE = -1;

/**
 * Postings that are added one by one, those of a term chained from the latest to the first, in a few blocks of memory:
 * an object for each is four times as large, and would be looked at by every garbage collection.
 */
export class GrowingPostings {
  /** Open addressing: the hash in a slot counts where the slot has a head. */
  #hashes = new Uint32Array(1024);
  #heads = new Int32Array(1024).fill(NONE);
  #terms = 0;
  #rows = new Uint32Array(1024);
  #counts = new Uint8Array(1024);
  #next = new Int32Array(1024);
  #length = 0;

  add(hash: number, row: number, count: number): void {
    if (this.#length === this.#rows.length) this.#growPostings();
    if (this.#terms * 2 >= this.#hashes.length) this.#growTerms();
    const slot = this.#slotOf(hash);
    const head = this.#heads[slot] ?? NONE;
    if (head === NONE) {
      this.#hashes[slot] = hash;
      this.#terms += 1;
    }
    this.#rows[this.#length] = row;
    this.#counts[this.#length] = count;
    this.#next[this.#length] = head;
    this.#heads[slot] = this.#length;
    this.#length += 1;
  }

  /** The latest posting of a term, or `NONE`. */
  latest(hash: number): number {
    return this.#heads[this.#slotOf(hash)] ?? NONE;
  }

  /** The one before of the same term, or `NONE`. */
  before(posting: number): number {
    return this.#next[posting] ?? NONE;
  }

  row(posting: number): number {
    return this.#rows[posting] ?? 0;
  }

  count(posting: number): number {
    return this.#counts[posting] ?? 0;
  }

  /** Where the term is, or would be. */
  #slotOf(hash: number): number {
    const last = this.#hashes.length - 1;
    // The lowest two bits are the same for all terms of a kind.
    let slot = (hash >>> 2) & last;
    while (this.#heads[slot] !== NONE && this.#hashes[slot] !== hash) slot = (slot + 1) & last;
    return slot;
  }

  #growPostings(): void {
    const length = this.#length * 2;
    const [rows, counts, next] = [this.#rows, this.#counts, this.#next];
    this.#rows = new Uint32Array(length);
    this.#rows.set(rows);
    this.#counts = new Uint8Array(length);
    this.#counts.set(counts);
    this.#next = new Int32Array(length);
    this.#next.set(next);
  }

  #growTerms(): void {
    const [hashes, heads] = [this.#hashes, this.#heads];
    this.#hashes = new Uint32Array(hashes.length * 2);
    this.#heads = new Int32Array(heads.length * 2).fill(NONE);
    hashes.forEach((hash, old) => {
      const head = heads[old] ?? NONE;
      if (head === NONE) return;
      const slot = this.#slotOf(hash);
      this.#hashes[slot] = hash;
      this.#heads[slot] = head;
    });
  }
}
