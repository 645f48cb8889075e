import { addFour } from './weighted-sum.js';

/** A dense matrix of many rows and few columns, row by row: `rows × width` numbers. */
export interface TallMatrix {
  readonly values: Float64Array;
  readonly rows: number;
  readonly width: number;
}

/** The dot product of each column with each: `width × width` numbers. */
export function gram({ values, rows, width }: TallMatrix): Float64Array {
  const products = new Float64Array(width * width);
  const at = (row: number, i: number) => (row < rows ? (values[row * width + i] ?? 0) : 0);
  const start = (row: number, i: number) => (row < rows ? row * width + i : i);
  for (let row = 0; row < rows; row += 4) {
    for (let i = 0; i < width; i += 1) {
      // The part right of the diagonal; the rest mirrors it.
      addFour(
        products,
        i * width + i,
        values,
        width - i,
        [start(row, i), start(row + 1, i), start(row + 2, i), start(row + 3, i)],
        [at(row, i), at(row + 1, i), at(row + 2, i), at(row + 3, i)],
      );
    }
  }
  for (let i = 0; i < width; i += 1) {
    for (let j = 0; j < i; j += 1) products[i * width + j] = products[j * width + i] ?? 0;
  }
  return products;
}

/** The matrix times a small one of `width × columns` numbers. */
export function timesSmall(matrix: TallMatrix, small: Float64Array, columns: number): TallMatrix {
  const { values, rows, width } = matrix;
  const product = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    const from = (i: number) => (i < width ? i * columns : 0);
    const weight = (i: number) => (i < width ? (values[row * width + i] ?? 0) : 0);
    for (let i = 0; i < width; i += 4) {
      addFour(
        product,
        row * columns,
        small,
        columns,
        [from(i), from(i + 1), from(i + 2), from(i + 3)],
        [weight(i), weight(i + 1), weight(i + 2), weight(i + 3)],
      );
    }
  }
  return { values: product, rows, width: columns };
}
