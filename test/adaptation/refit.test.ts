import { describe, expect, it } from 'vitest';
import type { Adaptation } from '../../src/adaptation/adaptation.js';
import { needsRefit } from '../../src/adaptation/refit.js';
import { sampleOf } from '../../src/adaptation/sample.js';

const fittedOn = (articles: number): Adaptation => ({
  fittedOn: articles,
  mean: Float32Array.of(0),
  terms: Uint32Array.of(4),
  idf: Float32Array.of(1),
  directions: Float32Array.of(1),
  dimensions: 1,
});

describe('a refit', () => {
  it.each([
    ['grown by less than a third', 3000, 3999, false],
    ['grown by a third', 3000, 4000, true],
    ['as it was', 3000, 3000, false],
    ['shrunk to more than half', 3000, 1501, false],
    ['shrunk to half', 3000, 1500, true],
    ['empty', 300, 0, true],
  ])('of an archive that has %s: %i to %i articles', (_how, before, now, wanted) => {
    expect(needsRefit(fittedOn(before), now)).toBe(wanted);
  });

  it.each([
    [299, false],
    [300, true],
  ])('of an archive never fitted, with %i articles', (articles, wanted) => {
    expect(needsRefit(null, articles)).toBe(wanted);
  });
});

describe('a sample', () => {
  const keys = Array.from({ length: 3000 }, (_, i) => 10 * i + 3);

  it('is everything where that is not too much', () => {
    expect(sampleOf([5, 3, 9], 3, 1)).toEqual([5, 3, 9]);
    expect(sampleOf([], 3, 1)).toEqual([]);
  });

  it('is as large as allowed, of different keys, in the order given', () => {
    const sample = sampleOf(keys, 500, 1);
    expect(sample).toHaveLength(500);
    expect(new Set(sample).size).toBe(500);
    expect(sample).toEqual(keys.filter((key) => sample.includes(key)));
  });

  it('is the same for the same seed in whatever order the keys come, and another for another', () => {
    const sample = sampleOf(keys, 500, 1);
    expect(sampleOf(keys, 500, 1)).toEqual(sample);
    expect(sampleOf(keys.toReversed(), 500, 1).toReversed()).toEqual(sample);
    expect(sampleOf(keys, 500, 2)).not.toEqual(sample);
  });

  it('takes each key as often as any other', () => {
    const drawn = new Map<number, number>();
    for (let seed = 0; seed < 400; seed += 1) {
      for (const key of sampleOf(keys, 750, seed)) drawn.set(key, (drawn.get(key) ?? 0) + 1);
    }
    // 400 draws at a quarter: 100 expected, 8.7 the standard deviation; five and a half of them are allowed.
    const counts = keys.map((key) => drawn.get(key) ?? 0);
    expect(Math.min(...counts)).toBeGreaterThan(52);
    expect(Math.max(...counts)).toBeLessThan(148);
    const variance = counts.reduce((sum, count) => sum + (count - 100) ** 2, 0) / counts.length;
    expect(variance).toBeGreaterThan(75 * 0.8);
    expect(variance).toBeLessThan(75 * 1.2);
  });
});
