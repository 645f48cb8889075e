import type { Random } from './random.js';

/** 0–1 of the resamples that lie outside the interval, half of them on each side. */
const OUTSIDE = 0.05;

/** A value with its 95% interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How often each of `counts.length` items is drawn, when as many are drawn with replacement. */
export function resample(counts: Uint32Array, random: Random): void {
  counts.fill(0);
  for (let i = 0; i < counts.length; i++) {
    const drawn = random.below(counts.length);
    counts[drawn] = (counts[drawn] ?? 0) + 1;
  }
}

/** The percentile interval of a statistic's values over resamples. Sorts them. */
export function percentileInterval(values: Float64Array): { low: number; high: number } {
  values.sort();
  return { low: quantile(values, OUTSIDE / 2), high: quantile(values, 1 - OUTSIDE / 2) };
}

/** Between the two nearest values where it falls between them (type 7 of Hyndman and Fan, 1996). */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  return below + (place - Math.floor(place)) * ((sorted[Math.ceil(place)] ?? 0) - below);
}

/**
 * The mean of each column of a table of values with its bootstrap percentile 95% interval over the rows: the rows
 * (queries) are drawn with replacement, once for all columns (systems and measures). `values` holds row after row.
 * (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13; for queries: Sakai, "Evaluating
 * evaluation metrics based on the bootstrap", SIGIR 2006.)
 */
export function meansWithIntervals(
  values: Float64Array,
  columns: number,
  samples: number,
  random: Random,
): Interval[] {
  const rows = values.length / columns;
  const counts = new Uint32Array(rows);
  const sums = new Float64Array(columns);
  const resampled = Array.from({ length: columns }, () => new Float64Array(samples));
  for (let sample = 0; sample < samples; sample++) {
    resample(counts, random);
    addRows(values, counts, sums);
    for (let column = 0; column < columns; column++) {
      (resampled[column] as Float64Array)[sample] = (sums[column] ?? 0) / rows;
    }
  }
  addRows(values, counts.fill(1), sums);
  return resampled.map((means, column) => ({
    value: rows === 0 ? 0 : (sums[column] ?? 0) / rows,
    ...(rows === 0 ? { low: 0, high: 0 } : percentileInterval(means)),
  }));
}

/** Sets `sums` to the sums of the columns, each row taken as often as `counts` says. */
function addRows(values: Float64Array, counts: Uint32Array, sums: Float64Array): void {
  const columns = sums.length;
  sums.fill(0);
  for (let row = 0; row < counts.length; row++) {
    const count = counts[row] ?? 0;
    if (count === 0) continue;
    const start = row * columns;
    for (let column = 0; column < columns; column++) {
      sums[column] = (sums[column] ?? 0) + count * (values[start + column] ?? 0);
    }
  }
}
