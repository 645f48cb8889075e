import { describe, expect, it } from 'vitest';
import { meanOfPassages, meanOfTokens, toUnitLength } from '../../src/embedding/pooling.js';

const vector = (...parts: number[]) => Float32Array.from(parts);

describe('toUnitLength', () => {
  it('divides by the length', () => {
    expect(toUnitLength(vector(3, 4))).toEqual(vector(0.6, 0.8));
  });

  it.each([[[0, 0]], [[Number.NaN, 1]], [[Infinity, 1]], [[1e-30, 0]], [[]]])(
    'gives null for %j, which has no direction',
    (parts) => {
      expect(toUnitLength(vector(...parts))).toBeNull();
    },
  );
});

describe('meanOfTokens', () => {
  it('is the mean of the tokens that the mask keeps', () => {
    const tokens = vector(1, 2, 3, 4, 100, 200);
    expect(meanOfTokens(tokens, [1, 1, 0], 2)).toEqual(vector(2, 3));
    expect(meanOfTokens(tokens, [0, 1, 0], 2)).toEqual(vector(3, 4));
  });

  it('has no direction where the mask keeps nothing', () => {
    expect(toUnitLength(meanOfTokens(vector(1, 2), [0], 2))).toBeNull();
  });
});

describe('meanOfPassages', () => {
  it('weighs passages by their token counts and brings the mean to unit length', () => {
    // 3·(1,0) + 4·(0,1) = (3,4), of length 5.
    expect(meanOfPassages([vector(1, 0), vector(0, 1)], [3, 4])).toEqual(vector(0.6, 0.8));
  });

  it('leaves out passages without a vector', () => {
    expect(meanOfPassages([null, vector(0, 1), null], [9, 1, 9])).toEqual(vector(0, 1));
    expect(meanOfPassages([null], [1])).toBeNull();
    expect(meanOfPassages([], [])).toBeNull();
  });

  it('gives null where passages cancel out', () => {
    expect(meanOfPassages([vector(1, 0), vector(-1, 0)], [1, 1])).toBeNull();
  });
});
