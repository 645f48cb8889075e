import { describe, expect, it } from 'vitest';
import { meansWithIntervals, percentileInterval } from '../../src/evaluation/bootstrap.js';
import { pearson } from '../../src/evaluation/correlation.js';
import { createRandom } from '../../src/evaluation/random.js';
import { signFlipTest, swapTest } from '../../src/evaluation/randomisation.js';

const interval = (values: readonly number[], samples = 2000, seed = 1) =>
  meansWithIntervals(Float64Array.from(values), 1, samples, createRandom(seed))[0];

describe('chance', () => {
  it('is the same for the same seed, and another for another', () => {
    const ten = (seed: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 10 }, () => random.below(1000));
    };
    expect(ten(7)).toEqual(ten(7));
    expect(ten(7)).not.toEqual(ten(8));
    expect(ten(0)).not.toEqual(ten(1));
  });

  it('takes every number as often as any other', () => {
    const random = createRandom(3);
    const seen = new Array<number>(6).fill(0);
    for (let i = 0; i < 60_000; i++) {
      const drawn = random.below(6);
      seen[drawn] = (seen[drawn] ?? 0) + 1;
    }
    // Standard deviation 91: five of them.
    for (const count of seen) expect(Math.abs(count - 10_000)).toBeLessThan(456);
  });
});

describe('the bootstrap interval', () => {
  it('is where 95% of the resampled means lie: for half zeros, half ones about 1.96 · 0.5 / √n on each side', () => {
    const { value, low, high } = interval(Array.from({ length: 400 }, (_, i) => i % 2)) ?? {};
    expect(value).toBe(0.5);
    expect(Math.abs((low ?? 0) - (0.5 - (1.96 * 0.5) / 20))).toBeLessThan(0.006);
    expect(Math.abs((high ?? 0) - (0.5 + (1.96 * 0.5) / 20))).toBeLessThan(0.006);
  });

  it('is the percentile between the nearest two values', () => {
    // 0 … 100: 2.5% of the way is 2.5, 97.5% is 97.5.
    expect(percentileInterval(Float64Array.from({ length: 101 }, (_, i) => 100 - i))).toEqual({
      low: 2.5,
      high: 97.5,
    });
  });

  it('has no width where all values are equal, and is 0 where there are none', () => {
    expect(interval([0.25, 0.25, 0.25])).toEqual({ value: 0.25, low: 0.25, high: 0.25 });
    expect(meansWithIntervals(new Float64Array(0), 2, 100, createRandom(1))).toEqual([
      { value: 0, low: 0, high: 0 },
      { value: 0, low: 0, high: 0 },
    ]);
  });

  it('draws each resample once for all columns: twice the values have twice the interval', () => {
    const random = createRandom(5);
    const table = Float64Array.from(
      Array.from({ length: 50 }, () => random.below(100) / 64).flatMap((value) => [value, 2 * value]),
    );
    const [once, twice] = meansWithIntervals(table, 2, 300, createRandom(1));
    expect([twice?.low, twice?.high]).toEqual([2 * (once?.low ?? 0), 2 * (once?.high ?? 0)]);
    expect(once?.low).toBeLessThan(once?.high ?? 0);
  });

  it('is the same for the same seed', () => {
    const values = Array.from({ length: 30 }, (_, i) => Math.sqrt(i));
    expect(interval(values, 500, 4)).toEqual(interval(values, 500, 4));
    expect(interval(values, 500, 4)).not.toEqual(interval(values, 500, 5));
  });
});

describe('the randomisation test by signs', () => {
  const p = (differences: readonly number[], rounds = 20_000) =>
    signFlipTest(Float64Array.from(differences), 1, rounds, createRandom(1))[0] ?? Number.NaN;

  it('finds how many of all signs are as far from 0: three equal differences in 2 of 8 cases', () => {
    expect(Math.abs(p([1, 1, 1]) - 2 / 8)).toBeLessThan(0.015);
  });

  it('counts both sides: ±3 ±1 ±1 is at least 3 from 0 in 6 of 8 cases', () => {
    expect(Math.abs(p([3, 1, -1]) - 6 / 8)).toBeLessThan(0.015);
  });

  it('is 1 where nothing differs', () => {
    expect(p([0, 0, 0, 0])).toBe(1);
    expect(p([])).toBe(1);
  });

  it('is (0 + 1) / (rounds + 1) where no round comes near', () => {
    expect(p(new Array<number>(100).fill(0.5), 999)).toBe(1 / 1000);
  });

  it('tests each column by itself', () => {
    const rows = Array.from({ length: 200 }, (_, i) => [0.1, i % 2 === 0 ? 0.1 : -0.1]);
    const [same, balanced] = signFlipTest(Float64Array.from(rows.flat()), 2, 2000, createRandom(1));
    expect(same).toBeLessThan(0.001);
    expect(balanced).toBe(1);
  });

  it('calls one in twenty significant where there is nothing to find', () => {
    const random = createRandom(9);
    const [rows, columns] = [40, 400];
    const noise = Float64Array.from({ length: rows * columns }, () => random.below(2001) - 1000);
    const significant = signFlipTest(noise, columns, 400, createRandom(2)).filter((one) => one < 0.05);
    // 20 expected, standard deviation 4.4.
    expect(significant.length).toBeGreaterThan(6);
    expect(significant.length).toBeLessThan(36);
  });
});

describe('the randomisation test by swaps', () => {
  const grades = [1, 2, 3, 4, 5, 6, 7, 8];
  const good = [2, 1, 4, 3, 6, 5, 8, 7];
  const poor = [5, 1, 8, 2, 7, 3, 4, 6];
  const standard = (values: readonly number[]) => {
    const center = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / values.length);
    return values.map((value) => (value - center) / spread);
  };

  it('finds how many of all swaps differ as much in their correlations', () => {
    const [a, b] = [standard(good), standard(poor)];
    const difference = (swapped: number) => {
      const swap = (i: number) => ((swapped >> i) & 1) === 1;
      return Math.abs(
        pearson(
          a.map((value, i) => (swap(i) ? (b[i] ?? 0) : value)),
          grades,
        ) -
          pearson(
            b.map((value, i) => (swap(i) ? (a[i] ?? 0) : value)),
            grades,
          ),
      );
    };
    const all = Array.from({ length: 256 }, (_, swapped) => difference(swapped));
    const exact = all.filter((one) => one >= difference(0) - 1e-9).length / 256;
    const found = swapTest(
      Float64Array.from(grades),
      Float64Array.from(good),
      Float64Array.from(poor),
      20_000,
      createRandom(1),
    );
    expect(exact).toBeLessThan(0.5);
    expect(Math.abs(found - exact)).toBeLessThan(0.015);
  });

  it('is 1 for a system and itself on another scale, and for systems that say nothing', () => {
    const [g, x] = [Float64Array.from(grades), Float64Array.from(poor)];
    const test = (a: Float64Array, b: Float64Array) => swapTest(g, a, b, 200, createRandom(1));
    expect(
      test(
        x,
        x.map((value) => 10 * value + 3),
      ),
    ).toBe(1);
    expect(test(new Float64Array(8), new Float64Array(8))).toBe(1);
  });
});
