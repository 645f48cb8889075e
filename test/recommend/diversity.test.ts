import { describe, expect, it } from 'vitest';
import { diversify } from '../../src/recommend/diversity.js';
import type { Entry } from '../support/archive.js';
import { ask, cutoffAt, keysOf } from './asking.js';

/** Cosines of two keys, written `low-high`; 0 where there is none. */
const archive = (cosines: Readonly<Record<string, number>>) => ({
  similarity: (one: number, other: number) => cosines[`${Math.min(one, other)}-${Math.max(one, other)}`] ?? 0,
});
const ranked = (...scores: readonly number[]) => scores.map((score, i) => ({ key: i + 1, score }));
const keys = (items: readonly { readonly key: number }[]) => items.map(({ key }) => key);

describe('diversify', () => {
  it('leaves the order where all are of different aspects', () => {
    const items = ranked(0.9, 0.8, 0.7);
    expect(diversify(items, 3, archive({}))).toEqual(items);
    expect(keys(diversify(items, 3, archive({ '1-2': 0.5, '1-3': 0.4, '2-3': -1 })))).toEqual([1, 2, 3]);
  });

  it('takes half of the score of what says just the same, and less of what says nearly the same', () => {
    // 0.8 · ½ = 0.40 against 0.41 and 0.39.
    expect(keys(diversify(ranked(0.9, 0.8, 0.41), 3, archive({ '1-2': 1 })))).toEqual([1, 3, 2]);
    expect(keys(diversify(ranked(0.9, 0.8, 0.39), 3, archive({ '1-2': 1 })))).toEqual([1, 2, 3]);
    // A cosine of 0.75 is half-way from 0.5 to 1: 0.8 · ¾ = 0.60.
    expect(keys(diversify(ranked(0.9, 0.8, 0.61), 3, archive({ '1-2': 0.75 })))).toEqual([1, 3, 2]);
    expect(keys(diversify(ranked(0.9, 0.8, 0.59), 3, archive({ '1-2': 0.75 })))).toEqual([1, 2, 3]);
  });

  it('counts the nearest one of those chosen, not all of them', () => {
    const items = ranked(0.9, 0.89, 0.88, 0.5);
    // The third is near to the second alone, and as near to it as could be.
    expect(keys(diversify(items, 4, archive({ '2-3': 1 })))).toEqual([1, 2, 4, 3]);
    // Near to both is no worse than near to one.
    expect(keys(diversify(ranked(0.9, 0.89, 0.88, 0.43), 4, archive({ '1-3': 1, '2-3': 1 })))).toEqual([
      1, 2, 3, 4,
    ]);
  });

  it('gives an aspect of its own a place in a short list', () => {
    const same = { '1-2': 1, '1-3': 1, '2-3': 1 };
    expect(keys(diversify(ranked(0.9, 0.8, 0.7, 0.5), 2, archive(same)))).toEqual([1, 4]);
  });

  it('leaves every score as it is, and gives no more than asked for', () => {
    const items = ranked(0.9, 0.8, 0.7);
    const chosen = diversify(items, 2, archive({ '1-2': 1 }));
    expect(chosen).toEqual([
      { key: 1, score: 0.9 },
      { key: 3, score: 0.7 },
    ]);
    expect(diversify([], 4, archive({}))).toEqual([]);
    expect(diversify(items, 9, archive({}))).toHaveLength(3);
  });

  it('keeps the best first, and among equal ones the first', () => {
    expect(keys(diversify(ranked(0.5, 0.5, 0.5), 3, archive({})))).toEqual([1, 2, 3]);
  });
});

describe('a list', () => {
  const entries: Entry[] = [
    ...Array.from({ length: 8 }, (_, i) => ({ key: i + 2, similarity: 0.9 - i / 100, aspect: 'storm' })),
    { key: 20, similarity: 0.5, aspect: 'insurers' },
    { key: 21, similarity: 0.48, aspect: 'dykes' },
    { key: 22, similarity: 0.3, aspect: 'umbrellas' },
  ];

  it('has the best article first, then one of every aspect that is near enough', () => {
    expect(keysOf(entries)).toEqual([2, 20, 21, 3]);
  });

  it('says of each what it scores, though a better one may stand below', () => {
    const { related } = ask(entries);
    expect(related.map(({ score }) => score)).toEqual([0.9, 0.5, 0.48, 0.89]);
  });

  it('takes nothing in for its aspect that stands out too little', () => {
    // Eleven were looked at, of which the last is the reach: 0.5 stands out by 0.5 / √0.3 = 0.91.
    expect(keysOf(entries, { cutoffs: cutoffAt(0.9) })).toEqual([2, 20, 3, 4]);
    expect(keysOf(entries, { cutoffs: cutoffAt(1) })).toEqual([2, 3, 4, 5]);
  });

  it('is as long with as without', () => {
    const same = entries.map((entry) => ({ ...entry, aspect: 'storm' }));
    expect(keysOf(same, { limit: 10 })).toHaveLength(10);
    expect(keysOf(entries, { limit: 50 })).toHaveLength(entries.length);
  });
});
