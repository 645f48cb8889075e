import { describe, expect, it } from 'vitest';
import { ascending, averageRanks, pearson, spearman } from '../../src/evaluation/correlation.js';

describe('Pearson’s correlation', () => {
  it('is the covariance over the product of the deviations, worked out by hand', () => {
    // Means 2 and 3. Deviations −1 0 1 and −2 1 1: xy = 2 + 0 + 1, xx = 2, yy = 6.
    expect(pearson([1, 2, 3], [1, 4, 4])).toBeCloseTo(3 / Math.sqrt(2 * 6), 12);
  });

  it('is 1 and −1 on a line, whatever its slope', () => {
    expect(pearson([1, 2, 4], [10, 20, 40])).toBe(1);
    expect(pearson([1, 2, 4], [-0.1, -0.2, -0.4])).toBe(-1);
  });

  it('is 0 where one side is constant, also where rounding makes its spread less than nothing', () => {
    expect(pearson([1, 2, 3], [5, 5, 5])).toBe(0);
    expect(pearson([0.1, 0.1, 0.1], [1, 2, 3])).toBe(0);
    expect(pearson([], [])).toBe(0);
  });

  it('with counts is that of the repeated values', () => {
    expect(pearson([1, 2, 3, 9], [1, 4, 4, 9], [2, 1, 3, 0])).toBeCloseTo(
      pearson([1, 1, 2, 3, 3, 3], [1, 1, 4, 4, 4, 4]),
      12,
    );
  });
});

describe('Spearman’s correlation', () => {
  it('gives equal values the average of their ranks', () => {
    const values = [30, 10, 20, 20];
    expect([...averageRanks(values, ascending(values))]).toEqual([4, 1, 2.5, 2.5]);
  });

  it('is 1 − 6 Σd² / n(n² − 1) without ties', () => {
    // Ranks 1 2 3 4 5 and 2 1 4 3 5: d² = 1 + 1 + 1 + 1 + 0.
    expect(spearman([1, 2, 3, 4, 5], [20, 10, 400, 300, 5000])).toBeCloseTo(1 - (6 * 4) / (5 * 24), 12);
  });

  it('is Pearson’s of the ranks with ties', () => {
    expect(spearman([1, 1, 5], [0, 7, 9])).toBeCloseTo(pearson([1.5, 1.5, 3], [1, 2, 3]), 12);
  });

  it('has ranks of repeated values where they are drawn more than once', () => {
    const values = [5, 1, 3];
    // Drawn: 5 twice, 1 once, 3 not at all: 1 has rank 1, both 5 have (2 + 3) / 2.
    const ranks = averageRanks(values, ascending(values), [2, 1, 0]);
    expect([ranks[0], ranks[1]]).toEqual([2.5, 1]);
  });
});
