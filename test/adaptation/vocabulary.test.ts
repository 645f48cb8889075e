import { expect, it } from 'vitest';
import { knownTerms, vocabularyOf } from '../../src/adaptation/vocabulary.js';
import { wordHash, wordTerms } from './planted.js';

/** A text with each of so many terms once. */
const text = (from: number, to: number) => ({
  hashes: Uint32Array.from({ length: to - from }, (_, i) => 4 * (from + i)),
  counts: new Uint8Array(to - from).fill(1),
});

it('knows the terms of most articles where there are too many', () => {
  const { terms } = vocabularyOf([text(0, 40_000), text(0, 40_000), text(20_000, 40_000)]);
  expect(terms).toHaveLength(32_768);
  expect(terms).toEqual(terms.toSorted());
  const known = new Set(terms);
  for (let i = 20_000; i < 40_000; i += 1) expect(known.has(4 * i)).toBe(true);
});

it('weighs a term by its rarity and the root of its count, each text at unit length', () => {
  const texts = ['yen yen yen yen bank', 'yen bank', 'bank rate', 'rate'].map(wordTerms);
  const vocabulary = vocabularyOf(texts);
  const { places, weights } = knownTerms(texts[0] ?? wordTerms(''), vocabulary);
  const [yen, bank] = [2 * Math.log(5 / 2), Math.log(5 / 3)];
  const weightOf = (word: string) =>
    weights[[...places].findIndex((place) => vocabulary.terms[place] === wordHash(word))];
  expect(weightOf('yen')).toBeCloseTo(yen / Math.hypot(yen, bank), 6);
  expect(weightOf('bank')).toBeCloseTo(bank / Math.hypot(yen, bank), 6);
  expect(places).toHaveLength(2);
});
