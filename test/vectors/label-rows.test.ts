import { describe, expect, it } from 'vitest';
import { rowsByLabel } from '../../src/vectors/label-rows.js';

describe('the row of a label', () => {
  it.each([
    ['close', [3, 0, 7]],
    ['far apart', [3, 0, 4_000_000_000]],
  ])('is found where labels lie %s, and −1 for one that has none', (_, labels) => {
    const rowFor = rowsByLabel(Uint32Array.from(labels));
    expect(labels.map(rowFor)).toEqual([0, 1, 2]);
    expect([1, 8, 5_000_000_000, -1, 0.5, Number.NaN].map(rowFor)).toEqual(Array(6).fill(-1));
  });

  it('is that of nothing where there are no labels', () => {
    expect(rowsByLabel(new Uint32Array())(0)).toBe(-1);
  });
});
