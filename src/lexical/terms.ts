import { words } from '../text/words.js';
import { hashOf, hashOfTwo, KIND, kindOf, ofKind } from './hash.js';
import { namesOf } from './names.js';
import { singular, stemsOf } from './stem.js';

/** The distinct terms of a text, of every kind: parallel arrays, by hash. */
export interface Terms {
  /** 32-bit hashes of the terms, ascending; the lowest two bits are the term's kind. */
  readonly hashes: Uint32Array;
  /** How often each occurs, 1–255. */
  readonly counts: Uint8Array;
}

/** Changes whenever the same text gives other terms. */
export const TERMS_VERSION = 2;

export const NO_TERMS: Terms = { hashes: new Uint32Array(), counts: new Uint8Array() };

/** Stems of words in the text, repeated ones included: its length. */
export function lengthOf({ hashes, counts }: Terms): number {
  return counts.reduce((sum, count, i) => (kindOf(hashes[i] ?? 0) === KIND.word ? sum + count : sum), 0);
}

/**
 * A text's terms: the stems of its words, its pairs of neighbouring words, its names, and the words of its title.
 * `text` holds the title too.
 */
export function termsOf(text: string, title = ''): Terms {
  const counts = new Map<number, number>();
  const count = (hash: number) => counts.set(hash, Math.min(255, (counts.get(hash) ?? 0) + 1));
  let before: number | null = null;
  for (const word of words(text)) {
    for (const stem of stemsOf(word)) count(ofKind(hashOf(stem), KIND.word));
    const whole = hashOf(singular(word));
    if (before !== null) count(ofKind(hashOfTwo(before, whole), KIND.pair));
    before = whole;
  }
  for (const name of namesOf(text)) count(ofKind(hashOf(name), KIND.name));
  for (const word of words(title)) for (const stem of stemsOf(word)) count(ofKind(hashOf(stem), KIND.title));
  const hashes = Uint32Array.from(counts.keys()).sort();
  return { hashes, counts: Uint8Array.from(hashes, (hash) => counts.get(hash) ?? 0) };
}

/** Four bytes for each hash, then one for each count. */
export function packTerms({ hashes, counts }: Terms): Uint8Array {
  const packed = new Uint8Array(hashes.length * 5);
  packed.set(new Uint8Array(hashes.buffer, hashes.byteOffset, hashes.byteLength));
  packed.set(counts, hashes.length * 4);
  return packed;
}

/** Of packed terms those that are words, packed. */
export function packedWords(packed: Uint8Array): Uint8Array {
  const { hashes, counts } = unpackTerms(packed);
  const isWord = (_: number, i: number) => kindOf(hashes[i] ?? 0) === KIND.word;
  return packTerms({ hashes: hashes.filter(isWord), counts: counts.filter(isWord) });
}

export function unpackTerms(packed: Uint8Array): Terms {
  const count = Math.floor(packed.length / 5);
  // Copied: a buffer from the database may begin at any byte.
  const copy = packed.slice();
  return { hashes: new Uint32Array(copy.buffer, 0, count), counts: copy.subarray(count * 4, count * 5) };
}
