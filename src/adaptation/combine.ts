import type { Terms } from '../lexical/terms.js';
import type { Adaptation } from './adaptation.js';
import { foldIn } from './fold-in.js';

/** What the general half counts in the cosine of two combined vectors; the archive's half counts the rest. */
export const GENERAL_SHARE = 0.7;

/** A vector that is this near the mean has no direction from there but that of its rounding errors. */
const NEGLIGIBLE = 1e-5;

/**
 * An article's vector in the space that neighbours are searched in, of unit length: √α times its general
 * vector, the archive's mean taken off, then √(1 − α) times its place in the archive's space, so that the
 * cosine of two is the weighted sum of both cosines (α is `GENERAL_SHARE`). A missing half is zeros; `null`
 * where both are missing. Without an adaptation the general vector itself.
 */
export function combine(
  general: Float32Array | null,
  terms: Terms,
  adaptation: Adaptation | null,
): Float32Array | null {
  if (adaptation === null) return general;
  const centred = general === null ? null : fromMean(general, adaptation.mean);
  const folded = foldIn(terms, adaptation);
  if (centred === null && folded === null) return null;
  const share = folded === null ? 1 : centred === null ? 0 : GENERAL_SHARE;
  const combined = new Float32Array(adaptation.mean.length + adaptation.dimensions);
  if (centred !== null) combined.set(centred.map((value) => value * Math.sqrt(share)));
  if (folded !== null) {
    combined.set(
      folded.map((value) => value * Math.sqrt(1 - share)),
      adaptation.mean.length,
    );
  }
  return combined;
}

/** Cosines of the two halves of two combined vectors, −1 to 1; 0 where either vector lacks the half. */
export interface HalfCosines {
  readonly general: number;
  readonly archive: number;
}

export function cosines(a: Float32Array, b: Float32Array, generalDimensions: number): HalfCosines {
  return {
    general: cosine(a, b, 0, generalDimensions),
    archive: cosine(a, b, generalDimensions, a.length),
  };
}

/** Unit length; `null` where the vector is the mean. */
function fromMean(general: Float32Array, mean: Float32Array): Float32Array | null {
  if (general.length !== mean.length) {
    throw new RangeError(
      `Expected a general vector of ${mean.length} dimensions, received one of ${general.length}.`,
    );
  }
  const centred = Float64Array.from(general, (value, i) => value - (mean[i] ?? 0));
  const length = Math.hypot(...centred);
  return length > NEGLIGIBLE ? Float32Array.from(centred, (value) => value / length) : null;
}

function cosine(a: Float32Array, b: Float32Array, from: number, to: number): number {
  let dot = 0;
  let squareA = 0;
  let squareB = 0;
  for (let i = from; i < to; i += 1) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    dot += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  const lengths = Math.sqrt(squareA * squareB);
  return lengths > 0 ? Math.min(1, Math.max(-1, dot / lengths)) : 0;
}
