import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.js';
import { parseQrels } from '../../src/evaluation/judgments.js';

describe('qrels', () => {
  it('are read line by line, whatever white space separates the fields', () => {
    const qrels = parseQrels('q1 0 a 1\nq1\t0\tb  3\r\n\n  q2 0 a 0\n', 'x.qrels');
    expect([...(qrels.get('q1') ?? [])]).toEqual([
      ['a', 1],
      ['b', 3],
    ]);
    expect([...(qrels.get('q2') ?? [])]).toEqual([['a', 0]]);
  });

  it('may hold ids in any script, and a no-break space within one', () => {
    const qrels = parseQrels('記事 0 기사\u00a01 -1\n', 'x.qrels');
    expect(qrels.get('記事')?.get('기사\u00a01')).toBe(-1);
  });

  it.each([
    ['a grade that is no number', 'q1 0 b high'],
    ['a grade that is no whole number', 'q1 0 b 1.5'],
    ['a field too few', 'q1 b 1'],
    ['a field too many', 'q1 0 b 1 x'],
  ])('name the line of %s, and quote it', (_, line) => {
    const parse = () => parseQrels(`q1 0 a 1\n${line}\n`, 'x.qrels');
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(
      `x.qrels:2: expected "query 0 document grade" with a whole number as grade, received "${line}".`,
    );
  });

  it('may repeat a judgment, but not contradict it', () => {
    expect(parseQrels('q 0 a 1\nq 0 a 1\n', 'x').get('q')?.size).toBe(1);
    expect(() => parseQrels('q 0 a 1\nq 0 a 0\n', 'x')).toThrow(
      'x:2: expected one grade for document a of query q, received 0 after 1',
    );
  });
});
