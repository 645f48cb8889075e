import { isLatin } from '../text/words.js';

/** A word as written, with what stands before it. */
const CASED =
  /([^\p{L}\p{N}]*)([\p{L}\p{N}][\p{L}\p{N}\p{M}]{0,255}(?:['’-][\p{L}\p{N}][\p{L}\p{N}\p{M}]{0,63}){0,4})/gu;
// The same for lines of Latin letters and general punctuation, at three times the speed.
const LATIN =
  'a-zA-Z0-9\\u00aa\\u00b2\\u00b3\\u00b5\\u00b9\\u00ba\\u00bc-\\u00be\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f';
const LATIN_CASED = new RegExp(`([^${LATIN}]*)([${LATIN}]{1,256}(?:['’-][${LATIN}]{1,64}){0,4})`, 'g');
const CAPITAL = /^\p{Lu}/u;
/** Between two words of one name there is nothing but a space. */
const WITHIN_NAME = ' ';
/** Ends a sentence, or opens one within another. */
const OPENING = /[.!?…:;\n"“”«»(—•|]|^$/u;
/** Names looked for in so much of a text: they stand near its beginning. */
const MAX_LENGTH = 20_000;
/** A line with a larger share of capitals is a headline: its capitals say nothing. */
const HEADLINE = 0.6;
const LONGEST = 5;

interface Word {
  /** In lower case; nothing for a word without a capital, which is part of no name. */
  readonly text: string;
  readonly capital: boolean;
  /** At the start of a sentence or within a headline, where a capital is no sign of a name. */
  readonly doubtful: boolean;
  readonly joins: boolean;
}

const UNNAMED: Word = { text: '', capital: false, doubtful: false, joins: false };

/**
 * The names in a text: runs of up to five capitalised words, lower-cased, in order, repeated ones included; of a
 * longer name its single words too. A capital at the start of a sentence counts only where the text writes the
 * word with one elsewhere. A script without capitals has none.
 */
export function namesOf(text: string): string[] {
  const words = readWords(text.slice(0, MAX_LENGTH));
  const known = new Set<string>();
  for (const word of words) if (word.capital && !word.doubtful) known.add(word.text);

  const names: string[] = [];
  let run: string[] = [];
  const flush = () => {
    if (run.length > 1) names.push(run.slice(0, LONGEST).join(' '));
    names.push(...run);
    run = [];
  };
  for (const word of words) {
    const named = word.capital && (!word.doubtful || known.has(word.text));
    if (!named || !word.joins) flush();
    if (named) run.push(word.text);
  }
  flush();
  return names;
}

function readWords(text: string): Word[] {
  const cased = isLatin(text) ? LATIN_CASED : CASED;
  const found: Word[] = [];
  for (const line of text.split('\n')) {
    const words = [...line.matchAll(cased)];
    const capitals = words.filter(([, , word = '']) => isCapital(word)).length;
    const headline = words.length > 3 && capitals > HEADLINE * words.length;
    words.forEach(([, before = '', word = ''], i) => {
      if (word.length < 2 || !isCapital(word)) {
        found.push(UNNAMED);
        return;
      }
      found.push({
        text: word.toLowerCase().replaceAll('’', "'").replace(/'s$/, ''),
        capital: true,
        doubtful: headline || i === 0 || OPENING.test(before),
        joins: i > 0 && before === WITHIN_NAME,
      });
    });
  }
  return found;
}

function isCapital(word: string): boolean {
  const first = word.charCodeAt(0);
  return first < 0x80 ? first >= 0x41 && first <= 0x5a : CAPITAL.test(word);
}
