import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { expect, it } from 'vitest';
import type { SparseRows } from '../../src/adaptation/sparse-rows.js';
import { rightSingular } from '../../src/adaptation/truncated-svd.js';
import { seededRandom } from '../support/random.js';

/** Entries at random places: no direction stands out, the hardest case for a randomised search. */
function scattered(rows: number, columns: number, perRow: number): { sparse: SparseRows; dense: number[][] } {
  const random = seededRandom(3);
  const dense = Array.from({ length: rows }, () => {
    const row = new Array<number>(columns).fill(0);
    for (let i = 0; i < perRow; i += 1) row[Math.floor(random() ** 2 * columns)] = Math.fround(random());
    return row;
  });
  const entries = dense.map((row) =>
    row.flatMap((weight, place) => (weight === 0 ? [] : [{ place, weight }])),
  );
  const starts = new Uint32Array(rows + 1);
  entries.forEach((row, i) => {
    starts[i + 1] = (starts[i] ?? 0) + row.length;
  });
  const all = entries.flat();
  const places = Uint32Array.from(all, ({ place }) => place);
  const weights = Float32Array.from(all, ({ weight }) => weight);
  return { sparse: { rows, columns, starts, places, weights }, dense };
}

it('finds the largest singular values, largest first', () => {
  const { sparse, dense } = scattered(240, 160, 9);
  const exact = new SingularValueDecomposition(new Matrix(dense)).diagonal;
  const { values } = rightSingular(sparse, 8, 1);
  expect(values).toHaveLength(8);
  values.forEach((value, k) => {
    // With one iteration fewer the last is 5% short, with none 20%.
    expect(value / (exact[k] ?? 0)).toBeGreaterThan(0.97);
    expect(value / (exact[k] ?? 0)).toBeLessThan(1 + 1e-9);
  });
});

it('gives vectors at right angles, each of the length of one over the root of its value', () => {
  const { sparse } = scattered(241, 163, 9);
  const { values, scaledVectors } = rightSingular(sparse, 7, 1);
  expect(scaledVectors).toHaveLength(163 * 7);
  const column = (k: number) => Array.from({ length: 163 }, (_, i) => scaledVectors[7 * i + k] ?? 0);
  for (let k = 0; k < 7; k += 1) {
    for (let other = 0; other < 7; other += 1) {
      const dot = column(k).reduce((sum, value, i) => sum + value * (column(other)[i] ?? 0), 0);
      expect(dot).toBeCloseTo(k === other ? 1 / (values[k] ?? 0) : 0, 5);
    }
  }
});

it.each([
  ['no entries', 5, 4, 0],
  ['no columns', 5, 0, 0],
  ['no rows', 0, 5, 0],
])('finds nothing in a matrix of %s', (_what, rows, columns, perRow) => {
  const { values, scaledVectors } = rightSingular(scattered(rows, columns, perRow).sparse, 3, 1);
  expect(values).toHaveLength(0);
  expect(scaledVectors).toHaveLength(0);
});
