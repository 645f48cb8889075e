import { words } from '../text/words.js';

/** The distinct terms of a text: parallel arrays, by hash. A term is a word without its plural ending. */
export interface Terms {
  /** 32-bit hashes of the terms, ascending. Two terms in about four billion share one. */
  readonly hashes: Uint32Array;
  /** How often each occurs, 1–255. */
  readonly counts: Uint8Array;
}

/** Changes whenever the same text gives other terms. */
export const TERMS_VERSION = 1;

/** Words of the text, repeated ones included. */
export function lengthOf({ counts }: Terms): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

export function termsOf(text: string): Terms {
  const counts = new Map<number, number>();
  for (const word of words(text)) {
    const hash = hashOf(singular(word));
    counts.set(hash, Math.min(255, (counts.get(hash) ?? 0) + 1));
  }
  const hashes = Uint32Array.from(counts.keys()).sort();
  return { hashes, counts: Uint8Array.from(hashes, (hash) => counts.get(hash) ?? 0) };
}

/** The S-stemmer for English plurals (Harman, "How effective is suffixing?", 1991). Other languages pass. */
export function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s')) return word;
  if (word.endsWith('ies') && !/[ae]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (word.endsWith('es') && !/[aeo]es$/.test(word)) return word.slice(0, -1);
  return /[us]s$/.test(word) ? word : word.slice(0, -1);
}

/** Four bytes for each hash, then one for each count. */
export function packTerms({ hashes, counts }: Terms): Uint8Array {
  const packed = new Uint8Array(hashes.length * 5);
  packed.set(new Uint8Array(hashes.buffer, hashes.byteOffset, hashes.byteLength));
  packed.set(counts, hashes.length * 4);
  return packed;
}

export function unpackTerms(packed: Uint8Array): Terms {
  const count = Math.floor(packed.length / 5);
  // Copied: a buffer from the database may begin at any byte.
  const copy = packed.slice();
  return { hashes: new Uint32Array(copy.buffer, 0, count), counts: copy.subarray(count * 4, count * 5) };
}

/** FNV-1a over UTF-16 code units, its bits mixed once more. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i += 1) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  return (hash ^ (hash >>> 15)) >>> 0;
}
