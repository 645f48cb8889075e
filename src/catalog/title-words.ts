const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*/gu;
/** As many words of what is looked for count: more than headlines have. */
const MOST_WORDS = 32;

/** A title as its words are indexed: each character of a script without spaces is a word of its own. */
export function spacedTitle(title: string): string {
  return title.normalize('NFKC').replace(UNSPACED, ' $& ');
}

/** The words of what is looked for, in their order, without what no word is made of. */
export function wordsOf(text: string): string[] {
  return (text.normalize('NFKC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).slice(0, MOST_WORDS);
}

/** Asks the index for titles that hold a word beginning like each of these. */
export function allOf(words: readonly string[]): string {
  return [...new Set(words)].map(beginning).join(' ');
}

/** Asks the index for titles that begin with these words. */
export function startingWith(words: readonly string[]): string {
  return `^ ${beginning(words.join(' '))}`;
}

/** Quoted, so that nothing in it is an operator; the star asks for whatever the last word begins. */
function beginning(words: string): string {
  return `"${spacedTitle(words)}"*`;
}

/** Without differences of case, accents and punctuation; with a space at either end. */
export function comparableTitle(title: string): string {
  const plain = spacedTitle(title).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return ` ${plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
}
