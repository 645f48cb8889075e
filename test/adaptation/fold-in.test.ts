import { expect, it } from 'vitest';
import { fitAdaptation } from '../../src/adaptation/fit.js';
import { foldIn } from '../../src/adaptation/fold-in.js';
import { dot, plantedSample, wordTerms } from './planted.js';

const fitted = fitAdaptation(plantedSample(300), { articles: 300, generalDimensions: 4, seed: 1 });
if (fitted === null) throw new Error('Expected an adaptation, received null.');
const adaptation = fitted;

it('places any text at unit length', () => {
  for (const text of ['yen', 'yen yen yen bank today', 'loaf of a kind never seen']) {
    const place = foldIn(wordTerms(text), adaptation);
    expect(place).toHaveLength(adaptation.dimensions);
    expect(Math.sqrt(dot(place, place))).toBeCloseTo(1, 6);
  }
});

it('places a text by its known words alone', () => {
  expect(foldIn(wordTerms('yen bank unheard of'), adaptation)).toEqual(
    foldIn(wordTerms('yen bank'), adaptation),
  );
});

it('gives a word that is said again more weight', () => {
  const bread = foldIn(wordTerms('loaf'), adaptation);
  const once = foldIn(wordTerms('yen loaf'), adaptation);
  const often = foldIn(wordTerms('yen loaf loaf loaf loaf'), adaptation);
  expect(dot(often, bread)).toBeGreaterThan(dot(once, bread) + 0.1);
});

it('has no place for a text without a known word', () => {
  expect(foldIn(wordTerms(''), adaptation)).toBeNull();
  expect(foldIn(wordTerms('never heard of'), adaptation)).toBeNull();
});

it('has no place for words that lead nowhere', () => {
  const nowhere = { ...adaptation, directions: new Float32Array(adaptation.directions.length) };
  expect(foldIn(wordTerms('yen'), nowhere)).toBeNull();
});
