import { words } from './words.js';

/**
 * Near-copies by MinHash: A. Broder, "On the resemblance and containment of documents", 1997. The resemblance of two
 * texts is the Jaccard coefficient of their sets of word triples; the share of equal minima estimates it.
 */

/** Minima kept per text: the estimate's standard error is at most 1 / (2 √128) = 0.044. */
export const SIGNATURE_LENGTH = 128;

/**
 * From this resemblance on, two texts are the same story in (nearly) the same words. Changing every 20th word of a
 * text leaves about 0.75; different reports of one event stay below 0.2.
 */
export const COPY_RESEMBLANCE = 0.5;

const SHINGLE = 3;
/** Below this many words there are too few triples to compare: such texts resemble only their equals. */
const MIN_WORDS = 8;

const [XOR, MULTIPLY] = permutations();

/**
 * The signature of a text, the same on every machine; `null` where the text has no words. A text of fewer than 8
 * words is one shingle: it resembles another such text by 1 where their words are equal, else by 0.
 */
export function signatureOf(text: string): Uint32Array | null {
  const hashes = words(text).map(hashWord);
  if (hashes.length === 0) return null;
  const size = hashes.length < MIN_WORDS ? hashes.length : SHINGLE;
  const minima = new Uint32Array(SIGNATURE_LENGTH).fill(0xffffffff);
  for (let start = 0; start + size <= hashes.length; start++) {
    let shingle = size;
    for (let at = start; at < start + size; at++) {
      shingle = Math.imul(shingle ^ (hashes[at] ?? 0), 0x9e3779b1);
      shingle ^= shingle >>> 15;
    }
    for (let k = 0; k < SIGNATURE_LENGTH; k++) {
      const value = Math.imul(shingle ^ (XOR[k] ?? 0), MULTIPLY[k] ?? 1) >>> 0;
      if (value < (minima[k] ?? 0)) minima[k] = value;
    }
  }
  return minima;
}

/** Estimated share of word triples that two texts have in common, 0–1; 1 for the same words in the same order. */
export function resemblance(a: Uint32Array, b: Uint32Array): number {
  let equal = 0;
  for (let k = 0; k < SIGNATURE_LENGTH; k++) if (a[k] === b[k]) equal += 1;
  return equal / SIGNATURE_LENGTH;
}

/** FNV-1a over UTF-16 code units. */
function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return hash;
}

/** Constants of the bijections of 32-bit numbers `x → (x xor a) · b`, b odd, from a fixed xorshift sequence. */
function permutations(): readonly [Uint32Array, Uint32Array] {
  let state = 0x2545f491;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const xor = Uint32Array.from({ length: SIGNATURE_LENGTH }, next);
  const multiply = Uint32Array.from({ length: SIGNATURE_LENGTH }, () => (next() | 1) >>> 0);
  return [xor, multiply];
}
