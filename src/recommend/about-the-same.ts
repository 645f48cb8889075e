import type { Signals } from './signals.js';

/** Cosines below which two texts have nothing to do with one another, of words and of the model's vectors. */
const NOTHING = { words: 0.05, general: 0.3 };

/**
 * Whether two texts share words or meaning to speak of. In a small archive something stands out under any text, one on
 * nothing that the archive is about too: it is not shown all the same. Where the model cannot place a text, its words
 * are all there is.
 */
export function isAboutTheSame({ words, general }: Pick<Signals, 'words' | 'general'>): boolean {
  return general === null || words >= NOTHING.words || general >= NOTHING.general;
}
