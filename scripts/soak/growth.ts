import { median } from '../bench/statistics.js';

/** Of what was looked at again and again: whether it grows as long as it lasts. */
export interface Growth {
  readonly first: number;
  readonly second: number;
  /** By a straight line through all of them, from the first to the last. */
  readonly fitted: number;
}

/** Of the beginning nothing is said: what is kept in memory is still being filled. */
const WARM_UP = 0.2;

/** Medians of both halves after a warm-up, and the rise of the line of least squares; `NaN` of fewer than four. */
export function growthOf(samples: readonly number[]): Growth {
  const values = samples.slice(Math.floor(samples.length * WARM_UP));
  const half = values.length >> 1;
  const [first, second] = [median(values.slice(0, half)), median(values.slice(values.length - half))];
  if (half < 2) return { first, second, fitted: Number.NaN };
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let above = 0;
  let below = 0;
  for (const [place, value] of values.entries()) {
    above += (place - middle) * (value - mean);
    below += (place - middle) ** 2;
  }
  return { first, second, fitted: (above / below) * (values.length - 1) };
}

/** Whether it has grown by more than that, as the halves and as the line have it: one alone may be noise. */
export function hasGrown({ first, second, fitted }: Growth, bound: number): boolean {
  return fitted > bound && second - first > bound / 2;
}
