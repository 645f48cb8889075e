import { expect, it } from 'vitest';
import { WordPlaces } from '../../../src/recommend/reasons/word-places.js';

it('knows every place of a word, ascending, and the words in the order in which they first stand', () => {
  const text = 'to be or not to be that is to'.split(' ');
  const places = new WordPlaces(text.length);
  text.forEach((word, at) => {
    places.add(word, at);
  });
  expect([...places.words()]).toEqual(['to', 'be', 'or', 'not', 'that', 'is']);
  expect(places.size).toBe(6);
  expect(places.get('to')).toEqual([0, 4, 8]);
  expect(places.get('be')).toEqual([1, 5]);
  expect(places.get('is')).toEqual([7]);
  expect([places.get('question'), places.has('question'), places.has('or')]).toEqual([
    undefined,
    false,
    true,
  ]);
});
