/** Ticks that hold all values between the first and the last: steps of 1, 2 and 5, or decades where there are many. */
export function ticksOf(values: readonly number[], isShare: boolean): number[] {
  if (values.length === 0) return isShare ? [0, 1] : [1, 10];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return isShare ? sharesFrom(least) : logarithmic(least, most);
}

function sharesFrom(least: number): number[] {
  const step = least >= 0.98 ? 0.005 : least >= 0.9 ? 0.02 : least >= 0.5 ? 0.1 : 0.2;
  const first = Math.floor(least / step + 1e-9);
  const last = Math.round(1 / step);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(4)));
}

function logarithmic(least: number, most: number): number[] {
  const steps = most / least > 300 ? [1] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(most)); power++) {
    for (const step of steps) ticks.push(Number((step * 10 ** power).toPrecision(1)));
  }
  const from = ticks.findLastIndex((tick) => tick <= least);
  const to = ticks.findIndex((tick) => tick >= most);
  const held = ticks.slice(Math.max(0, from), (to < 0 ? ticks.length - 1 : to) + 1);
  // One value on a tick would have no height.
  return held.length > 1 ? held : [least / 2, least * 2];
}

/** Ends of an axis, so that the first and the last place do not lie on its edge. */
export function paddedTo(places: readonly number[]): readonly [number, number] {
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const margin = last > first ? (last - first) * 0.08 : 1;
  return [first - margin, last + margin];
}
