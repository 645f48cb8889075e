import type { Random } from './random.js';

/** Sums that differ by less than this are equal: they were added up in another order. */
const ROUNDING = 1e-9;

/**
 * Paired randomisation test, two-sided: if a system and the reference were the same, the sign of each query's
 * difference would be chance. In each round the signs are drawn anew, once for all systems; p is the share of the
 * rounds whose mean is at least as far from 0 as the one that was seen, the latter counted among the rounds:
 * (count + 1) / (rounds + 1). (Smucker, Allan and Carterette, "A comparison of statistical significance tests for
 * information retrieval evaluation", CIKM 2007.)
 *
 * `differences` holds row after row (query after query) a column per system. The p-value of each column, 0–1.
 */
export function signFlipTest(
  differences: Float64Array,
  columns: number,
  rounds: number,
  random: Random,
): number[] {
  const rows = differences.length / columns;
  const sums = new Float64Array(columns);
  const totals = new Float64Array(columns);
  differences.forEach((difference, i) => {
    totals[i % columns] = (totals[i % columns] ?? 0) + difference;
  });
  const atLeastAsFar = new Uint32Array(columns);
  for (let round = 0; round < rounds; round++) {
    sums.fill(0);
    let bits = 0;
    for (let row = 0; row < rows; row++) {
      bits = row % 32 === 0 ? random.bits() : bits >>> 1;
      if ((bits & 1) === 0) continue;
      const start = row * columns;
      for (let column = 0; column < columns; column++) {
        sums[column] = (sums[column] ?? 0) + (differences[start + column] ?? 0);
      }
    }
    for (let column = 0; column < columns; column++) {
      // Those drawn keep their sign, the others lose it: Σ drawn − (Σ all − Σ drawn).
      const total = totals[column] ?? 0;
      const flipped = 2 * (sums[column] ?? 0) - total;
      if (Math.abs(flipped) >= Math.abs(total) - ROUNDING) {
        atLeastAsFar[column] = (atLeastAsFar[column] ?? 0) + 1;
      }
    }
  }
  return Array.from(atLeastAsFar, (count) => (count + 1) / (rounds + 1));
}

/**
 * The same test for Pearson's correlation with the grades: in each round the scores of the two systems, both
 * standardised, are swapped for each pair by chance, and the difference of the two correlations is compared with
 * the one that was seen. All arrays are of one length.
 */
export function swapTest(
  grades: Float64Array,
  reference: Float64Array,
  other: Float64Array,
  rounds: number,
  random: Random,
): number {
  const a = standardised(reference);
  const b = standardised(other);
  const g = standardised(grades);
  // What swapping one pair adds to the first system's Σx, Σx² and Σxg, and takes from the second's.
  const plain = a.map((x, i) => (b[i] ?? 0) - x);
  const square = a.map((x, i) => (b[i] ?? 0) ** 2 - x ** 2);
  const product = plain.map((difference, i) => difference * (g[i] ?? 0));
  const [first, second] = [sumsOf(a, g), sumsOf(b, g)];
  const observed = Math.abs(correlation(first, a.length) - correlation(second, a.length));
  let atLeastAsFar = 0;
  for (let round = 0; round < rounds; round++) {
    const moved = { plain: 0, square: 0, product: 0 };
    let bits = 0;
    for (let i = 0; i < a.length; i++) {
      bits = i % 32 === 0 ? random.bits() : bits >>> 1;
      if ((bits & 1) === 0) continue;
      moved.plain += plain[i] ?? 0;
      moved.square += square[i] ?? 0;
      moved.product += product[i] ?? 0;
    }
    const difference =
      correlation(shifted(first, moved, 1), a.length) - correlation(shifted(second, moved, -1), a.length);
    if (Math.abs(difference) >= observed - ROUNDING) atLeastAsFar += 1;
  }
  return (atLeastAsFar + 1) / (rounds + 1);
}

/** Σx, Σx² and Σxg. */
interface Sums {
  readonly plain: number;
  readonly square: number;
  readonly product: number;
}

function sumsOf(x: Float64Array, g: Float64Array): Sums {
  const sums = { plain: 0, square: 0, product: 0 };
  x.forEach((value, i) => {
    sums.plain += value;
    sums.square += value ** 2;
    sums.product += value * (g[i] ?? 0);
  });
  return sums;
}

function shifted(sums: Sums, by: Sums, sign: 1 | -1): Sums {
  return {
    plain: sums.plain + sign * by.plain,
    square: sums.square + sign * by.square,
    product: sums.product + sign * by.product,
  };
}

/** With grades that are standardised: their sum is 0, that of their squares their number. 0 for constant scores. */
function correlation({ plain, square, product }: Sums, count: number): number {
  const spread = square - plain ** 2 / count;
  return spread <= ROUNDING ? 0 : product / Math.sqrt(spread * count);
}

/** With mean 0 and variance 1; zeros where all are equal. */
function standardised(values: Float64Array): Float64Array {
  const center = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / values.length);
  return values.map((value) => (deviation === 0 ? 0 : (value - center) / deviation));
}
