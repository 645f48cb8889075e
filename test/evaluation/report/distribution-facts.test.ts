import { describe, expect, it } from 'vitest';
import { distributionFacts, trimmed } from '../../../src/evaluation/report/distribution-facts.js';
import { scoreHistogram } from '../../../src/evaluation/report/score-histogram.js';

describe('a histogram of scores', () => {
  it('counts relevant and other pairs apart, what lies beyond in the outermost bins', () => {
    const histogram = scoreHistogram({ low: 0, high: 1, bins: 4 });
    for (const score of [-3, 0, 0.25, 0.49, 1, 7]) histogram.add(score, true);
    histogram.add(0.5, false);
    histogram.add(Number.NaN, false);
    expect(histogram.distribution('words')).toEqual({
      system: 'words',
      edges: [0, 0.25, 0.5, 0.75, 1],
      relevant: [2, 2, 0, 2],
      other: [0, 0, 1, 0],
    });
  });
});

describe('what a distribution tells', () => {
  it('is the share of relevant-other couples in the right order, equal bins counting half', () => {
    // Couples: of the relevant one in bin 1, 2 others below and 2 beside (2 + 2/2); of the one in bin 2, all 4.
    const facts = distributionFacts({
      system: 'words',
      edges: [0, 1, 2, 3],
      relevant: [0, 1, 1],
      other: [2, 2, 0],
    });
    expect(facts.separation).toBe((3 + 4) / 8);
    expect(facts).toMatchObject({ relevantPairs: 2, otherPairs: 4 });
  });

  it('has its cut-off at the least edge from which on 1 in 1,000 others score', () => {
    const edges = [0, 0.25, 0.5, 0.75, 1];
    const at = (other: number[]) =>
      distributionFacts({ system: 'words', edges, relevant: [1, 1, 1, 1], other }).cutOff;
    expect(at([900, 99, 1, 0])).toEqual({ score: 0.5, relevantShare: 0.5 });
    expect(at([900, 98, 1, 1])).toEqual({ score: 0.75, relevantShare: 0.25 });
    expect(at([1, 0, 0, 999])).toEqual({ score: 1, relevantShare: 0 });
  });

  it('is nothing where one kind of pair is missing', () => {
    const facts = distributionFacts({ system: 'words', edges: [0, 1], relevant: [0], other: [5] });
    expect(facts).toEqual({ relevantPairs: 0, otherPairs: 5, separation: null, cutOff: null });
  });
});

describe('a trimmed distribution', () => {
  it('lacks the empty bins at both ends, and joins neighbours until few enough are left', () => {
    const wide = {
      system: 'words',
      edges: [0, 1, 2, 3, 4, 5, 6],
      relevant: [0, 0, 1, 0, 3, 0],
      other: [0, 5, 0, 2, 0, 0],
    };
    expect(trimmed(wide, 10)).toEqual({
      system: 'words',
      edges: [1, 2, 3, 4, 5],
      relevant: [0, 1, 0, 3],
      other: [5, 0, 2, 0],
    });
    expect(trimmed(wide, 3)).toEqual({ system: 'words', edges: [1, 3, 5], relevant: [1, 3], other: [5, 2] });
  });

  it('is empty where there is no pair at all', () => {
    expect(trimmed({ system: 'words', edges: [0, 1], relevant: [0], other: [0] }, 3).edges).toEqual([]);
  });
});
