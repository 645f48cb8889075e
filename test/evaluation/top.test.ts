import { describe, expect, it } from 'vitest';
import { inTrecOrder } from '../../src/evaluation/measures.js';
import { topOf } from '../../src/evaluation/top.js';
import { seededRandom } from '../support/random.js';

const idOf = (place: number) => `d${place}`;
const sorted = (scores: Float64Array, depth: number) =>
  inTrecOrder(Array.from(scores, (score, place) => ({ id: idOf(place), score }))).slice(0, depth);

describe('the top of a list of scores', () => {
  it.each([1, 7, 100, 500, 999, 1000, 5000])('is the beginning of the sorted list: %i of 1,000', (depth) => {
    const random = seededRandom(depth);
    const scores = Float64Array.from({ length: 1000 }, () => random() - 0.3);
    expect(topOf(scores, depth, idOf)).toEqual(sorted(scores, depth));
  });

  it('keeps to the tie rule where equal scores meet the bound', () => {
    const scores = Float64Array.from({ length: 400 }, (_, i) => (i % 3) / 4);
    for (const depth of [1, 133, 134, 140, 300])
      expect(topOf(scores, depth, idOf)).toEqual(sorted(scores, depth));
    const near = Float64Array.of(0.5, 0.5 + 1e-10, 0.5 - 1e-10, 0.4);
    expect(topOf(near, 2, idOf)).toEqual(sorted(near, 2));
  });

  it('is empty without scores', () => {
    expect(topOf(new Float64Array(), 10, idOf)).toEqual([]);
  });
});
