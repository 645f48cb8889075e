import { describe, expect, it } from 'vitest';
import { termsOf } from '../../src/lexical/terms.js';
import type { RecommendQuery } from '../../src/recommend/archive.js';
import { isInTime, MODE_NAMES, MODES, type ModeName } from '../../src/recommend/modes.js';
import { signatureOf } from '../../src/text/signature.js';
import { DAY, type Entry, NOW } from '../support/archive.js';
import { type Asked, ask, cutoffAt, keysOf } from './asking.js';

const AT = NOW - 1000 * DAY;
const DATED: Partial<RecommendQuery> = { publishedAt: AT };
const WIRE = 'The bank of the river rose overnight and the port was closed until the water fell again';

/** One year and one day before, at the same time, a day and a year after, and one of no date. */
const AROUND: readonly Entry[] = [
  { key: 2, similarity: 0.6, publishedAt: AT - 365 * DAY },
  { key: 3, similarity: 0.6, publishedAt: AT - DAY },
  { key: 4, similarity: 0.6, publishedAt: AT },
  { key: 5, similarity: 0.6, publishedAt: AT + DAY },
  { key: 6, similarity: 0.6, publishedAt: AT + 365 * DAY },
  { key: 7, similarity: 0.6, publishedAt: null },
];
const sorted = (entries: readonly Entry[], asked: Asked) =>
  keysOf(entries, { limit: 10, ...asked }).sort((a, b) => a - b);

describe('the direction in time', () => {
  it.each<[ModeName, number[], number[]]>([
    ['related', [2, 3, 4, 5, 6, 7], [2, 3, 4, 5, 6, 7]],
    ['background', [2, 3], []],
    ['followup', [5, 6], []],
    ['same-event', [3, 4, 5], []],
  ])('of %s: of dated and undated ones, and under an undated article', (mode, dated, undated) => {
    expect(sorted(AROUND, { mode, query: DATED })).toEqual(dated);
    expect(sorted(AROUND, { mode })).toEqual(undated);
  });

  it('is kept among thousands of closer ones on the other side', () => {
    const newer = Array.from(
      { length: 3000 },
      (_, i): Entry => ({
        key: i + 10,
        similarity: 0.9,
        publishedAt: AT + (i + 1) * 1000,
      }),
    );
    const older: Entry = { key: 2, similarity: 0.1, publishedAt: AT - 400 * DAY };
    expect(sorted([...newer, older], { mode: 'background', query: DATED })).toEqual([2]);
    const filter = { publishedBefore: AT - 500 * DAY };
    expect(sorted([...newer, older], { mode: 'background', query: DATED, filter })).toEqual([]);
  });

  it('ends fourteen days away for one event', () => {
    const entries = [-14, 14].map((days, i) => ({
      key: i + 2,
      similarity: 0.6,
      publishedAt: AT + days * DAY,
    }));
    expect(sorted(entries, { mode: 'same-event', query: DATED })).toEqual([2, 3]);
    const beyond = [-14, 14].map((days, i) => ({
      key: i + 2,
      similarity: 0.6,
      publishedAt: AT + days * DAY + Math.sign(days),
    }));
    expect(sorted(beyond, { mode: 'same-event', query: DATED })).toEqual([]);
  });
});

describe('a mode of one story', () => {
  const entries: Entry[] = [
    { key: 2, similarity: 0.9, publishedAt: AT + DAY },
    { key: 3, similarity: 0.5, publishedAt: AT + DAY },
  ];
  // The hundredth best, or the last, is at 0.5: the first stands out by 0.9 / √0.5 = 1.27, the second by 0.71.
  const cutoffs = cutoffAt(0.6, 1);

  it.each<[ModeName, number[]]>([
    ['related', [2, 3]],
    ['followup', [2]],
    ['same-event', [2]],
  ])('holds what it shows against the higher cut-off: %s', (mode, shown) => {
    expect(sorted(entries, { mode, query: DATED, cutoffs })).toEqual(shown);
  });
});

