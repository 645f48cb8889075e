import { describe, expect, it } from 'vitest';
import { createPairReader } from '../../src/evaluation/pairs.js';

const text = { title: 'Rates rise', body: 'The central bank raised rates.' };

describe('a graded pair', () => {
  it('is of two ids', () => {
    const reader = createPairReader();
    expect(reader.read({ a: 'x', b: 'y', grade: 2.5 })).toEqual({
      ok: true,
      pair: { a: 'x', b: 'y', grade: 2.5 },
    });
    expect(reader.inline()).toEqual([]);
  });

  it('may hold texts, which become articles, equal ones the same', () => {
    const reader = createPairReader();
    const first = reader.read({ a: text, b: 'y', grade: 1 });
    const second = reader.read({ a: { title: 'Rain', body: 'It rained.' }, b: { ...text }, grade: 0 });
    const [rates, rain] = reader.inline();
    expect(reader.inline()).toHaveLength(2);
    expect([rates?.title, rates?.body]).toEqual([text.title, text.body]);
    expect(first).toEqual({ ok: true, pair: { a: rates?.id, b: 'y', grade: 1 } });
    expect(second).toEqual({ ok: true, pair: { a: rain?.id, b: rates?.id, grade: 0 } });
    expect(rates?.id).not.toBe(rain?.id);
  });

  it.each([
    ['is no object', [1, 2], ['(record): an object { a, b, grade } ← array [1,2]']],
    ['has no grade', { a: 'x', b: 'y' }, ['grade: a number ← nothing']],
    ['has a grade in quotes', { a: 'x', b: 'y', grade: '1' }, ['grade: a number ← "1"']],
    ['has a number as a side', { a: 7, b: 'y', grade: 1 }, ['a: an id, or { title, body } ← 7']],
    ['has an empty id', { a: 'x', b: '', grade: 1 }, ['b: at least 1 character(s) ← ""']],
    ['has a text without a body', { a: { title: 'T' }, b: 'y', grade: 1 }, ['a.body: string ← nothing']],
    [
      'has several faults',
      { a: null, b: { body: 'B' } },
      ['a: an id, or { title, body } ← null', 'b.title: string ← nothing', 'grade: a number ← nothing'],
    ],
  ])('that %s is refused, by field, with what was expected and received', (_, record, expected) => {
    const reader = createPairReader();
    const parsed = reader.read(record);
    const problems = parsed.ok ? [] : parsed.problems;
    expect(problems.map((one) => `${one.field}: ${one.expected} ← ${one.received}`)).toEqual(expected);
  });
});
