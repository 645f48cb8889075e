import { foldedInCode, mix, NO_HASH } from '../text/hash.js';
import { latinWords } from '../text/latin-words.js';
import { fold, isLatin, words } from '../text/words.js';
import { hashOf } from './hash.js';
import { STEM, singular, stemsOf } from './stem.js';

/**
 * The hashes of a text's words, in order: of each word those of its stems, then that of the whole word without a plural
 * ending.
 */
export function hashWords(
  text: string,
  stem: (hash: number) => void,
  whole: (hash: number) => void = () => {},
): void {
  const folded = fold(text);
  if (isLatin(folded)) {
    const bounds = latinWords(folded);
    for (let i = 0; i < bounds.length; i += 2) {
      hashLatin(folded, bounds[i] ?? 0, bounds[i + 1] ?? 0, stem, whole);
    }
    return;
  }
  for (const word of words(text)) {
    for (const one of stemsOf(word)) stem(hashOf(one));
    whole(hashOf(singular(word)));
  }
}

const [A, E, I, S, U, Y] = [0x61, 0x65, 0x69, 0x73, 0x75, 0x79] as const;

/** The same of one word of Latin letters, by the rules of `stem.ts`, without a string of it. */
function hashLatin(
  text: string,
  start: number,
  end: number,
  stem: (hash: number) => void,
  whole: (hash: number) => void,
): void {
  let last = end;
  let isY = false;
  if (end - start >= 4 && text.charCodeAt(end - 1) === S) {
    const before = text.charCodeAt(end - 2);
    const third = text.charCodeAt(end - 3);
    const fourth = text.charCodeAt(end - 4);
    isY = before === E && third === I && fourth !== A && fourth !== E;
    if (isY) last = end - 3;
    else if (before !== U && before !== S) last = end - 1;
  }
  let hash = NO_HASH;
  let short = NO_HASH;
  for (let at = start; at < last; at += 1) {
    hash = foldedInCode(hash, text.charCodeAt(at));
    if (at - start < STEM) short = hash;
  }
  if (isY) {
    hash = foldedInCode(hash, Y);
    if (last - start < STEM) short = hash;
  }
  stem(mix(short));
  whole(mix(hash));
}
