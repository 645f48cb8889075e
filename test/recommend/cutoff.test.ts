import { describe, expect, it } from 'vitest';
import {
  type CutoffTable,
  cutoffFrom,
  DEFAULT_CHOICE,
  quantilesOf,
  reachOf,
  SHARES,
  standing,
} from '../../src/recommend/cutoff.js';
import type { Entry } from '../support/archive.js';
import { ask, cutoffAt, keysOf } from './asking.js';

/** Of an archive so large that what each article may have counts nothing. */
const LARGE: CutoffTable = {
  articles: 10_000_000,
  quantiles: [
    { share: 0.1, score: 0.1 },
    { share: 0.01, score: 0.2 },
    { share: 0.001, score: 0.4 },
    { share: 0.0001, score: 0.8 },
  ],
};
const relatedAt = (share: number, table = LARGE) => cutoffFrom(table, { share }).related;

describe('the cut-off', () => {
  it('is the score that the stated share of random pairs reaches', () => {
    expect(relatedAt(0.01)).toBe(0.2);
    expect(relatedAt(0.001)).toBe(0.4);
    expect(cutoffFrom(LARGE, DEFAULT_CHOICE).related).toBe(0.4);
  });

  it('lies between those of two shares by the logarithm of the share', () => {
    // Half-way from 0.01 to 0.001 in powers of ten.
    expect(relatedAt(10 ** -2.5)).toBeCloseTo(0.3, 9);
    expect(relatedAt(10 ** -3.25)).toBeCloseTo(0.5, 9);
  });

  it('is that of the nearest share where the table ends', () => {
    expect(relatedAt(0.9)).toBe(0.1);
    expect(relatedAt(1e-9)).toBe(0.8);
  });

  it('never rises with the share', () => {
    const scores = Array.from({ length: 60 }, (_, i) => relatedAt(10 ** (-i / 10)));
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect(new Set(scores).size).toBeGreaterThan(20);
  });

  it('lets five links per article pass in a small archive', () => {
    // 5 of 500 others are one in a hundred, 5 of 50 one in ten, 5 of 3 everything.
    expect(relatedAt(0.001, { ...LARGE, articles: 500 })).toBe(0.2);
    expect(relatedAt(0.001, { ...LARGE, articles: 50 })).toBe(0.1);
    expect(relatedAt(0.001, { ...LARGE, articles: 3 })).toBe(0.1);
    expect(relatedAt(0.001, { ...LARGE, articles: 0 })).toBe(0.1);
    // A larger share than that is not made smaller.
    expect(relatedAt(0.1, { ...LARGE, articles: 500 })).toBe(0.1);
  });

  it('is the score itself where that was found on judgments, whatever the archive', () => {
    expect(cutoffFrom(LARGE, { score: 0.55 }).related).toBe(0.55);
    expect(cutoffFrom({ ...LARGE, articles: 3 }, { score: 0.55 }).related).toBe(0.55);
    expect(cutoffFrom({ articles: 3, quantiles: [] }, { score: 0.55 })).toEqual({
      related: 0.55,
      story: 0.55,
    });
  });

  it('is nothing without a table: what is related at all passes', () => {
    expect(cutoffFrom({ articles: 0, quantiles: [] }, DEFAULT_CHOICE)).toEqual({ related: 0, story: 0 });
  });

  describe('of one story', () => {
    it('is that of half a link per article, at least one pair in ten thousand', () => {
      expect(cutoffFrom(LARGE, DEFAULT_CHOICE).story).toBe(0.8);
      // One in a thousand of 500 articles, while five times as many of the others, one in a hundred, pass.
      expect(cutoffFrom({ ...LARGE, articles: 500 }, DEFAULT_CHOICE)).toEqual({ related: 0.2, story: 0.4 });
    });

    it('is never below what is shown at all', () => {
      expect(cutoffFrom(LARGE, { score: 0.95 }).story).toBe(0.95);
      for (const articles of [1, 5, 50, 5000]) {
        for (const share of [0.5, 0.01, 0.0001, 0.00001]) {
          const { related, story } = cutoffFrom({ ...LARGE, articles }, { share });
          expect(story).toBeGreaterThanOrEqual(related);
        }
      }
    });

    it('is at most a quarter of what passes', () => {
      const longer = { ...LARGE, quantiles: [...LARGE.quantiles, { share: 0.00005, score: 0.9 }] };
      expect(cutoffFrom(longer, { share: 0.0004 }).story).toBe(0.8);
      expect(cutoffFrom(longer, { share: 0.0002 }).story).toBe(0.9);
    });
  });
});

