import { addFour } from './weighted-sum.js';

/** A matrix of few entries, row by row. */
export interface SparseRows {
  readonly rows: number;
  readonly columns: number;
  /** Where each row's entries begin; one more at the end. */
  readonly starts: Uint32Array;
  /** Column of each entry. */
  readonly places: Uint32Array;
  readonly weights: Float32Array;
}

/** The same matrix, its columns for rows. */
export function transposed({ rows, columns, starts, places, weights }: SparseRows): SparseRows {
  const turned = {
    rows: columns,
    columns: rows,
    starts: new Uint32Array(columns + 1),
    places: new Uint32Array(places.length),
    weights: new Float32Array(weights.length),
  };
  for (const column of places) turned.starts[column + 1] = (turned.starts[column + 1] ?? 0) + 1;
  for (let column = 0; column < columns; column += 1) {
    turned.starts[column + 1] = (turned.starts[column + 1] ?? 0) + (turned.starts[column] ?? 0);
  }
  const next = turned.starts.slice(0, columns);
  for (let row = 0; row < rows; row += 1) {
    for (let entry = starts[row] ?? 0; entry < (starts[row + 1] ?? 0); entry += 1) {
      const column = places[entry] ?? 0;
      const slot = next[column] ?? 0;
      turned.places[slot] = row;
      turned.weights[slot] = weights[entry] ?? 0;
      next[column] = slot + 1;
    }
  }
  return turned;
}

/**
 * The matrix times a dense one of `columns × width` numbers: `rows × width` numbers, row by row.
 *
 * @param room whose beginning is overwritten with them, to spare memory
 */
export function times(
  matrix: SparseRows,
  dense: Float64Array,
  width: number,
  room = new Float64Array(matrix.rows * width),
): Float64Array {
  const { rows, starts, places, weights } = matrix;
  const product = room.subarray(0, rows * width).fill(0);
  for (let row = 0; row < rows; row += 1) {
    const end = starts[row + 1] ?? 0;
    const from = (entry: number) => (entry < end ? (places[entry] ?? 0) * width : 0);
    const weight = (entry: number) => (entry < end ? (weights[entry] ?? 0) : 0);
    for (let i = starts[row] ?? 0; i < end; i += 4) {
      addFour(
        product,
        row * width,
        dense,
        width,
        [from(i), from(i + 1), from(i + 2), from(i + 3)],
        [weight(i), weight(i + 1), weight(i + 2), weight(i + 3)],
      );
    }
  }
  return product;
}
