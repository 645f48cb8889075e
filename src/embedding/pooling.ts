/** Below this length a vector is what rounding leaves of zero: it has no direction. */
const SHORTEST = 1e-9;

/**
 * Brings a vector to unit length, in place; `null` where it has no direction (zero, NaN or infinite parts).
 */
export function toUnitLength(vector: Float32Array): Float32Array | null {
  let squares = 0;
  for (let i = 0; i < vector.length; i++) {
    const part = vector[i] ?? 0;
    squares += part * part;
  }
  const length = Math.sqrt(squares);
  // NaN fails the comparison, too.
  if (!(length > SHORTEST && length < Infinity)) return null;
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] ?? 0) / length;
  return vector;
}

/**
 * The mean of the token vectors whose mask is not 0, weighted by the mask.
 *
 * @param tokens row-major, `mask.length` × `dimensions`
 */
export function meanOfTokens(
  tokens: Float32Array,
  mask: ArrayLike<number>,
  dimensions: number,
): Float32Array {
  const mean = new Float32Array(dimensions);
  let total = 0;
  for (let token = 0; token < mask.length; token++) {
    const weight = mask[token] ?? 0;
    if (weight === 0) continue;
    total += weight;
    const start = token * dimensions;
    for (let i = 0; i < dimensions; i++) mean[i] = (mean[i] ?? 0) + weight * (tokens[start + i] ?? 0);
  }
  for (let i = 0; i < dimensions; i++) mean[i] = (mean[i] ?? 0) / total;
  return mean;
}

/**
 * The mean of passages' vectors, weighted (by their token counts), at unit length; `null` where none is left.
 * One vector is returned as it is.
 */
export function meanOfPassages(
  vectors: readonly (Float32Array | null)[],
  weights: readonly number[],
): Float32Array | null {
  const kept = vectors.flatMap((vector, i) => (vector === null ? [] : [{ vector, weight: weights[i] ?? 0 }]));
  const [first] = kept;
  if (first === undefined) return null;
  if (kept.length === 1) return first.vector;
  const mean = new Float32Array(first.vector.length);
  for (const { vector, weight } of kept) {
    for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] ?? 0) + weight * (vector[i] ?? 0);
  }
  return toUnitLength(mean);
}
