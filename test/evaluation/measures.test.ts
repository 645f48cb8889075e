import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.js';
import { parseQrels } from '../../src/evaluation/judgments.js';
import { inTrecOrder, mean, ndcgAt, reciprocalRank } from '../../src/evaluation/measures.js';

const run = [
  { id: 'a', score: 0.9 },
  { id: 'b', score: 0.8 },
  { id: 'c', score: 0.7 },
];

describe('nDCG@k', () => {
  it('is the discounted gain over that of the best order, worked out by hand', () => {
    const judged = new Map([
      ['a', 0],
      ['b', 3],
      ['c', 1],
      ['d', 2],
    ]);
    // Gained: 0/log2(2) + 3/log2(3) + 1/log2(4). Ideal: 3/log2(2) + 2/log2(3) + 1/log2(4).
    expect(ndcgAt(10, run, judged)).toBeCloseTo((3 / Math.log2(3) + 0.5) / (3 + 2 / Math.log2(3) + 0.5), 10);
  });

  it('looks no further than rank k, in the run and in the ideal', () => {
    const judged = new Map([
      ['b', 1],
      ['c', 1],
    ]);
    expect(ndcgAt(1, run, judged)).toBe(0);
    expect(ndcgAt(2, run, judged)).toBeCloseTo(1 / Math.log2(3) / (1 + 1 / Math.log2(3)), 10);
  });

  it('is 1 for the best order and 0 where nothing is relevant', () => {
    expect(
      ndcgAt(
        10,
        run,
        new Map([
          ['a', 2],
          ['b', 1],
        ]),
      ),
    ).toBe(1);
    expect(ndcgAt(10, run, new Map([['a', 0]]))).toBe(0);
    expect(ndcgAt(10, [], new Map([['a', 1]]))).toBe(0);
  });
});

it('breaks ties by document id, descending, as trec_eval does', () => {
  const tied = [
    { id: 'x', score: 1 },
    { id: 'z', score: 1 },
    { id: 'y', score: 1 },
  ];
  expect(inTrecOrder(tied).map((document) => document.id)).toEqual(['z', 'y', 'x']);
});

it('takes the first relevant document for the reciprocal rank', () => {
  expect(reciprocalRank(run, new Map([['c', 1]]))).toBeCloseTo(1 / 3, 10);
  expect(reciprocalRank(run, new Map([['z', 1]]))).toBe(0);
});

it('calls the mean of nothing 0', () => {
  expect(mean([])).toBe(0);
  expect(mean([1, 2])).toBe(1.5);
});

describe('qrels', () => {
  it('are read line by line, whatever white space separates the fields', () => {
    const qrels = parseQrels('q1 0 a 1\nq1\t0\tb  3\r\n\nq2 0 a 0\n', 'x.qrels');
    expect([...(qrels.get('q1') ?? [])]).toEqual([
      ['a', 1],
      ['b', 3],
    ]);
    expect(qrels.get('q2')?.get('a')).toBe(0);
  });

  it('name the line that is wrong', () => {
    expect(() => parseQrels('q1 0 a 1\nq1 0 b high\n', 'x.qrels')).toThrow(UsageError);
    expect(() => parseQrels('q1 0 a 1\nq1 0 b high\n', 'x.qrels')).toThrow('x.qrels:2');
  });
});