describe('the table of quantiles', () => {
  it('has for each share the score that so many reach', () => {
    // 1 to 10,000 in another order: 5,000 of them are at least 5,001, one is at least 10,000.
    const standings = Float64Array.from({ length: 10_000 }, (_, i) => ((i * 7919) % 10_000) + 1);
    const quantiles = quantilesOf(standings);
    expect(quantiles.map(({ share }) => share)).toEqual(SHARES);
    for (const { share, score } of quantiles) {
      expect(standings.filter((value) => value >= score)).toHaveLength(Math.round(share * 10_000));
    }
    expect(standings[1]).toBe(7920);
  });

  it('holds the highest where there are too few pairs for a share, and nothing where there are none', () => {
    expect(quantilesOf(Float64Array.of(0.3, 0.1, 0.2)).map(({ score }) => score)).toEqual([
      0.2,
      ...Array.from({ length: SHARES.length - 1 }, () => 0.3),
    ]);
    expect(quantilesOf(Float64Array.of())).toEqual([]);
  });
});

describe('reach and standing', () => {
  const falling = Array.from({ length: 300 }, (_, i) => 1 - i / 1000);
  const shuffled = falling.map((_, i) => falling[(i * 7) % 300] ?? 0);

  it('reach is the relatedness of the article on the hundredth part of the way down, in any order', () => {
    expect(reachOf(shuffled, 100)).toBe(1);
    expect(reachOf(shuffled, 101)).toBe(falling[1]);
    expect(reachOf(shuffled, 5000)).toBe(falling[49]);
  });

  it('goes down to the hundredth article, or to the last, no further', () => {
    expect(reachOf(shuffled, 1_000_000)).toBe(falling[99]);
    expect(reachOf([0.5, 0.2], 1_000_000)).toBe(0.2);
    expect(reachOf([], 1_000_000)).toBe(0);
  });

  it('standing is the relatedness over the root of the reach; 0 where nothing is to be hoped for', () => {
    expect(standing(0.4, 0.16)).toBeCloseTo(1, 9);
    expect(standing(0.4, 0.64)).toBeCloseTo(0.5, 9);
    expect(standing(0.4, 0)).toBe(0);
  });

  it('does not change the order, and grows with the relatedness where all grow alike', () => {
    expect(standing(0.3, 0.2)).toBeGreaterThan(standing(0.29, 0.2));
    expect(standing(0.6, 0.4)).toBeCloseTo(Math.SQRT2 * standing(0.3, 0.2), 9);
  });
});

describe('a list', () => {
  /** The best ones at these similarities, a hundred others at `rest`. */
  const archive = (best: readonly number[], rest: number): Entry[] => [
    ...best.map((similarity, i) => ({ key: i + 2, similarity })),
    ...Array.from({ length: 100 }, (_, i) => ({ key: i + 100, similarity: rest })),
  ];

  it('ends where the next one stands out too little', () => {
    // Over √0.04: 0.5 is at 2.5, 0.3 at 1.5, the others at 0.2.
    const entries = archive([0.5, 0.3], 0.04);
    expect(keysOf(entries, { cutoffs: cutoffAt(1, 5) })).toEqual([2, 3]);
    expect(keysOf(entries, { cutoffs: cutoffAt(2, 5) })).toEqual([2]);
    expect(keysOf(entries, { cutoffs: cutoffAt(3, 5) })).toEqual([]);
  });

  it('asks more of an article where everything is a little related to the question', () => {
    const cutoffs = cutoffAt(1, 5);
    expect(keysOf(archive([0.3], 0.04), { cutoffs })).toEqual([2]);
    expect(keysOf(archive([0.3], 0.16), { cutoffs })).toEqual([]);
  });

  it('is held against the choice that was made, not against the default', () => {
    const entries = archive([0.5, 0.3], 0.04);
    const cutoffs = cutoffAt(2, 5);
    expect(keysOf(entries, { cutoffs, cutoff: { score: 1 } })).toEqual([2, 3]);
    expect(keysOf(entries, { cutoffs, cutoff: { score: 2.6 } })).toEqual([]);
    expect(ask(entries, { cutoffs, cutoff: { score: 1 } }).cutoff).toEqual({ related: 1, story: 5 });
  });

  it('is not cut off for age: what time takes away comes after', () => {
    const entries = archive([0.5], 0.04).map((entry) => ({ ...entry, publishedAt: 0 }));
    const query = { publishedAt: Date.parse('2026-05-01') };
    const { related } = ask(entries, { query, cutoffs: cutoffAt(2, 5) });
    expect(related.map(({ key }) => key)).toEqual([2]);
    expect(related[0]?.score).toBeLessThan(0.25);
  });
});
