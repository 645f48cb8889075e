import { seededBits } from './chance.js';
import { type SparseRows, times, transposed } from './sparse-rows.js';
import { type SymmetricEigen, symmetricEigen } from './symmetric-eigen.js';
import { gram, type TallMatrix, timesSmall } from './tall-matrix.js';

/** Directions that are followed beside those asked for, so that the last ones asked for come out right. */
const OVERSAMPLING = 16;
/** Each one pulls the directions found towards the strongest. More ranked no better where tried. */
const POWER_ITERATIONS = 2;
/** Directions this much weaker than the strongest are rounding errors. */
const NEGLIGIBLE = 1e-5;

export interface RightSingular {
  /** Singular values, largest first: no more than asked for, fewer where the matrix has a lower rank. */
  readonly values: Float64Array;
  /**
   * Column after column of the matrix, `columns × values.length` numbers, each vector over the root of its
   * value.
   */
  readonly scaledVectors: Float32Array;
}

/**
 * The strongest right singular vectors of a matrix, by randomised subspace iteration (Halko, Martinsson and
 * Tropp, "Finding structure with randomness", 2011, algorithms 4.4 and 5.1). The same seed gives the same
 * numbers.
 */
export function rightSingular(matrix: SparseRows, rank: number, seed: number): RightSingular {
  const turned = transposed(matrix);
  const width = rank + OVERSAMPLING;
  // Uniform instead of normal numbers, which cost more and give the same subspace after the iterations.
  const tall = new Float64Array(matrix.columns * width);
  for (let i = 0; i < tall.length; i += 1) tall[i] = seededBits(seed, i) / 2 ** 31 - 1;

  // One block of memory for every product of this size: a vocabulary's is 37 MB.
  let basis = orthonormal({ values: times(matrix, tall, width), rows: matrix.rows, width });
  for (let iteration = 0; iteration < POWER_ITERATIONS; iteration += 1) {
    const back = times(turned, basis.values, basis.width, tall);
    basis = orthonormal({ ...basis, values: times(matrix, back, basis.width) });
  }

  // With Q the basis, QᵀX = W·Σ·Vᵀ, so that V = XᵀQ·W/Σ.
  const projected = {
    ...basis,
    values: times(turned, basis.values, basis.width, tall),
    rows: matrix.columns,
  };
  const eigen = symmetricEigen(gram(projected), basis.width);
  const values = eigen.values.subarray(0, Math.min(rank, rankOf(eigen))).map(Math.sqrt);
  const scaled = scaledVectors(
    eigen,
    values.map((value) => value ** -1.5),
  );
  return { values, scaledVectors: Float32Array.from(timesSmall(projected, scaled, values.length).values) };
}

/**
 * Columns of unit length at right angles that span the same; fewer where the given ones depend on each other.
 */
function orthonormal(matrix: TallMatrix): TallMatrix {
  const eigen = symmetricEigen(gram(matrix), matrix.width);
  const scales = eigen.values.subarray(0, rankOf(eigen)).map((value) => 1 / Math.sqrt(value));
  return timesSmall(matrix, scaledVectors(eigen, scales), scales.length);
}

/** How many of a Gram matrix's values are more than rounding errors. */
function rankOf({ values }: SymmetricEigen): number {
  const least = (values[0] ?? 0) * NEGLIGIBLE ** 2;
  return values.filter((value) => value > least).length;
}

/** The first eigenvectors, each times its scale: `size × scales.length` numbers. */
function scaledVectors({ values, vectors }: SymmetricEigen, scales: Float64Array): Float64Array {
  const size = values.length;
  const scaled = new Float64Array(size * scales.length);
  for (let i = 0; i < size; i += 1) {
    scales.forEach((scale, k) => {
      scaled[i * scales.length + k] = (vectors[i * size + k] ?? 0) * scale;
    });
  }
  return scaled;
}
