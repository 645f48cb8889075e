import { isLatin } from '../text/words.js';
import { latinCapitals } from './latin-capitals.js';

/** A word as written, with what stands before it. */
const CASED =
  /([^\p{L}\p{N}]*)([\p{L}\p{N}][\p{L}\p{N}\p{M}]{0,255}(?:['’-][\p{L}\p{N}][\p{L}\p{N}\p{M}]{0,63}){0,4})/gu;
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
  return text.split('\n').flatMap((line) => (isLatin(line) ? readLatinLine(line) : readLine(line)));
}

const isHeadline = (words: number, capitals: number) => words > 3 && capitals > HEADLINE * words;

function readLatinLine(line: string): Word[] {
  return latinCapitals(line, isHeadline).map(({ text, doubtful, joins }) => ({
    text: comparable(text),
    capital: true,
    doubtful,
    joins,
  }));
}

function readLine(line: string): Word[] {
  const words = [...line.matchAll(CASED)];
  const capitals = words.filter(([, , word = '']) => isCapital(word)).length;
  const headline = isHeadline(words.length, capitals);
  return words.map(([, before = '', word = ''], i) => {
    if (word.length < 2 || !isCapital(word)) return UNNAMED;
    return {
      text: comparable(word),
      capital: true,
      doubtful: headline || i === 0 || OPENING.test(before),
      joins: i > 0 && before === WITHIN_NAME,
    };
  });
}

function comparable(word: string): string {
  return word.toLowerCase().replaceAll('’', "'").replace(/'s$/, '');
}

function isCapital(word: string): boolean {
  const first = word.charCodeAt(0);
  return first < 0x80 ? first >= 0x41 && first <= 0x5a : CAPITAL.test(word);
}
