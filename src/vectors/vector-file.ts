import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';

/**
 * Vectors of a generation in the making, written to their file as they come, one row each; what is asked for is read
 * back. In memory there is only the label of each row.
 */
export class VectorFile {
  readonly #file: number;
  readonly #rows = new Map<number, number>();
  #labels: number[] = [];

  /** @param path is written anew */
  constructor(
    private readonly path: string,
    readonly dimensions: number,
  ) {
    this.#file = openSync(path, 'w+');
  }

  get count(): number {
    return this.#labels.length;
  }

  /** Of each row. */
  get labels(): Uint32Array {
    return Uint32Array.from(this.#labels);
  }

  has(label: number): boolean {
    return this.#rows.has(label);
  }

  row(label: number): number | null {
    return this.#rows.get(label) ?? null;
  }

  get(label: number): Float32Array | null {
    const row = this.#rows.get(label);
    return row === undefined ? null : this.#read(row);
  }

  /** A label given again replaces its row. */
  set(label: number, vector: Float32Array): void {
    if (vector.length !== this.dimensions) {
      throw new RangeError(
        `Expected a vector of ${this.dimensions} dimensions, received one of ${vector.length}.`,
      );
    }
    this.#write(this.#rows.get(label) ?? this.#append(label), vector);
  }

  /** The last row moves into the gap. */
  delete(label: number): boolean {
    const row = this.#rows.get(label);
    if (row === undefined) return false;
    const last = this.#labels.pop();
    this.#rows.delete(label);
    if (last === undefined || last === label) return true;
    this.#write(row, this.#read(this.#labels.length));
    this.#labels[row] = last;
    this.#rows.set(last, row);
    return true;
  }

  /** The file holds exactly the rows from here on, and is not asked any more. */
  close(): void {
    ftruncateSync(this.#file, this.count * this.dimensions * Float32Array.BYTES_PER_ELEMENT);
    closeSync(this.#file);
  }

  #append(label: number): number {
    const row = this.#labels.length;
    this.#labels.push(label);
    this.#rows.set(label, row);
    return row;
  }

  #write(row: number, vector: Float32Array): void {
    const written = writeSync(this.#file, vector, 0, vector.byteLength, row * vector.byteLength);
    if (written !== vector.byteLength) throw cutShort(this.path, written, vector.byteLength);
  }

  #read(row: number): Float32Array {
    const vector = new Float32Array(this.dimensions);
    const read = readSync(this.#file, vector, 0, vector.byteLength, row * vector.byteLength);
    if (read !== vector.byteLength) throw cutShort(this.path, read, vector.byteLength);
    return vector;
  }
}

function cutShort(path: string, bytes: number, expected: number): Error {
  return new Error(`${path} was cut short: ${bytes} of ${expected} bytes of a vector. Is the disk full?`);
}
