import { createRequire } from 'node:module';
import type * as MlMatrix from 'ml-matrix';

const require = createRequire(import.meta.url);

/** Eigenvalues, largest first, and the eigenvector of each: component i of number k at `i × size + k`. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/** Of a symmetric matrix of `size × size` numbers, all finite. */
export function symmetricEigen(matrix: Float64Array, size: number): SymmetricEigen {
  const values = new Float64Array(size);
  const vectors = new Float64Array(size * size);
  if (size === 0) return { values, vectors };
  // Loaded where it is needed: it would be a third of the start of a thread that fits no space.
  const { EigenvalueDecomposition, Matrix } = require('ml-matrix') as typeof MlMatrix;
  const rows = Array.from({ length: size }, (_, i) => matrix.subarray(i * size, (i + 1) * size));
  const found = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true });
  const columns = found.eigenvectorMatrix;
  const order = [...found.realEigenvalues.keys()].sort(
    (a, b) => (found.realEigenvalues[b] ?? 0) - (found.realEigenvalues[a] ?? 0) || a - b,
  );
  order.forEach((column, k) => {
    values[k] = found.realEigenvalues[column] ?? 0;
    for (let i = 0; i < size; i += 1) vectors[i * size + k] = columns.get(i, column);
  });
  return { values, vectors };
}
