/** The smallest value that this share of the values does not exceed; `NaN` without values. */
export function quantile(values: readonly number[], share: number): number {
  const ascending = [...values].sort((a, b) => a - b);
  return ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)] ?? Number.NaN;
}

/** The middle value, of an even number the mean of the two in the middle; `NaN` without values. */
export function median(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b);
  const [low, high] = [ascending[(ascending.length - 1) >> 1], ascending[ascending.length >> 1]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}

/** The median of the rounds, and how far they went. */
export function overRounds(values: readonly number[]): {
  readonly value: number;
  readonly range: [number, number] | null;
} {
  return {
    value: median(values),
    range: values.length < 2 ? null : [Math.min(...values), Math.max(...values)],
  };
}

/** Of each round its own ratio: what the machine does beside falls on both. */
export function ratios(over: readonly number[], under: readonly number[]): number[] {
  return over.flatMap((value, round) => {
    const other = under[round];
    return other === undefined || other === 0 ? [] : [value / other];
  });
}
