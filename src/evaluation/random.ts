/** Chance that is the same for the same seed. */
export interface Random {
  /** 32 random bits, as a whole number from 0. */
  bits(): number;
  /** A whole number from 0 to `count` − 1. */
  below(count: number): number;
}

/** Marsaglia's xorshift128, its state filled from the seed by a 32-bit mixer (splitmix32). */
export function createRandom(seed: number): Random {
  let seeded = seed >>> 0;
  const mix = () => {
    seeded = (seeded + 0x9e3779b9) >>> 0;
    let word = Math.imul(seeded ^ (seeded >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return (word ^ (word >>> 15)) | 0;
  };
  let [x, y, z] = [mix(), mix(), mix()];
  // A state of nothing but zeros would stay that way.
  let w = mix() | 1;
  const bits = () => {
    const mixed = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = w ^ (w >>> 19) ^ mixed ^ (mixed >>> 8);
    return w >>> 0;
  };
  return { bits, below: (count) => Math.floor((bits() / 2 ** 32) * count) };
}
