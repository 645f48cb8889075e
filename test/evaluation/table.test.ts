import { describe, expect, it } from 'vitest';
import type { EvaluationResult } from '../../src/evaluation/result.js';
import { resultTable } from '../../src/evaluation/table.js';

const interval = (value: number) => ({ value, low: value - 0.01, high: value + 0.02 });
const lists = { diversity: 0.5, coverage: 0.25, empty: 0.125 };
const result: EvaluationResult = {
  articles: 80,
  queries: 40,
  systems: [
    {
      name: 'words',
      measures: { 'nDCG@5': interval(0.2), 'nDCG@10': interval(0.3) },
      lists: { ...lists, diversity: null, mostRecommended: [] },
      pValue: 0.0312,
    },
    {
      name: 'fused',
      measures: { 'nDCG@5': interval(0.25), 'nDCG@10': interval(0.35) },
      lists: { ...lists, mostRecommended: [{ id: 'a1', title: 'Rates\nrise again', lists: 12 }] },
      pValue: null,
    },
    {
      name: 'served',
      measures: { 'nDCG@5': interval(0.25), 'nDCG@10': interval(0.34) },
      lists: { ...lists, mostRecommended: [{ id: 'a2', title: 'x'.repeat(60), lists: 3 }] },
      pValue: 0.25,
    },
  ],
};

describe('the table', () => {
  it('has a line per system: nDCG@10 with its interval, p and a star, the other measures', () => {
    const lines = resultTable(result).split('\n');
    expect(lines[0]).toBe('80 articles, 40 queries');
    expect(lines.slice(2, 6)).toEqual([
      'system  nDCG@10      95% interval       p     nDCG@5',
      'words    0.3000  [0.2900, 0.3200]  0.0312  *  0.2000',
      'fused    0.3500  [0.3400, 0.3700]             0.2500',
      'served   0.3400  [0.3300, 0.3600]  0.2500     0.2500',
    ]);
  });

  it('says what the lists are like', () => {
    const text = resultTable(result);
    expect(text).toMatch(/^words +– +25\.0% +12\.5% {2}–$/m);
    expect(text).toMatch(/^fused +0\.5000 +25\.0% +12\.5% {2}12 lists: Rates rise again \(a1\)$/m);
    expect(text).toMatch(/^served .* 3 lists: x{39}… \(a2\)$/m);
  });

  it('of pairs leads with Pearson and has no lists', () => {
    const text = resultTable({
      articles: 8,
      pairs: 6,
      systems: [
        {
          name: 'fused',
          measures: { pearson: interval(0.8), spearman: interval(-0.7) },
          lists: null,
          pValue: null,
        },
      ],
    });
    expect(text).toMatch(/^8 articles, 6 pairs$/m);
    expect(text).toMatch(/^fused +0\.8000 +\[0\.7900, 0\.8200\] +-0\.7000$/m);
    expect(text).not.toContain('diversity');
  });
});
