import { describe, expect, it } from 'vitest';
import type { EligibilityFilter } from '../../src/catalog/catalog.js';
import { recommend } from '../../src/recommend/recommend.js';
import { DAY, type Entry, EVERYTHING, handMadeArchive, NOW } from '../support/archive.js';
import { seededRandom } from '../support/random.js';
import { type Asked, ask, cutoffAt, keysOf, OPTIONS, QUERY } from './asking.js';

const COUNT = 3000;
const OTHER: Partial<Entry> = { language: 'de', section: 'Sport', publishedAt: NOW - 900 * DAY };
const WANTED: Partial<Entry> = {
  language: 'en',
  section: 'Markets',
  tags: ['yen'],
  publishedAt: NOW - DAY,
  sponsored: true,
  paywalled: true,
};

/** Each lets the wanted ones through and holds the others back. */
const FILTERS: readonly [string, Partial<EligibilityFilter>][] = [
  ['a language', { language: 'en' }],
  ['a section', { sections: ['Budget', 'Markets'] }],
  ['a tag', { tags: ['yen'] }],
  ['a first day', { publishedAfter: NOW - 30 * DAY }],
  ['sponsored ones', { sponsored: true }],
  ['paywalled ones', { paywalled: true }],
];

/** Articles whose similarities go down from 0.6 in steps that scores tell apart, of which a share is wanted. */
function archiveOf(wanted: number): Entry[] {
  const random = seededRandom(Math.round(1 / wanted));
  const similarities = Array.from({ length: COUNT }, (_, i) => ({
    at: random(),
    value: (0.6 * (i + 1)) / COUNT,
  }));
  similarities.sort((a, b) => a.at - b.at);
  return similarities.map(({ value }, i) => ({
    key: i + 2,
    similarity: value,
    ...(i % Math.round(1 / wanted) === 0 ? WANTED : OTHER),
  }));
}

/** So that the order is that of similarity. */
const TIMELESS: Asked = { halfLife: Number.POSITIVE_INFINITY };

describe.each([1, 0.1, 0.01, 0.001])('where a share of %s passes', (share) => {
  const entries = archiveOf(share);
  const passing = entries.filter(({ section }) => section === 'Markets');
  // Less near than that is nothing to do with it.
  const best = (limit: number, floor = 0.05) =>
    passing
      .filter(({ similarity }) => similarity > floor)
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, limit)
      .map(({ key }) => key);

  it.each(FILTERS)('the filter of %s gives the best that there are, and no fewer', (_name, filter) => {
    for (const limit of [4, 50]) {
      expect(keysOf(entries, { ...TIMELESS, limit, filter })).toEqual(best(limit));
    }
  });

  it('nothing comes in that stands out too little, and all that stands out enough', () => {
    // The hundredth best is at nearly 0.6, so that it is 0.3 that stands out by 0.3 / √0.6.
    const cutoffs = cutoffAt(0.3 / Math.sqrt(0.6));
    const sorted = entries.map(({ similarity }) => similarity).sort((a, b) => b - a);
    const floor = 0.3 * Math.sqrt((sorted[99] ?? 0) / 0.6);
    const filter = { sections: ['markets'] };
    const found = keysOf(entries, { ...TIMELESS, limit: 50, filter, cutoffs });
    expect(found).toEqual(best(50, floor));
    expect(found.length).toBeGreaterThan(0);
  });
});

