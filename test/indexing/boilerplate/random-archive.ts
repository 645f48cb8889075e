import { seededRandom } from '../../support/random.js';

/** An article as far as boilerplate is looked for in it. */
export interface Text {
  title: string;
  summary: string | null;
  body: string;
  language: string | null;
}

const VOCABULARY = Array.from({ length: 800 }, (_, i) => wordOf(i));

/**
 * Articles of words drawn at random, each in sentences of its own. What is given to `say` stands in every one of
 * them: words that a story's articles share, say.
 */
export function archive(count: number, seed = 1, say: readonly string[] = []): Text[] {
  const random = seededRandom(seed);
  const draw = (length: number) =>
    Array.from({ length }, () => VOCABULARY[Math.floor(random() ** 2 * VOCABULARY.length)] ?? '');
  const sentence = (words: readonly string[]) =>
    `${words.join(' ')}.`.replace(/^./, (first) => first.toUpperCase());
  return Array.from({ length: count }, () => ({
    title: draw(7).join(' '),
    summary: null,
    body: [
      ...Array.from({ length: 6 }, () => sentence(draw(12))),
      ...say.map((word) => sentence([word, ...draw(3)])),
    ].join(' '),
    language: null,
  }));
}

/** Puts a passage under the first articles. */
export function under(texts: Text[], count: number, ...passages: readonly string[]): Text[] {
  return texts.map((text, i) =>
    i < count ? { ...text, body: `${text.body}\n\n${passages.join('\n\n')}` } : text,
  );
}

/** A word of letters for each number. */
export function wordOf(number: number): string {
  const syllables = ['ba', 'de', 'fi', 'go', 'ku', 'la', 'me', 'ni', 'po', 'ru'];
  return [...String(number + 1_000)].map((digit) => syllables[Number(digit)]).join('');
}
