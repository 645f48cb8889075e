import { expect, it } from 'vitest';
import { lowerPlain } from '../../src/text/lower-plain.js';
import { seededRandom } from '../support/random.js';

it('gives each word in lower case, whatever was asked before', () => {
  const random = seededRandom(7);
  const letters = 'abcXYZ019';
  // More words than are remembered, many of them again.
  for (let i = 0; i < 20_000; i += 1) {
    const length = 1 + Math.floor(random() * 15);
    const word = Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join('');
    const found = lowerPlain(`- ${word} -`, 2, 2 + length);
    if (found !== word.toLowerCase()) expect(found).toBe(word.toLowerCase());
  }
  expect(lowerPlain('The Yen', 4, 7)).toBe('yen');
  expect(lowerPlain('', 0, 0)).toBe('');
});
