import { hashOf, hashOfTwo, KIND, kindOf, ofKind } from './hash.js';
import { namesOf } from './names.js';
import { hashWords } from './word-hashes.js';

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
  const hashes: number[] = [];
  let before: number | null = null;
  hashWords(
    text,
    (stem) => hashes.push(ofKind(stem, KIND.word)),
    (whole) => {
      if (before !== null) hashes.push(ofKind(hashOfTwo(before, whole), KIND.pair));
      before = whole;
    },
  );
  for (const name of namesOf(text)) hashes.push(ofKind(hashOf(name), KIND.name));
  hashWords(title, (stem) => hashes.push(ofKind(stem, KIND.title)));
  return counted(new Uint32Array(hashes).sort());
}

/** Each of the ascending hashes once, with how often it is there. */
function counted(ascending: Uint32Array): Terms {
  const counts = new Uint8Array(ascending.length);
  let length = 0;
  for (let i = 0; i < ascending.length; i += 1) {
    const hash = ascending[i] ?? 0;
    if (length > 0 && ascending[length - 1] === hash) {
      counts[length - 1] = Math.min(255, (counts[length - 1] ?? 0) + 1);
      continue;
    }
    ascending[length] = hash;
    counts[length] = 1;
    length += 1;
  }
  return { hashes: ascending.slice(0, length), counts: counts.slice(0, length) };
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
