import { latinWords } from './latin-words.js';

// A word begins with a letter or digit; marks belong to it, an apostrophe joins letters. The bounds keep a text
// without any gap from exhausting the regular expression's stack; no real word reaches them.
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]{0,255}(?:'\p{L}[\p{L}\p{M}]{0,63}){0,4}/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range begins with them.
const BEYOND_LATIN = /[^\u0000-\u024f\u2000-\u206f]/;
// Scripts that are written without spaces between words.
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** The words of a text in order, lower-cased: runs of letters and digits; what has no spaces is segmented. */
export function words(text: string): string[] {
  const lower = fold(text);
  if (isLatin(lower)) return wordsWithin(lower, latinWords(lower));
  return UNSPACED.test(lower) ? [...eachWord(lower)] : (lower.match(WORD) ?? []);
}

function wordsWithin(folded: string, bounds: Uint32Array): string[] {
  const found: string[] = [];
  for (let i = 0; i < bounds.length; i += 2) found.push(folded.slice(bounds[i], bounds[i + 1]));
  return found;
}

/** Whether a text has nothing but Latin letters and general punctuation, for which simpler expressions do. */
export function isLatin(text: string): boolean {
  return !BEYOND_LATIN.test(text);
}

/** How many different words a text has, counted up to `limit` and no further. */
export function distinctWordsUpTo(text: string, limit: number): number {
  const seen = new Set<string>();
  if (limit <= 0) return 0;
  for (const word of eachWord(fold(text))) {
    seen.add(word);
    if (seen.size >= limit) break;
  }
  return seen.size;
}

/** Whether a text says enough to be embedded: at least two different words. */
export function isEmbeddable(text: string): boolean {
  return distinctWordsUpTo(text, 2) === 2;
}

function* eachWord(folded: string): Generator<string> {
  for (const [run] of folded.matchAll(WORD)) {
    if (!UNSPACED.test(run)) {
      yield run;
      continue;
    }
    for (const { segment, isWordLike } of segmenter.segment(run)) {
      if (isWordLike === true) yield segment;
    }
  }
}

/** A text as its words are compared: in lower case, with one kind of apostrophe. */
export function fold(text: string): string {
  // A keycap emoji is a digit in disguise.
  const plain = text.includes('\u20e3') ? text.replace(/[0-9]\ufe0f?\u20e3/g, ' ') : text;
  return plain.toLowerCase().replaceAll('’', "'");
}
