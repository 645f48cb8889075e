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
  // Eight directions at once take a quarter of the time; one beyond the last counts nothing.
  for (let i = 0; i < places.length; i += 8) {
    const a = (places[i] ?? 0) * dimensions;
    const b = (places[i + 1] ?? 0) * dimensions;
    const c = (places[i + 2] ?? 0) * dimensions;
    const d = (places[i + 3] ?? 0) * dimensions;
    const e = (places[i + 4] ?? 0) * dimensions;
    const f = (places[i + 5] ?? 0) * dimensions;
    const g = (places[i + 6] ?? 0) * dimensions;
    const h = (places[i + 7] ?? 0) * dimensions;
    const ofA = weights[i] ?? 0;
    const ofB = weights[i + 1] ?? 0;
    const ofC = weights[i + 2] ?? 0;
    const ofD = weights[i + 3] ?? 0;
    const ofE = weights[i + 4] ?? 0;
    const ofF = weights[i + 5] ?? 0;
    const ofG = weights[i + 6] ?? 0;
    const ofH = weights[i + 7] ?? 0;
    for (let k = 0; k < dimensions; k += 1) {
      sum[k] =
        (sum[k] ?? 0) +
        ofA * (directions[a + k] ?? 0) +
        ofB * (directions[b + k] ?? 0) +
        ofC * (directions[c + k] ?? 0) +
        ofD * (directions[d + k] ?? 0) +
        ofE * (directions[e + k] ?? 0) +
        ofF * (directions[f + k] ?? 0) +
        ofG * (directions[g + k] ?? 0) +
        ofH * (directions[h + k] ?? 0);
    }
  }
  return toUnit(sum, NEGLIGIBLE);
}

/** Of unit length; `null` where it is no longer than `negligible`. */
export function toUnit(values: Float64Array, negligible: number): Float32Array | null {
  let square = 0;
  for (let i = 0; i < values.length; i += 1) square += (values[i] ?? 0) ** 2;
  const length = Math.sqrt(square);
  if (!(length > negligible)) return null;
  const unit = new Float32Array(values.length);
  for (let i = 0; i < unit.length; i += 1) unit[i] = (values[i] ?? 0) / length;
  return unit;
}
