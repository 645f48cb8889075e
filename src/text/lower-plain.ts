/** Slots for words, each for the last one that fell into it. */
const SLOTS = 8_192;
/** A slice of more characters keeps the whole text that it is a slice of (V8's `SlicedString`). */
const LONGEST = 12;

const latest = new Array<string>(SLOTS).fill('');

/**
 * A word of ASCII letters and digits in lower case; nearly always the very string that was given for it before. Texts
 * that are kept share their words so, and no string is made that the garbage collector would have to copy.
 */
export function lowerPlain(text: string, from: number, to: number): string {
  if (to - from > LONGEST) return text.slice(from, to).toLowerCase();
  let hash = 0x811c9dc5;
  // The bit that tells a capital from a small letter is set in digits.
  for (let i = from; i < to; i += 1) hash = Math.imul(hash ^ (text.charCodeAt(i) | 0x20), 0x01000193);
  const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
  const word = latest[slot] ?? '';
  if (isSame(word, text, from, to)) return word;
  const made = text.slice(from, to).toLowerCase();
  latest[slot] = made;
  return made;
}

function isSame(word: string, text: string, from: number, to: number): boolean {
  if (word.length !== to - from) return false;
  for (let i = 0; i < word.length; i += 1)
    if (word.charCodeAt(i) !== (text.charCodeAt(from + i) | 0x20)) return false;
  return true;
}