describe('copies of the article itself', () => {
  const entries: Entry[] = [
    { key: 2, similarity: 0.9, text: WIRE, publishedAt: AT + 1000 },
    { key: 3, similarity: 0.8, text: WIRE, publishedAt: AT + 2000 },
  ];
  const query = { ...DATED, signature: signatureOf(WIRE) };

  it('are offered for the same event, as one, and for nothing else', () => {
    const shown = (mode: ModeName) => ask(entries, { mode, query }).related;
    expect(shown('same-event').map(({ key, copies }) => [key, copies])).toEqual([[2, [3]]]);
    for (const mode of ['related', 'background', 'followup'] as const) expect(shown(mode)).toEqual([]);
  });
});

describe('background', () => {
  const terms = termsOf(Array.from({ length: 100 }, (_, i) => `w${i}`).join(' '));
  const asked = (mode: ModeName): Asked => ({ mode, query: { ...DATED, terms } });
  const of = (length: number, key = 2): Entry => ({ key, similarity: 0.5, publishedAt: AT - DAY, length });
  const depthOf = (length: number) => ask([of(length)], asked('background')).related[0]?.factors.depth;

  it('prefers the longer of two that are as close', () => {
    const entries = [of(100), of(400, 3)];
    expect(keysOf(entries, asked('background'))).toEqual([3, 2]);
    expect(keysOf(entries, asked('related'))).toEqual([2, 3]);
  });

  it('by 0.15 for each doubling, from 0.7 to 1.3', () => {
    expect(depthOf(100)).toBe(1);
    expect(depthOf(200)).toBeCloseTo(1.15, 9);
    expect(depthOf(50)).toBeCloseTo(0.85, 9);
    expect(depthOf(100_000)).toBe(1.3);
    expect(depthOf(0)).toBe(0.7);
  });

  it('does not fade with age', () => {
    const old = { ...of(100), publishedAt: AT - 9000 * DAY };
    expect(ask([old], asked('background')).related[0]?.factors.freshness).toBe(1);
  });
});

describe('the half-life', () => {
  const year: Entry = { key: 2, similarity: 0.6, publishedAt: AT + 365 * DAY };
  const freshnessIn = (asked: Asked) => ask([year], { query: DATED, ...asked }).related[0]?.factors.freshness;

  it('halves what is as far away; it is that of the mode unless another is asked for', () => {
    expect(freshnessIn({ halfLife: 365 })).toBeCloseTo(0.5, 9);
    expect(freshnessIn({})).toBe(freshnessIn({ halfLife: MODES.related.halfLife }));
    expect(freshnessIn({ mode: 'followup' })).toBe(freshnessIn({ halfLife: MODES.followup.halfLife }));
    expect(freshnessIn({ halfLife: Number.POSITIVE_INFINITY })).toBe(1);
  });

  it('changes the order and what a score is, and excludes nothing', () => {
    const entries: Entry[] = [
      { key: 2, similarity: 0.6, publishedAt: AT - 4000 * DAY },
      { key: 3, similarity: 0.4, publishedAt: AT - DAY },
    ];
    expect(keysOf(entries, { query: DATED, halfLife: Number.POSITIVE_INFINITY })).toEqual([2, 3]);
    expect(keysOf(entries, { query: DATED, halfLife: 30 })).toEqual([3, 2]);
    const ancient = { key: 2, similarity: 0.6, publishedAt: AT - 30_000 * DAY };
    const { related } = ask([ancient], { query: DATED, cutoffs: cutoffAt(0.5) });
    expect(related[0]?.score).toBeLessThan(0.3);
    expect(related[0]?.relatedness).toBeCloseTo(0.6, 9);
  });
});

describe('isInTime', () => {
  it('lets everything pass where there is neither direction nor bound, dated or not', () => {
    for (const at of [null, AT]) {
      expect(isInTime(MODES.related, at, null)).toBe(true);
      expect(isInTime(MODES.related, null, at)).toBe(true);
    }
  });

  it('takes an article of the same moment for neither older nor newer', () => {
    expect(isInTime(MODES.background, AT, AT)).toBe(false);
    expect(isInTime(MODES.followup, AT, AT)).toBe(false);
    expect(isInTime(MODES['same-event'], AT, AT)).toBe(true);
  });
});

it('every mode says what it means', () => {
  expect(MODE_NAMES).toEqual(['related', 'background', 'followup', 'same-event']);
  for (const name of MODE_NAMES) expect(MODES[name].meaning).not.toBe('');
});
