import type { Adaptation } from './adaptation.js';
import { isWord } from './vocabulary.js';

/** "SAA1", read as a little-endian number: what this file is, and which edition of its form. */
const MAGIC = 0x31414153;
const HEAD_BYTES = 20;

/**
 * The bytes of an adaptation: the mark "SAA1", then `fittedOn`, the general dimensions, the number of terms
 * and the dimensions (32-bit each, little-endian), then mean, terms, idf and directions, one after another.
 */
export function serializeAdaptation(adaptation: Adaptation): Uint8Array {
  const { fittedOn, mean, terms, idf, directions, dimensions } = adaptation;
  const head = Uint32Array.of(MAGIC, fittedOn, mean.length, terms.length, dimensions);
  const parts = [head, mean, terms, idf, directions];
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), offset);
    offset += part.byteLength;
  }
  return bytes;
}

/** Views on the bytes. `null` where they are not such a file: not one of its numbers is taken on trust. */
export function parseAdaptation(bytes: ArrayBuffer): Adaptation | null {
  if (bytes.byteLength < HEAD_BYTES) return null;
  const head = new Uint32Array(bytes, 0, HEAD_BYTES / 4);
  const [magic = 0, fittedOn = 0, general = 0, known = 0, dimensions = 0] = head;
  if (magic !== MAGIC || fittedOn === 0 || known === 0 || dimensions === 0) return null;
  if (bytes.byteLength !== HEAD_BYTES + 4 * (general + known + known + known * dimensions)) return null;
  let offset = HEAD_BYTES;
  const floats = (length: number): Float32Array => {
    const view = new Float32Array(bytes, offset, length);
    offset += 4 * length;
    return view;
  };
  const mean = floats(general);
  const terms = new Uint32Array(bytes, offset, known);
  offset += 4 * known;
  const idf = floats(known);
  const directions = floats(known * dimensions);
  if (!terms.every((hash, i) => isWord(hash) && (i === 0 || hash > (terms[i - 1] ?? 0)))) return null;
  if (![mean, idf, directions].every(allFinite)) return null;
  return { fittedOn, mean, terms, idf, directions, dimensions };
}

function allFinite(values: Float32Array): boolean {
  // Zero times anything finite is zero; times an infinity, or what is not a number, it is not a number.
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += 0 * (values[i] ?? 0);
  return sum === 0;
}
