const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*/gu;
/** As many words of what is looked for count: more than headlines have. */
const MOST_WORDS = 32;

/** A title as its words are indexed: each character of a script without spaces is a word of its own. */
export function spacedTitle(title: string): string {
  return title.normalize('NFKC').replace(UNSPACED, ' $& ');
}

/** What is looked for, without what no word is made of. */
export function wordsOf(text: string): string[] {
  const words = text.normalize('NFKC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return [...new Set(words)].slice(0, MOST_WORDS);
}

/** Without differences of case, accents and punctuation; with a space at either end. */
export function comparableTitle(title: string): string {
  const plain = spacedTitle(title).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return ` ${plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
}
