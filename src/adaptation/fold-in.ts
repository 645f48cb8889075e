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
  // Four directions at once take a third of the time; one beyond the last counts nothing.
  for (let i = 0; i < places.length; i += 4) {
    const a = (places[i] ?? 0) * dimensions;
    const b = (places[i + 1] ?? 0) * dimensions;
    const c = (places[i + 2] ?? 0) * dimensions;
    const d = (places[i + 3] ?? 0) * dimensions;
    const u = weights[i] ?? 0;
    const v = weights[i + 1] ?? 0;
    const w = weights[i + 2] ?? 0;
    const x = weights[i + 3] ?? 0;
    for (let k = 0; k < dimensions; k += 1) {
      sum[k] =
        (sum[k] ?? 0) +
        u * (directions[a + k] ?? 0) +
        v * (directions[b + k] ?? 0) +
        w * (directions[c + k] ?? 0) +
        x * (directions[d + k] ?? 0);
    }
  }
  return toUnit(sum, NEGLIGIBLE);
}

/** Of unit length; `null` where it is no longer than `negligible`. */
export function toUnit(values: Float64Array, negligible: number): Float32Array | null {
  const length = Math.hypot(...values);
  if (!(length > negligible)) return null;
  const unit = new Float32Array(values.length);
  for (let i = 0; i < unit.length; i += 1) unit[i] = (values[i] ?? 0) / length;
  return unit;
}
