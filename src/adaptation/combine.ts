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

/** Cosines of the two halves of two combined vectors, −1 to 1; `null` where either vector lacks the half. */
export interface HalfCosines {
  readonly general: number | null;
  readonly archive: number | null;
}

export function cosines(a: Float32Array, b: Float32Array, generalDimensions: number): HalfCosines {
  const [hereGeneral, hereArchive] = halvesOf(a, generalDimensions);
  const [thereGeneral, thereArchive] = halvesOf(b, generalDimensions);
  return {
    general: cosine(a, b, 0, generalDimensions, hereGeneral * thereGeneral),
    archive: cosine(a, b, generalDimensions, a.length, hereArchive * thereArchive),
  };
}

/** The cosines of a vector and those of these keys, in their order; `null` for a key without a vector. */
export function closenessOf(
  vector: Float32Array,
  keys: readonly number[],
  vectorOf: (key: number) => Float32Array | null,
  generalDimensions: number,
): (HalfCosines | null)[] {
  return keys.map((key) => {
    const other = vectorOf(key);
    return other === null ? null : cosines(vector, other, generalDimensions);
  });
}

/** Lengths of the halves: known from which of them are there. */
function halvesOf(vector: Float32Array, generalDimensions: number): readonly [number, number] {
  const general = isThere(vector, 0, generalDimensions);
  const archive = isThere(vector, generalDimensions, vector.length);
  if (general && archive) return BOTH;
  return general ? GENERAL_ONLY : archive ? ARCHIVE_ONLY : NEITHER;
}

const BOTH = [Math.sqrt(GENERAL_SHARE), Math.sqrt(1 - GENERAL_SHARE)] as const;
const GENERAL_ONLY = [1, 0] as const;
const ARCHIVE_ONLY = [0, 1] as const;
const NEITHER = [0, 0] as const;

function isThere(vector: Float32Array, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (vector[i] !== 0) return true;
  return false;
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

function cosine(a: Float32Array, b: Float32Array, from: number, to: number, lengths: number): number | null {
  if (lengths === 0) return null;
  // Four sums at once keep the processor's pipelines busy.
  let [s, t, u, v] = [0, 0, 0, 0];
  let i = from;
  for (; i + 3 < to; i += 4) {
    s += (a[i] ?? 0) * (b[i] ?? 0);
    t += (a[i + 1] ?? 0) * (b[i + 1] ?? 0);
    u += (a[i + 2] ?? 0) * (b[i + 2] ?? 0);
    v += (a[i + 3] ?? 0) * (b[i + 3] ?? 0);
  }
  for (; i < to; i += 1) s += (a[i] ?? 0) * (b[i] ?? 0);
  return Math.min(1, Math.max(-1, (s + t + u + v) / lengths));
}
