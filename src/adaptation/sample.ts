import { seededBits } from './chance.js';

/** Articles that a fit looks at: more of them cost time and memory, and hardly move the directions. */
export const SAMPLE = 10_000;

/**
 * At most `limit` of the keys, each with the same chance, in the order given. The same seed chooses the same
 * keys in whatever order they come, and as an archive grows few of them change.
 */
export function sampleOf(keys: readonly number[], limit: number, seed: number): number[] {
  if (keys.length <= limit) return [...keys];
  const draws = Uint32Array.from(keys, (key) => seededBits(seed, key));
  const order = Uint32Array.from(keys.keys());
  order.sort((a, b) => (draws[a] ?? 0) - (draws[b] ?? 0) || (keys[a] ?? 0) - (keys[b] ?? 0));
  const chosen = order.subarray(0, Math.max(0, limit)).sort();
  return Array.from(chosen, (place) => keys[place] ?? 0);
}
