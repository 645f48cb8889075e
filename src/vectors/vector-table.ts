/** Vectors in one block of memory, one row each, with the label of every row. */
export interface VectorTable {
  readonly dimensions: number;
  /** Label of each row. */
  readonly labels: Uint32Array;
  /** Row after row, `labels.length × dimensions` numbers. */
  readonly values: Float32Array;
}

export function rowOf(table: VectorTable, row: number): Float32Array {
  return table.values.subarray(row * table.dimensions, (row + 1) * table.dimensions);
}

/** Dot product of a query with one row; for unit vectors the cosine similarity. */
export function similarity(query: Float32Array, values: Float32Array, offset: number): number {
  const dimensions = query.length;
  // Four sums at once keep the processor's pipelines busy.
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < dimensions; i += 4) {
    a += (query[i] ?? 0) * (values[offset + i] ?? 0);
    b += (query[i + 1] ?? 0) * (values[offset + i + 1] ?? 0);
    c += (query[i + 2] ?? 0) * (values[offset + i + 2] ?? 0);
    d += (query[i + 3] ?? 0) * (values[offset + i + 3] ?? 0);
  }
  for (; i < dimensions; i += 1) a += (query[i] ?? 0) * (values[offset + i] ?? 0);
  return a + b + c + d;
}

/** Grows row by row; a label given again replaces its row. */
export class VectorTableBuilder {
  #values: Float32Array;
  #labels: number[] = [];
  readonly #rows = new Map<number, number>();

  constructor(readonly dimensions: number) {
    this.#values = new Float32Array(dimensions * 1024);
  }

  get count(): number {
    return this.#labels.length;
  }

  has(label: number): boolean {
    return this.#rows.has(label);
  }

  /** A view on the vector, good until the next change; `null` where there is none. */
  get(label: number): Float32Array | null {
    const row = this.#rows.get(label);
    return row === undefined
      ? null
      : this.#values.subarray(row * this.dimensions, (row + 1) * this.dimensions);
  }

  set(label: number, vector: Float32Array): void {
    const row = this.#rows.get(label) ?? this.#append(label);
    this.#values.set(vector, row * this.dimensions);
  }

  /** The last row moves into the gap. */
  delete(label: number): boolean {
    const row = this.#rows.get(label);
    const last = this.#labels.pop();
    if (row === undefined || last === undefined) {
      if (last !== undefined) this.#labels.push(last);
      return false;
    }
    if (last !== label) {
      const from = this.#labels.length * this.dimensions;
      this.#values.copyWithin(row * this.dimensions, from, from + this.dimensions);
      this.#labels[row] = last;
      this.#rows.set(last, row);
    }
    this.#rows.delete(label);
    return true;
  }

  /** A view on what has been put in so far; it shares memory until the builder grows. */
  table(): VectorTable {
    return {
      dimensions: this.dimensions,
      labels: Uint32Array.from(this.#labels),
      values: this.#values.subarray(0, this.#labels.length * this.dimensions),
    };
  }

  #append(label: number): number {
    const row = this.#labels.length;
    if ((row + 1) * this.dimensions > this.#values.length) {
      const larger = new Float32Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#labels.push(label);
    this.#rows.set(label, row);
    return row;
  }
}
