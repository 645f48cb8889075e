/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A vector of unit length in a random direction. */
export function randomUnit(random: () => number, dimensions: number): Float32Array {
  // The sum of several uniform numbers is nearly normal, so that no direction is preferred.
  const parts = Array.from({ length: dimensions }, () => random() + random() + random() + random() - 2);
  return unit(...parts);
}

export function unit(...parts: number[]): Float32Array {
  const length = Math.hypot(...parts);
  return Float32Array.from(parts, (part) => part / length);
}
