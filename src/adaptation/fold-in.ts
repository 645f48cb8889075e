import type { Terms } from '../lexical/terms.js';
import type { Adaptation } from './adaptation.js';
import { knownTerms } from './vocabulary.js';

/**
 * A text whose terms, of unit length together, come out shorter than this has nothing but terms of no
 * direction.
 */
const NEGLIGIBLE = 1e-6;

/**
 * Where a text lies in the archive's space, of unit length: for a text of the fit the row of U·√Σ, for any
 * other where its terms would put it. `null` where it shares no known term.
 */
export function foldIn(terms: Terms, adaptation: Adaptation): Float32Array | null {
  const { directions, dimensions } = adaptation;
  const { places, weights } = knownTerms(terms, adaptation);
  const sum = new Float64Array(dimensions);
  for (let i = 0; i < places.length; i += 1) {
    const weight = weights[i] ?? 0;
    const from = (places[i] ?? 0) * dimensions;
    for (let k = 0; k < dimensions; k += 1) sum[k] = (sum[k] ?? 0) + weight * (directions[from + k] ?? 0);
  }
  const length = Math.hypot(...sum);
  return length > NEGLIGIBLE ? Float32Array.from(sum, (value) => value / length) : null;
}