describe('the search', () => {
  it('finds the one that passes among 5,000 closer ones that do not', () => {
    const others = Array.from({ length: 5000 }, (_, i) => ({ key: i + 10, similarity: 0.9, language: 'de' }));
    const entries = [...others, { key: 2, similarity: 0.06, language: 'en' }, { key: 1, similarity: 1 }];
    expect(keysOf(entries, { filter: { language: 'en' } })).toEqual([2]);
  });

  it('finds what a language lets through behind near ones of others, most of which are not close enough', () => {
    const split = (from: number, of: (place: number) => Partial<Entry>): Entry[] =>
      Array.from({ length: 130 }, (_, i) => ({ key: from + i, similarity: 0, language: 'en', ...of(i) }));
    const entries = [
      // Near by words alone, near in meaning alone, and one that is less near in each, and the closest in both.
      ...split(1000, (i) => ({ shared: { words: i < 60 ? 1 : 0.6 } })),
      ...split(2000, () => ({ general: 0.6 })),
      { key: 2, similarity: 0, shared: { words: 0.55 }, general: 0.55, language: 'fr' },
    ];
    const asked = { cutoffs: cutoffAt(0.58), filter: { language: 'fr' } };
    expect(keysOf(entries, asked)).toEqual([2]);
  });

  it('goes no further than it must', () => {
    const plenty = handMadeArchive(Array.from({ length: 5000 }, (_, i) => ({ key: i + 2, similarity: 0.5 })));
    expect(recommend(QUERY, OPTIONS, plenty).related).toHaveLength(4);
    expect(plenty.asked).toHaveLength(1);
    expect(plenty.scans()).toBe(0);
  });

  it('ends at once where most of what is near is not close enough', () => {
    const entries = Array.from({ length: 5000 }, (_, i) => ({ key: i + 2, similarity: i < 3 ? 0.9 : 0.1 }));
    const few = handMadeArchive(entries, cutoffAt(0.9));
    expect(recommend(QUERY, OPTIONS, few).related).toHaveLength(3);
    expect(few.asked).toHaveLength(1);
    expect(few.scans()).toBe(0);
  });

  it('looks at all that pass, where there are few of them', () => {
    const entries = archiveOf(0.001);
    const archive = handMadeArchive(entries);
    const filter = { ...EVERYTHING, sections: ['Markets'] };
    // The third of them has nothing to do with it.
    expect(recommend(QUERY, { ...OPTIONS, filter }, archive).related).toHaveLength(2);
    expect(archive.asked).toEqual([128]);
    expect(archive.scans()).toBe(1);
  });

  it('looks ever wider where many pass, and at last at all', () => {
    const near = Array.from({ length: 5000 }, (_, i) => ({
      key: i + 30_000,
      similarity: 0.9,
      section: 'Sport',
    }));
    const far = Array.from({ length: 20_001 }, (_, i) => ({
      key: i + 2,
      similarity: 0.5 - i / 1e6,
      section: 'Art',
    }));
    const archive = handMadeArchive([...near, ...far]);
    const filter = { ...EVERYTHING, sections: ['Art'] };
    expect(recommend(QUERY, { ...OPTIONS, filter }, archive).related.map(({ key }) => key)).toEqual([
      2, 3, 4, 5,
    ]);
    expect(archive.asked).toEqual([128, 1024]);
    expect(archive.scans()).toBe(1);
  });

  it('holds what a filter lets through against the reach of the whole archive', () => {
    const near = Array.from({ length: 200 }, (_, i) => ({ key: i + 10, similarity: 0.8, section: 'Sport' }));
    const entries = [...near, { key: 2, similarity: 0.5, section: 'Markets' }];
    // 0.5 / √0.8 is 0.56: among its like it would stand out by √0.5, which is 0.71.
    const asked = (score: number) => ({ filter: { sections: ['Markets'] }, cutoffs: cutoffAt(score) });
    expect(keysOf(entries, asked(0.55))).toEqual([2]);
    expect(ask(entries, asked(0.57))).toMatchObject({ related: [], empty: { reason: 'filtered_out' } });
  });
});

describe('what is on the page already', () => {
  const entries = Array.from({ length: 300 }, (_, i) => ({
    key: i + 2,
    similarity: 0.9 - i / 1000,
    url: `https://example.org/${i + 2}`,
  }));

  it('is left out by its id, and the next ones take its place', () => {
    const excludeIds = entries.slice(0, 200).map(({ key }) => `a${key}`);
    expect(keysOf(entries, { filter: { excludeIds } })).toEqual([202, 203, 204, 205]);
  });

  it('is left out by its address', () => {
    const excludeAddresses = ['https://example.org/2', 'https://example.org/4'];
    expect(keysOf(entries, { filter: { excludeAddresses } })).toEqual([3, 5, 6, 7]);
  });
});
