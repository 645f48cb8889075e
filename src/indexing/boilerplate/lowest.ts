/** A few of many keys, drawn by chance, but the same ones of the same keys: those that a hash puts lowest. */
export class Lowest {
  #keys: number[] = [];

  constructor(private readonly limit: number) {}

  /** Each key once. */
  add(key: number): void {
    this.#keys.push(key);
    if (this.#keys.length > this.limit * 4) this.#keys = this.keys();
  }

  /** The lowest first. */
  keys(): number[] {
    return this.#keys.sort((a, b) => mixed(a) - mixed(b) || a - b).slice(0, this.limit);
  }
}

/** The finaliser of MurmurHash3. */
function mixed(key: number): number {
  let hash = Math.imul(key ^ (key >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
