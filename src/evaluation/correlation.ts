/** How often each value is taken; without it, once. For resamples. */
type Counts = ArrayLike<number>;

/**
 * Pearson's product-moment correlation, −1 to 1: the covariance divided by the product of the standard deviations.
 * 0 where one side is constant, for which it is not defined.
 */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>, counts?: Counts): number {
  let total = 0;
  let [sumX, sumY] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    const count = counts === undefined ? 1 : (counts[i] ?? 0);
    total += count;
    sumX += count * (x[i] ?? 0);
    sumY += count * (y[i] ?? 0);
  }
  const [meanX, meanY] = [sumX / total, sumY / total];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const count = counts === undefined ? 1 : (counts[i] ?? 0);
    const [dx, dy] = [(x[i] ?? 0) - meanX, (y[i] ?? 0) - meanY];
    xx += count * dx * dx;
    yy += count * dy * dy;
    xy += count * dx * dy;
  }
  // What rounding leaves of the spread of a constant is not spread.
  if (!(xx > total * (1e-12 * meanX) ** 2 && yy > total * (1e-12 * meanY) ** 2)) return 0;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/** Spearman's rank correlation, −1 to 1: Pearson's of the ranks, equal values sharing the average of theirs. */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return pearson(averageRanks(x, ascending(x)), averageRanks(y, ascending(y)));
}

/** The places of the values from the least to the greatest. */
export function ascending(values: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: values.length }, (_, i) => i).sort(
    (a, b) => (values[a] ?? 0) - (values[b] ?? 0),
  );
}

/** The rank of each value, from 1, where each is taken as often as `counts` says; equal ones share the average. */
export function averageRanks(
  values: ArrayLike<number>,
  order: Uint32Array,
  counts?: Counts,
): Float64Array<ArrayBuffer> {
  const ranks = new Float64Array(values.length);
  let before = 0;
  for (let start = 0; start < order.length; ) {
    const value = values[order[start] ?? 0];
    let [end, equal] = [start, 0];
    while (end < order.length && values[order[end] ?? 0] === value) {
      equal += counts === undefined ? 1 : (counts[order[end] ?? 0] ?? 0);
      end += 1;
    }
    // The average of before + 1 … before + equal.
    for (let i = start; i < end; i++) ranks[order[i] ?? 0] = before + (equal + 1) / 2;
    before += equal;
    start = end;
  }
  return ranks;
}
