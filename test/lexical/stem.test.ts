import { describe, expect, it } from 'vitest';
import { singular, stemsOf } from '../../src/lexical/stem.js';

it.each([
  ['chips', 'chip'],
  ['policies', 'policy'],
  ['prices', 'price'],
  ['press', 'press'],
  ['virus', 'virus'],
  ['gas', 'gas'],
  ['lies', 'ly'],
])('the plural ending is taken from %s, which gives %s', (word, expected) => {
  expect(singular(word)).toBe(expected);
});

describe('a stem', () => {
  it.each([
    ['israel', 'israeli'],
    ['israel', 'israelis'],
    ['election', 'elections'],
    ['election', 'electing'],
    ['protest', 'protesters'],
    ['policy', 'policies'],
  ])('joins %s and %s', (one, other) => {
    expect(stemsOf(other)).toEqual(stemsOf(one));
    expect(stemsOf(one)).toHaveLength(1);
  });

  it.each([
    ['japan', 'japanese'],
    ['trade', 'traded'],
    ['iran', 'iraq'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(stemsOf(other)).not.toEqual(stemsOf(one));
  });

  it('has at most six letters, and no half of one', () => {
    expect(stemsOf('intervention')).toEqual(['interv']);
    expect(stemsOf('yen')).toEqual(['yen']);
    expect(stemsOf('\u{10428}'.repeat(8))).toEqual(['\u{10428}'.repeat(6)]);
  });

  it('is every two neighbouring syllables of a longer word of Hangul', () => {
    expect(stemsOf('일본은행이')).toEqual(['일본', '본은', '은행', '행이']);
    expect(stemsOf('금리')).toEqual(['금리']);
    expect(stemsOf('돈')).toEqual(['돈']);
  });
});
