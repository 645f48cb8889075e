import type { SampledArticle } from '../../src/adaptation/fit.js';
import type { Terms } from '../../src/lexical/terms.js';
import { seededRandom } from '../support/random.js';

/** The term of a word: its two lowest bits are 0, as those of every word. */
export function wordHash(word: string): number {
  let hash = 7;
  for (const character of word) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return ((hash ^ (hash >>> 13)) & ~3) >>> 0;
}

/** Terms of a text of words with blanks between, words only. */
export function wordTerms(text: string): Terms {
  const counts = new Map<number, number>();
  for (const word of text.split(' ').filter((one) => one !== '')) {
    counts.set(wordHash(word), (counts.get(wordHash(word)) ?? 0) + 1);
  }
  const hashes = Uint32Array.from(counts.keys()).sort();
  return { hashes, counts: Uint8Array.from(hashes, (hash) => counts.get(hash) ?? 0) };
}

export const wordsOnly = (texts: readonly string[]): SampledArticle[] =>
  texts.map((text) => ({ terms: wordTerms(text), vector: null }));

const TOPICS = {
  money: 'yen bank rate bond budget tax market dollar',
  bread: 'oven flour baker dough crust yeast loaf wheat',
} as const;
export type Topic = keyof typeof TOPICS;

/** Texts of five words of their topic and three that every topic has, drawn at random; topics take turns. */
export function plantedTexts(count: number, seed = 1): { readonly topic: Topic; readonly text: string }[] {
  const random = seededRandom(seed);
  const draw = (words: string, times: number): string[] => {
    const all = words.split(' ');
    return Array.from({ length: times }, () => all[Math.floor(random() * all.length)] ?? '');
  };
  return Array.from({ length: count }, (_, i) => {
    const topic = i % 2 === 0 ? 'money' : 'bread';
    return {
      topic,
      text: [...draw(TOPICS[topic], 5), ...draw('today said new people city year', 3)].join(' '),
    };
  });
}

export const plantedSample = (count: number): SampledArticle[] =>
  wordsOnly(plantedTexts(count).map(({ text }) => text));

export function dot(a: Float32Array | null, b: Float32Array | null): number {
  if (a === null || b === null) throw new Error('Expected two vectors, received null.');
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? Number.NaN), 0);
}
