/** Letters kept of a word: endings that differ say the same. */
export const STEM = 6;

const HANGUL = /^[\uac00-\ud7a3]{3,}$/;

/**
 * The stems that a word is compared by: its first six letters without a plural ending, which joins "Israel" and
 * "Israeli", "election" and "elections". A longer word of Hangul, which carries its particles at its end, gives
 * every two neighbouring syllables instead.
 */
export function stemsOf(word: string): readonly string[] {
  if (HANGUL.test(word)) return Array.from({ length: word.length - 1 }, (_, i) => word.slice(i, i + 2));
  const stem = singular(word);
  return [stem.length <= STEM ? stem : [...stem].slice(0, STEM).join('')];
}

/** The S-stemmer for English plurals (Harman, "How effective is suffixing?", 1991). Other languages pass. */
export function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s')) return word;
  if (word.endsWith('ies') && !/[ae]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (word.endsWith('es') && !/[aeo]es$/.test(word)) return word.slice(0, -1);
  return /[us]s$/.test(word) ? word : word.slice(0, -1);
}
