import { describe, expect, it } from 'vitest';
import { GATE_DEFAULTS, judgeBuild } from '../../src/evaluation/build-gate.js';
import type { Comparison } from '../../src/evaluation/comparison.js';

const counted = (count: number, of: number) => ({ count, share: count / of, examples: [] });

/** A hundred lists, none of which has changed, but for what is said. */
const lists = (changes: Partial<Comparison> = {}): Comparison => ({
  before: { generation: 'old', articles: 100 },
  after: { generation: 'new', articles: 100 },
  compared: 100,
  of: 100,
  added: 0,
  removed: 0,
  changed: 0,
  overlap: 1,
  meanLinks: { before: 4, after: 4 },
  lostAll: counted(0, 100),
  gained: 0,
  shorter: counted(0, 100),
  newHubs: [],
  examples: [],
  ...changes,
});

const hub = (count: number, of: number) => ({
  article: { id: 'h', title: 'Cookies', url: null },
  before: 1,
  after: count,
  share: count / of,
});

/** What failed, in words. */
const failures = (changes: Partial<Comparison>, thresholds = GATE_DEFAULTS) =>
  judgeBuild(lists(changes), thresholds)
    .findings.filter(({ passed }) => !passed)
    .map(({ text }) => text);

describe('the gate', () => {
  it('lets pass what nothing was served before, and what has not changed, with a finding for every check', () => {
    expect(judgeBuild(null, GATE_DEFAULTS)).toEqual({ passed: true, findings: [] });
    const { passed, findings } = judgeBuild(lists(), GATE_DEFAULTS);
    expect(passed).toBe(true);
    expect(findings.map(({ check }) => check)).toEqual(Object.keys(GATE_DEFAULTS));
    expect(findings.map(({ limit }) => limit)).toEqual(Object.values(GATE_DEFAULTS));
  });

  it.each<[string, Partial<Comparison>, string]>([
    [
      'lists without a link',
      { lostAll: counted(11, 100) },
      '11 of 100 lists lost all links: 11% of those that had any (at most 10%).',
    ],
    ['links that are gone', { overlap: 0.2949 }, '29.5% of the links stayed (at least 30%).'],
    [
      'texts without words',
      { shorter: counted(60, 100) },
      '60 of 100 texts lost more than half of their words: 60% (at most 20%).',
    ],
    ['articles that are gone', { removed: 21 }, '21 of 100 articles are gone: 21% (at most 20%).'],
    [
      'an article that is suddenly everywhere',
      { newHubs: [hub(21, 100)] },
      '“Cookies” is in 21 of 100 lists, and was in 1: 21% (at most 20%).',
    ],
  ])('refuses %s, and says so with the numbers', (_, changes, text) => {
    expect(failures(changes)).toEqual([text]);
    expect(judgeBuild(lists(changes), GATE_DEFAULTS).passed).toBe(false);
  });

  it('lets pass what is just at its limits', () => {
    const limits = {
      lostAll: counted(10, 100),
      overlap: 0.3,
      shorter: counted(20, 100),
      removed: 20,
      newHubs: [hub(20, 100)],
    };
    expect(failures(limits)).toEqual([]);
  });

  it('lets everything pass where every check is switched off', () => {
    const off = { maxLost: 1, minOverlap: 0, maxShorter: 1, maxRemoved: 1, maxHub: 1 };
    const worst = { lostAll: counted(100, 100), overlap: 0, shorter: counted(100, 100), removed: 100 };
    expect(failures(worst)).toHaveLength(4);
    expect(failures({ ...worst, newHubs: [hub(100, 100)] }, off)).toEqual([]);
  });

  it('asks of a few lists only that no more than one article is lost', () => {
    const few = { before: { generation: 'old', articles: 3 }, compared: 3, of: 3 };
    const changed = { overlap: 0, shorter: counted(3, 3), newHubs: [hub(3, 3)] };
    expect(failures({ ...few, ...changed, lostAll: counted(1, 3), removed: 1 })).toEqual([]);
    expect(failures({ ...few, lostAll: counted(2, 3), removed: 2 })).toHaveLength(2);
  });
});
