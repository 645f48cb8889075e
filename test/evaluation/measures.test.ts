import { describe, expect, it } from 'vitest';
import {
  averagePrecision,
  compareBytes,
  inTrecOrder,
  judge,
  MEASURE_NAMES,
  MEASURES,
  mean,
  ndcg,
  ndcgAt,
  precision,
  recall,
  reciprocalOfFirst,
  reciprocalRank,
  success,
} from '../../src/evaluation/measures.js';

const run = [
  { id: 'a', score: 0.9 },
  { id: 'b', score: 0.8 },
  { id: 'c', score: 0.7 },
];
const grades = (of: Readonly<Record<string, number>>) => new Map(Object.entries(of));

/** A run of seven documents d1 … d7, of which these are judged; x and y are judged and not in the run. */
const seven = Array.from({ length: 7 }, (_, i) => ({ id: `d${i + 1}`, score: 7 - i }));
const judged = (of: Readonly<Record<string, number>>) => judge(seven, grades(of));

describe('nDCG@k', () => {
  it('is the discounted gain over that of the best order', () => {
    // Gained: 0/log2(2) + 3/log2(3) + 1/log2(4). Best: 3/log2(2) + 2/log2(3) + 1/log2(4).
    const expected = (3 / Math.log2(3) + 0.5) / (3 + 2 / Math.log2(3) + 0.5);
    expect(ndcgAt(10, run, grades({ a: 0, b: 3, c: 1, d: 2 }))).toBeCloseTo(expected, 10);
    expect(expected).toBeCloseTo(0.5025, 4);
  });

  it('looks no further than rank k, in the run and in the best order', () => {
    expect(ndcgAt(1, run, grades({ b: 1, c: 1 }))).toBe(0);
    // Gained at rank 2: 1/log2(3). Best: 1/log2(2) + 1/log2(3).
    expect(ndcgAt(2, run, grades({ b: 1, c: 1 }))).toBeCloseTo(1 / Math.log2(3) / (1 + 1 / Math.log2(3)), 10);
  });

  it('has linear gain: a grade of 2 counts twice as much as a grade of 1', () => {
    // Gained 1 + 2/log2(3), best 2 + 1/log2(3).
    const expected = (1 + 2 / Math.log2(3)) / (2 + 1 / Math.log2(3));
    expect(ndcg(judged({ d1: 1, d2: 2 }), 5)).toBeCloseTo(expected, 10);
  });

  it('counts a negative grade as nothing', () => {
    expect(ndcg(judged({ d1: -1, d2: 1 }), 5)).toBeCloseTo(1 / Math.log2(3), 10);
  });

  it('is 1 for the best order and 0 where nothing is relevant', () => {
    expect(ndcgAt(10, run, grades({ a: 2, b: 1 }))).toBe(1);
    expect(ndcgAt(10, run, grades({ a: 0 }))).toBe(0);
    expect(ndcgAt(10, [], grades({ a: 1 }))).toBe(0);
  });
});

describe('the measures of relevant or not', () => {
  // Relevant at the ranks 2, 4 and 7; two more relevant documents are not in the run: 5 in all.
  const list = judged({ d1: 0, d2: 1, d4: 3, d7: 1, x: 1, y: 2 });

  it('P@5 divides by 5: ranks 2 and 4 are 2/5', () => {
    expect(precision(list, 5)).toBe(2 / 5);
  });

  it('P@5 divides by 5 also where the run is shorter', () => {
    expect(precision(judge(run, grades({ a: 1, b: 1, c: 1 })), 5)).toBe(3 / 5);
  });

  it('Recall@k divides by all relevant documents, in the run or not', () => {
    expect(recall(list, 4)).toBe(2 / 5);
    expect(recall(list, 10)).toBe(3 / 5);
  });

  it('the reciprocal rank is that of the first: 1/2', () => {
    expect(reciprocalOfFirst(list)).toBe(1 / 2);
    expect(reciprocalRank(run, grades({ c: 1 }))).toBe(1 / 3);
    expect(reciprocalRank(run, grades({ z: 1 }))).toBe(0);
  });

  it('the average precision is (1/2 + 2/4 + 3/7) / 5', () => {
    expect(averagePrecision(list)).toBeCloseTo((1 / 2 + 2 / 4 + 3 / 7) / 5, 12);
  });

  it('Success@k is 1 as soon as one is found', () => {
    expect([success(list, 1), success(list, 2), success(list, 5)]).toEqual([0, 1, 1]);
  });

  it('a grade of 1 is relevant, 0 and less are not', () => {
    expect(precision(judged({ d1: 0, d2: -1, d3: 1 }), 5)).toBe(1 / 5);
    expect(recall(judged({ d1: 0, d2: -1, d3: 1 }), 5)).toBe(1);
  });

  it('all are 0 where nothing is relevant, and where nothing is ranked', () => {
    for (const nothing of [judged({ d1: 0 }), judge([], grades({ a: 1 })), judge([], grades({}))]) {
      expect(MEASURE_NAMES.map((name) => MEASURES[name](nothing))).toEqual(MEASURE_NAMES.map(() => 0));
    }
  });

  it('are told under the names of their definitions', () => {
    const told = Object.fromEntries(MEASURE_NAMES.map((name) => [name, MEASURES[name](list)]));
    expect(told).toEqual({
      'nDCG@5': ndcg(list, 5),
      'nDCG@10': ndcg(list, 10),
      'P@5': 0.4,
      'Recall@10': 0.6,
      'Recall@100': 0.6,
      MRR: 0.5,
      MAP: averagePrecision(list),
      'Success@5': 1,
    });
    expect(ndcg(list, 10)).toBeGreaterThan(ndcg(list, 5));
  });
});

describe('the order of trec_eval', () => {
  const ordered = (documents: Readonly<Record<string, number>>) =>
    inTrecOrder(Object.entries(documents).map(([id, score]) => ({ id, score }))).map(({ id }) => id);

  it('is by score, descending, and not by the place in the run', () => {
    expect(ordered({ low: -1, high: 2, middle: 0.5 })).toEqual(['high', 'middle', 'low']);
  });

  it('breaks ties by document id, descending', () => {
    expect(ordered({ x: 1, z: 1, y: 1 })).toEqual(['z', 'y', 'x']);
    expect(ordered({ doc1: 1, doc10: 1, doc9: 1, doc: 1 })).toEqual(['doc9', 'doc10', 'doc1', 'doc']);
  });

  it('compares ids by the bytes of their UTF-8, where UTF-16 has another order', () => {
    const ids = ['z', 'é', '한', '\uff21', '😀', 'a😀', 'aｚ', 'a', ''];
    const bytes = [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect([...ids].sort(compareBytes)).toEqual(bytes);
    // By its first half, the emoji would come before the full-width letter.
    expect('😀' < '\uff21').toBe(true);
    expect(ordered({ '\uff21': 1, '😀': 1 })).toEqual(['😀', '\uff21']);
  });

  it('takes scores as equal that single precision cannot tell apart', () => {
    expect(ordered({ a: 0.1 + 1e-12, b: 0.1 })).toEqual(['b', 'a']);
    expect(ordered({ a: 0.1 + 1e-6, b: 0.1 })).toEqual(['a', 'b']);
  });

  it('leaves a run alone that is in order', () => {
    expect(inTrecOrder(run)).toBe(run);
  });
});

it('calls the mean of nothing 0', () => {
  expect(mean([])).toBe(0);
  expect(mean([1, 2])).toBe(1.5);
});
