const BITS = 16;
const BUCKETS = 1 << BITS;
/** Fewer numbers are sorted by comparison before the buckets are counted. */
const FEW = 1024;

/**
 * The places of the numbers in ascending order, equal ones in the order given: two passes, by the lower half of the
 * bits and by the upper. Many times as fast as a sort with a comparison where there are millions.
 */
export function ascendingOrder(numbers: Uint32Array): Uint32Array {
  const places = new Uint32Array(numbers.length);
  for (let i = 0; i < places.length; i += 1) places[i] = i;
  if (numbers.length < FEW) {
    return places.sort((one, other) => (numbers[one] ?? 0) - (numbers[other] ?? 0) || one - other);
  }
  return pass(numbers, pass(numbers, places, 0), BITS);
}

/** The places in the order of some bits of their numbers, equal ones in the order given. */
function pass(numbers: Uint32Array, places: Uint32Array, shift: number): Uint32Array {
  const next = new Uint32Array(BUCKETS + 1);
  for (const number of numbers) {
    const bucket = ((number >>> shift) & (BUCKETS - 1)) + 1;
    next[bucket] = (next[bucket] ?? 0) + 1;
  }
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    next[bucket + 1] = (next[bucket + 1] ?? 0) + (next[bucket] ?? 0);
  }
  const ordered = new Uint32Array(places.length);
  for (let i = 0; i < places.length; i += 1) {
    const place = places[i] ?? 0;
    const bucket = ((numbers[place] ?? 0) >>> shift) & (BUCKETS - 1);
    const slot = next[bucket] ?? 0;
    ordered[slot] = place;
    next[bucket] = slot + 1;
  }
  return ordered;
}
