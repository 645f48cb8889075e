import { describe, expect, it } from 'vitest';
import { coerceField, splitList, tidyDate } from '../../src/sources/coerce.js';

describe('values from text', () => {
  it.each([
    ['a|b; c', ['a', 'b; c']],
    ['Doe, Jane; Roe, Max', ['Doe, Jane', 'Roe, Max']],
    ['a, b,, c ', ['a', 'b', 'c']],
    ['["a, b", "c"]', ['a, b', 'c']],
    ['[not json', ['[not json']],
    ['one', ['one']],
  ])('splits the list %j', (text, list) => {
    expect(splitList(text)).toEqual(list);
  });

  it('reads yes and no in their usual spellings and keeps the rest for validation to show', () => {
    expect(
      ['true', ' Yes', '1', 'no', 'FALSE', 'perhaps', ''].map((text) => coerceField('sponsored', text)),
    ).toEqual([true, true, true, false, false, 'perhaps', undefined]);
  });

  it.each([
    ['2019-03-13', '2019-03-13'],
    ['2019-3-1', '2019-03-01'],
    ['2001-12-14 21:59:43.10 -5', '2001-12-14T21:59:43.10-05:00'],
    ['2001-12-14t21:59:43Z', '2001-12-14T21:59:43Z'],
    ['2019-03-13 10:00:00 -0400', '2019-03-13T10:00:00-0400'],
    ['2019-3-1 sometime', '2019-3-1 sometime'],
    ['2019-03-13 9:05:00', '2019-03-13T09:05:00'],
    ['March 3, 2019', 'March 3, 2019'],
  ])('tidies the date %j', (text, date) => {
    expect(tidyDate(text)).toBe(date);
  });
});
