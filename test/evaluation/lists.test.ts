import { describe, expect, it } from 'vitest';
import { intraListDiversity, observeLists } from '../../src/evaluation/lists.js';

const articles = Array.from({ length: 20 }, (_, i) => ({ id: `a${i}`, title: `Title ${i}` }));
const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `a${from + i}`);

describe('the make-up of lists', () => {
  it('tells diversity: the mean of 1 − similarity over the pairs of a list', () => {
    const cosines: Record<string, number> = { 'a b': 0.5, 'a c': 0.2, 'b c': -0.1 };
    const similarity = (a: string, b: string) => cosines[`${a} ${b}`] ?? Number.NaN;
    expect(intraListDiversity(['a', 'b', 'c'], similarity)).toBeCloseTo((0.5 + 0.8 + 1.1) / 3, 12);
  });

  it('averages diversity over the lists that have pairs', () => {
    const lists = observeLists(articles, (a) => (a === 'a0' ? 0.4 : 0.8));
    lists.add(['a0', 'a1']);
    lists.add(['a2', 'a3', 'a4']);
    lists.add(['a5']);
    lists.add([]);
    expect(lists.statistics().diversity).toBeCloseTo((0.6 + 0.2) / 2, 12);
  });

  it('tells the share of the archive in the first ten of some list, and of lists that are empty', () => {
    const lists = observeLists(articles, () => 0);
    lists.add(ids(0, 14));
    lists.add(['a0', 'a1', 'a10']);
    lists.add([]);
    lists.add([]);
    const { coverage, empty } = lists.statistics();
    expect(coverage).toBe(11 / 20);
    expect(empty).toBe(2 / 4);
  });

  it('tells the five articles that are in most lists, ties by id', () => {
    const lists = observeLists(articles, () => 0);
    for (const list of [['a3', 'a7'], ['a3'], ['a7', 'a3'], ['a9'], ['a1', 'a5', 'a2', 'a4']])
      lists.add(list);
    expect(lists.statistics().mostRecommended).toEqual([
      { id: 'a3', title: 'Title 3', lists: 3 },
      { id: 'a7', title: 'Title 7', lists: 2 },
      { id: 'a1', title: 'Title 1', lists: 1 },
      { id: 'a2', title: 'Title 2', lists: 1 },
      { id: 'a4', title: 'Title 4', lists: 1 },
    ]);
  });

  it('has nothing to tell where there was no list', () => {
    expect(observeLists([], () => 0).statistics()).toEqual({
      diversity: null,
      coverage: 0,
      empty: 0,
      mostRecommended: [],
    });
  });
});
