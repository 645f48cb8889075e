import type { FIELDS } from '../../src/lexical/statistics.js';
import { type Terms, termsOf } from '../../src/lexical/terms.js';

/** A text whose names were found by reading it; none of its words has a plural ending. */
export interface ReadText {
  readonly title: string;
  readonly body: string;
  readonly names: readonly string[];
}

/** An archive of five texts; nothing else is in it. */
export const TEXTS: readonly ReadText[] = [
  {
    title: 'Yen gain',
    body: 'The yen rose on talk that the Bank of Japan would act. Japan and Bank talk again.',
    names: ['bank', 'bank', 'japan', 'japan'],
  },
  {
    title: 'Japan budget',
    body: 'The budget of Japan grew while the yen fell. Premier Taro Aso spoke.',
    names: ['japan', 'japan', 'taro aso', 'taro', 'aso'],
  },
  {
    title: 'Bread prize',
    body: 'A bakery in Lyon won a bread prize. The bread prize of Lyon.',
    names: ['lyon', 'lyon'],
  },
  { title: 'Cost of bread', body: 'The cost of bread rose in Lyon while the yen fell.', names: ['lyon'] },
  {
    title: 'Rate',
    body: 'The Bank of England left the rate alone, Taro Aso said.',
    names: ['bank', 'england', 'taro aso', 'taro', 'aso'],
  },
];

/** Not in the archive, with terms that it knows and others that it does not. */
export const STRANGER: ReadText = {
  title: 'Bread and bank',
  body: 'A new bread shop in Lyon owed the Bank of Japan and Emil Aso.',
  names: ['lyon', 'bank', 'japan', 'emil aso', 'emil', 'aso'],
};

export const whole = ({ title, body }: ReadText): string => `${title}\n${body}`;
export const termsOfRead = (text: ReadText): Terms => termsOf(whole(text), text.title);
/** The archive's texts under the labels 10, 11, …. */
export const archive = (): Map<number, Terms> =>
  new Map(TEXTS.map((text, i) => [10 + i, termsOfRead(text)] as const));

type Field = (typeof FIELDS)[number];
const wordsIn = (text: string): string[] => text.toLowerCase().match(/[a-z]+/g) ?? [];
const stems = (text: string): string[] => wordsIn(text).map((word) => word.slice(0, 6));

/** Counts of the terms of one field, written out; a pair of words has a blank in it. */
function counted(text: ReadText, field: Field): Map<string, number> {
  const words = wordsIn(whole(text));
  const all = {
    words: [...stems(whole(text)), ...words.slice(1).map((word, i) => `${words[i]} ${word}`)],
    names: text.names,
    titles: stems(text.title),
  }[field];
  const counts = new Map<string, number>();
  for (const term of all) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** √count · ln((N + 1) / df); a pair halved, and nothing where fewer than two texts have it. */
function weighed(text: ReadText, field: Field): Map<string, number> {
  const archived = TEXTS.map((other) => counted(other, field));
  const weight = (term: string, count: number): number => {
    const df = archived.filter((other) => other.has(term)).length;
    const isPair = field === 'words' && term.includes(' ');
    if (isPair && df < 2) return 0;
    return (isPair ? 0.5 : 1) * Math.sqrt(count) * Math.log((TEXTS.length + 1) / Math.max(1, df));
  };
  return new Map([...counted(text, field)].map(([term, count]) => [term, weight(term, count)]));
}

/** The definition, term by term over plain maps: in each field the cosine of the weights. */
export function matchByHand(one: ReadText, other: ReadText): Record<Field, number> {
  const cosine = (field: Field): number => {
    const [x, y] = [weighed(one, field), weighed(other, field)];
    const length = (v: Map<string, number>) => Math.sqrt([...v.values()].reduce((sum, w) => sum + w * w, 0));
    const dot = [...x].reduce((sum, [term, weight]) => sum + weight * (y.get(term) ?? 0), 0);
    return dot / (length(x) * length(y));
  };
  return { words: cosine('words'), names: cosine('names'), titles: cosine('titles') };
}
