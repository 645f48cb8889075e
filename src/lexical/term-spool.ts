import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import type { TermEntries } from './postings.js';
import type { Terms } from './terms.js';

/** The terms are kept apart by the highest bits of their hashes: so many parts, of which one at a time is read. */
const PART_BITS = 6;
const PARTS = 1 << PART_BITS;
/** Entries that wait in memory, in each part, to be written together. */
const CHUNK = 8_192;
const CHUNK_BYTES = 9 * CHUNK;

/**
 * Terms of many texts, which would not fit into memory, in a file of their own. A few texts' never get to the disk.
 * The file goes with `close`; whoever is killed before leaves it.
 */
export class TermSpool {
  #file: number | null = null;
  #chunks = 0;
  #texts = 0;
  #entries = 0;
  readonly #parts = Array.from({ length: PARTS }, () => new Part());

  constructor(private readonly path: string) {}

  /** Texts that were added. */
  get texts(): number {
    return this.#texts;
  }

  /** Terms of all texts together. */
  get entries(): number {
    return this.#entries;
  }

  /** Returns the text's number: 0 for the first, and so on. */
  add({ hashes, counts }: Terms): number {
    const text = this.#texts;
    for (let i = 0; i < hashes.length; i += 1) {
      const hash = hashes[i] ?? 0;
      const part = this.#parts[hash >>> (32 - PART_BITS)];
      if (part === undefined) continue;
      part.push(hash, text, counts[i] ?? 1);
      if (part.length === CHUNK) this.#write(part);
    }
    this.#entries += hashes.length;
    this.#texts += 1;
    return text;
  }

  /**
   * The terms, part by part: those of one are above those of the part before, in the order of texts.
   *
   * @param rowOf a text's row; below 0 for one that is left out
   */
  *read(rowOf: Int32Array): Generator<TermEntries> {
    for (const part of this.#parts) {
      const most = part.chunks.length * CHUNK + part.length;
      const entries = {
        hashes: new Uint32Array(most),
        rows: new Uint32Array(most),
        counts: new Uint8Array(most),
      };
      let length = 0;
      const take = (from: Part, count: number): void => {
        for (let i = 0; i < count; i += 1) {
          const row = rowOf[from.texts[i] ?? 0] ?? -1;
          if (row < 0) continue;
          entries.hashes[length] = from.hashes[i] ?? 0;
          entries.rows[length] = row;
          entries.counts[length] = from.counts[i] ?? 1;
          length += 1;
        }
      };
      const stored = new Part();
      for (const chunk of part.chunks) {
        this.#readInto(stored, chunk);
        take(stored, CHUNK);
      }
      take(part, part.length);
      yield {
        hashes: entries.hashes.subarray(0, length),
        rows: entries.rows.subarray(0, length),
        counts: entries.counts.subarray(0, length),
      };
    }
  }

  /** Removes the file. */
  close(): void {
    if (this.#file === null) return;
    closeSync(this.#file);
    rmSync(this.path, { force: true });
    this.#file = null;
  }

  #write(part: Part): void {
    this.#file ??= openSync(this.path, 'w+');
    const written = writeSync(this.#file, part.bytes, 0, CHUNK_BYTES, this.#chunks * CHUNK_BYTES);
    if (written !== CHUNK_BYTES) throw cutShort(this.path, written);
    part.chunks.push(this.#chunks);
    part.length = 0;
    this.#chunks += 1;
  }

  #readInto(part: Part, chunk: number): void {
    const read = readSync(this.#file ?? -1, part.bytes, 0, CHUNK_BYTES, chunk * CHUNK_BYTES);
    if (read !== CHUNK_BYTES) throw cutShort(this.path, read);
  }
}

/** Entries of one part that are not written yet, in the form of the file. */
class Part {
  readonly bytes = new Uint8Array(CHUNK_BYTES);
  readonly hashes = new Uint32Array(this.bytes.buffer, 0, CHUNK);
  readonly texts = new Uint32Array(this.bytes.buffer, 4 * CHUNK, CHUNK);
  readonly counts = this.bytes.subarray(8 * CHUNK);
  /** Places in the file of those that are. */
  readonly chunks: number[] = [];
  length = 0;

  push(hash: number, text: number, count: number): void {
    this.hashes[this.length] = hash;
    this.texts[this.length] = text;
    this.counts[this.length] = count;
    this.length += 1;
  }
}

function cutShort(path: string, bytes: number): Error {
  return new Error(`${path} was cut short: ${bytes} of ${CHUNK_BYTES} bytes. Is the disk full?`);
}
