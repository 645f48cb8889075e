import type { Terms } from '../lexical/terms.js';
import type { Adaptation } from './adaptation.js';
import { foldIn, toUnit } from './fold-in.js';

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
  if (centred !== null) setScaled(combined, 0, centred, Math.sqrt(share));
  if (folded !== null) setScaled(combined, adaptation.mean.length, folded, Math.sqrt(1 - share));
  return combined;
}

function setScaled(target: Float32Array, at: number, values: Float32Array, scale: number): void {
  for (let i = 0; i < values.length; i += 1) target[at + i] = (values[i] ?? 0) * scale;
}

/** Cosines of the two halves of two combined vectors, −1 to 1; `null` where either vector lacks the half. */
export interface HalfCosines {
  readonly general: number | null;
  readonly archive: number | null;
}

export function cosines(a: Float32Array, b: Float32Array, generalDimensions: number): HalfCosines {
  const found = new Float64Array(2);
  cosinesWith(a, generalDimensions)(b, 0, found);
  return halvesIn(found);
}

/** The cosines of a vector and those of these keys, in their order; `null` for a key without a vector. */
export function closenessOf(
  vector: Float32Array,
  keys: readonly number[],
  vectorOf: (key: number) => Float32Array | null,
  generalDimensions: number,
): (HalfCosines | null)[] {
  const measure = cosinesWith(vector, generalDimensions);
  const found = new Float64Array(2);
  return keys.map((key) => {
    const other = vectorOf(key);
    if (other === null) return null;
    measure(other, 0, found);
    return halvesIn(found);
  });
}

/**
 * Writes the cosines with the vector that begins at `offset`: of the general half, then of the archive's, or `NaN`. Where
 * the first is below `least`, the second is not measured.
 */
export type MeasureHalves = (
  values: Float32Array,
  offset: number,
  into: Float64Array,
  least?: number,
) => void;

/** Ready to be compared with many, without an object for each. */
export function cosinesWith(vector: Float32Array, generalDimensions: number): MeasureHalves {
  const [hereGeneral, hereArchive] = halvesOf(vector, 0, generalDimensions, vector.length);
  return (values, offset, into, least = Number.NEGATIVE_INFINITY) => {
    const [thereGeneral, thereArchive] = halvesOf(values, offset, generalDimensions, vector.length);
    const general = cosine(vector, values, offset, 0, generalDimensions, hereGeneral * thereGeneral);
    into[0] = general;
    into[1] = Number.NaN;
    if (general < least) return;
    into[1] = cosine(vector, values, offset, generalDimensions, vector.length, hereArchive * thereArchive);
  };
}

function halvesIn(found: Float64Array): HalfCosines {
  const [general = Number.NaN, archive = Number.NaN] = found;
  return {
    general: Number.isNaN(general) ? null : general,
    archive: Number.isNaN(archive) ? null : archive,
  };
}

/** Lengths of the halves: known from which of them are there. */
function halvesOf(
  values: Float32Array,
  offset: number,
  generalDimensions: number,
  dimensions: number,
): readonly [number, number] {
  const general = isThere(values, offset, offset + generalDimensions);
  const archive = isThere(values, offset + generalDimensions, offset + dimensions);
  if (general && archive) return BOTH;
  return general ? GENERAL_ONLY : archive ? ARCHIVE_ONLY : NEITHER;
}

const BOTH = [Math.sqrt(GENERAL_SHARE), Math.sqrt(1 - GENERAL_SHARE)] as const;
const GENERAL_ONLY = [1, 0] as const;
const ARCHIVE_ONLY = [0, 1] as const;
const NEITHER = [0, 0] as const;

function isThere(values: Float32Array, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (values[i] !== 0) return true;
  return false;
}

/** Unit length; `null` where the vector is the mean. */
function fromMean(general: Float32Array, mean: Float32Array): Float32Array | null {
  if (general.length !== mean.length) {
    throw new RangeError(
      `Expected a general vector of ${mean.length} dimensions, received one of ${general.length}.`,
    );
  }
  const centred = new Float64Array(general.length);
  for (let i = 0; i < centred.length; i += 1) centred[i] = (general[i] ?? 0) - (mean[i] ?? 0);
  return toUnit(centred, NEGLIGIBLE);
}

/** Of the dimensions `from` up to `to` of `a`, and of `b` from `offset` on; `NaN` where one of them is missing. */
function cosine(
  a: Float32Array,
  b: Float32Array,
  offset: number,
  from: number,
  to: number,
  lengths: number,
): number {
  if (lengths === 0) return Number.NaN;
  // Four sums at once keep the processor's pipelines busy.
  let s = 0;
  let t = 0;
  let u = 0;
  let v = 0;
  let i = from;
  for (; i + 3 < to; i += 4) {
    s += (a[i] ?? 0) * (b[offset + i] ?? 0);
    t += (a[i + 1] ?? 0) * (b[offset + i + 1] ?? 0);
    u += (a[i + 2] ?? 0) * (b[offset + i + 2] ?? 0);
    v += (a[i + 3] ?? 0) * (b[offset + i + 3] ?? 0);
  }
  for (; i < to; i += 1) s += (a[i] ?? 0) * (b[offset + i] ?? 0);
  return Math.min(1, Math.max(-1, (s + t + u + v) / lengths));
}
