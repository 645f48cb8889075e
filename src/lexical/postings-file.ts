import type { Postings } from './postings.js';
import { FIELDS } from './statistics.js';

/**
 * The bytes of postings: the number of texts, of terms and of postings (32-bit each, little-endian), then the
 * arrays one after another in the order of `Postings`, the counts last.
 */
export function serializePostings(postings: Postings): Uint8Array {
  const parts = postingsParts(postings);
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}

/** The same bytes as views, one after another: the postings of a large archive are not held twice. */
export function postingsParts({ labels, norms, terms, starts, rows, counts }: Postings): Uint8Array[] {
  const head = Uint32Array.of(labels.length, terms.length, rows.length);
  return [head, labels, norms, terms, starts, rows, counts].map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  );
}

/** Views on the bytes, which must begin at a multiple of four. `null` where they are not such a file. */
export function parsePostings(bytes: ArrayBuffer): Postings | null {
  if (bytes.byteLength < 12) return null;
  const [texts = 0, terms = 0, postings = 0] = new Uint32Array(bytes, 0, 3);
  const numbers = texts + texts * FIELDS.length + terms + terms + 1 + postings;
  if (bytes.byteLength !== 12 + 4 * numbers + postings) return null;
  let offset = 12;
  const words = (length: number): Uint32Array => {
    const view = new Uint32Array(bytes, offset, length);
    offset += 4 * length;
    return view;
  };
  const labels = words(texts);
  const norms = new Float32Array(bytes, offset, texts * FIELDS.length);
  offset += 4 * norms.length;
  return {
    labels,
    norms,
    terms: words(terms),
    starts: words(terms + 1),
    rows: words(postings),
    counts: new Uint8Array(bytes, offset, postings),
  };
}
