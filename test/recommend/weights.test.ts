import { describe, expect, it } from 'vitest';
import { freshness } from '../../src/recommend/freshness.js';
import { RANKING } from '../../src/recommend/ranking.js';
import { relatedness, weightsFor } from '../../src/recommend/relatedness.js';
import { scoreOf } from '../../src/recommend/score.js';
import type { Signals } from '../../src/recommend/signals.js';

const DAY = 86_400_000;
const AT = Date.parse('2020-02-20T20:20:00Z');
const NONE: Signals = { words: 0, general: null, archive: null, names: 0, titles: 0, hubness: 1 };

describe('freshness', () => {
  it('is 1 at once, and a half after the half-life, in either direction', () => {
    expect(freshness(AT, AT, 100)).toBe(1);
    for (const days of [-100, 100]) expect(freshness(AT, AT + days * DAY, 100)).toBeCloseTo(0.5, 12);
    expect(freshness(AT, AT + 7 * DAY, 7)).toBeCloseTo(0.5, 12);
  });

  it('is (1 + 31 · days / half-life)^−0.2', () => {
    // (1 + 31)^−0.2 is ½, (1 + 31 · 33)^−0.2 = 1024^−0.2 is ¼.
    expect(freshness(AT, AT - 3300 * DAY, 100)).toBeCloseTo(0.25, 12);
    expect(freshness(AT, AT - 10 * DAY, 100)).toBeCloseTo(4.1 ** -0.2, 12);
  });

  it('falls with the distance, and never to 0', () => {
    const values = [0, 1, 7, 30, 365, 3650, 36_500].map((days) => freshness(AT, AT + days * DAY, 930));
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(new Set(values).size).toBe(values.length);
    expect(values.at(-1)).toBeGreaterThan(0.2);
  });

  it('takes an article without a date for one that is a year away', () => {
    expect(freshness(AT, null, 930)).toBe(freshness(AT, AT - 365 * DAY, 930));
  });

  it('takes nothing away where there is no date to be near to, or no half-life', () => {
    expect(freshness(null, AT, 7)).toBe(1);
    expect(freshness(null, null, 7)).toBe(1);
    expect(freshness(AT, null, Number.POSITIVE_INFINITY)).toBe(1);
    expect(freshness(AT, AT - 9000 * DAY, Number.POSITIVE_INFINITY)).toBe(1);
  });

  it('keeps the half-life under another exponent', () => {
    expect(freshness(AT, AT + 100 * DAY, 100, 0.5)).toBeCloseTo(0.5, 12);
    // (1 + 3 · 5)^−½
    expect(freshness(AT, AT + 500 * DAY, 100, 0.5)).toBeCloseTo(0.25, 12);
  });
});

describe('the weights', () => {
  it('are full up to thirty words, and fall with the power 0.9 of the length', () => {
    for (const words of [0, 1, 30]) expect(weightsFor(words).general).toBe(0.8);
    expect(weightsFor(300).general).toBeCloseTo(0.8 * 0.1 ** 0.9, 12);
    expect(weightsFor(60).general).toBeCloseTo(0.8 * 0.5 ** 0.9, 12);
  });

  it('keep a rest under the longest of texts', () => {
    expect(weightsFor(100_000).general).toBe(0.05);
    // 0.8 · (30 / words)^0.9 is 0.05 at 30 · 16^(1 / 0.9), which is 653 words.
    expect(weightsFor(652).general).toBeGreaterThan(0.05);
    expect(weightsFor(654).general).toBe(0.05);
  });

  it('of archive and names are a part of the general one; that of titles stays', () => {
    for (const words of [10, 100, 1000]) {
      const { general, archive, names, titles } = weightsFor(words);
      expect(archive).toBeCloseTo(0.2 * general, 12);
      expect(names).toBeCloseTo(0.25 * general, 12);
      expect(titles).toBe(0.05);
    }
  });

  it('are those of the ranking handed in', () => {
    const other = { ...RANKING, most: 2, archive: 1, names: 0, titles: 0.5 };
    expect(weightsFor(10, other)).toEqual({ general: 2, archive: 2, names: 0, titles: 0.5 });
  });
});

describe('relatedness', () => {
  const weights = { general: 0.5, archive: 0.25, names: 0.2, titles: 0.05 };

  it('is the weighted mean of the signals', () => {
    const signals = { ...NONE, words: 0.4, general: 0.6, archive: 0.8, names: 0.5, titles: 1 };
    // 0.4 + 0.3 + 0.2 + 0.1 + 0.05 over 2.
    expect(relatedness(signals, weights)).toBeCloseTo(1.05 / 2, 12);
  });

  it('is as high as the signals where they agree, whatever the weights', () => {
    for (const value of [0, 0.3, 1]) {
      const signals = {
        words: value,
        general: value,
        archive: value,
        names: value,
        titles: value,
        hubness: 1,
      };
      for (const words of [5, 50, 5000]) {
        expect(relatedness(signals, weightsFor(words))).toBeCloseTo(value, 12);
      }
    }
  });

  it('leaves out what cannot be measured, instead of counting it 0', () => {
    const signals = { ...NONE, words: 0.4, names: 0.5, titles: 1 };
    expect(relatedness(signals, weights)).toBeCloseTo(0.55 / 1.25, 12);
    expect(relatedness({ ...signals, general: 0 }, weights)).toBeCloseTo(0.55 / 1.75, 12);
    expect(relatedness({ ...signals, archive: 0 }, weights)).toBeCloseTo(0.55 / 1.5, 12);
  });

  it('counts a negative cosine as 0', () => {
    const of = (cosine: number) =>
      relatedness({ ...NONE, words: 0.4, general: cosine, archive: cosine }, weights);
    expect(of(-0.9)).toBe(of(0));
    expect(of(0.1)).toBeGreaterThan(of(0));
  });

  it('damps hubs by the power 0.3, and is at most 1', () => {
    const of = (hubness: number, words = 0.4) => relatedness({ ...NONE, words, hubness }, weights);
    expect(of(2)).toBeCloseTo(of(1) / 2 ** 0.3, 12);
    expect(of(0.5)).toBeCloseTo(of(1) * 2 ** 0.3, 12);
    const all = { words: 1, general: 1, archive: 1, names: 1, titles: 1, hubness: 0.5 };
    expect(relatedness(all, weights)).toBe(1);
    expect(relatedness({ ...NONE, words: 0.4, hubness: 2 }, weights, { ...RANKING, hubExponent: 0 })).toBe(
      of(1),
    );
  });
});

describe('the score', () => {
  const facts = { publishedAt: AT - 930 * DAY, section: 'Markets', words: 100 };
  const query = { publishedAt: AT, section: 'Markets' };
  const ask = { mode: 'related', halfLife: null } as const;

  it('is the relatedness times what is left of it, a tenth more in the same section', () => {
    expect(scoreOf(0.6, query, facts, ask, 100)).toBe(0.33);
    expect(scoreOf(0.6, { ...query, section: 'Sport' }, facts, ask, 100)).toBe(0.3);
    expect(scoreOf(0.6, { ...query, section: null }, { ...facts, section: null }, ask, 100)).toBe(0.3);
  });

  it('has four decimals and is at most 1', () => {
    expect(scoreOf(0.123456, { publishedAt: null, section: null }, facts, ask, 100)).toBe(0.1235);
    expect(scoreOf(0.99, query, { ...facts, publishedAt: AT }, ask, 100)).toBe(1);
  });
});
