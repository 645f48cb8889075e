/**
 * Splits a text that is longer than a model's limit, in token ids.
 *
 * The text is cut into sentences, each is tokenised by itself, and whole sentences are packed until a passage is
 * full; a sentence that is too long is cut into words, and a word that is too long into windows of ids. Passages
 * are made of ids and never turned back into text, because decoding and tokenising again is neither lossless nor
 * sure to fit. Every id of every sentence is in exactly one passage, in order: nothing can be dropped.
 */
export function splitIntoPassages(
  text: string,
  /** Token ids of a piece of text, without special tokens and without truncation. */
  encode: (piece: string) => readonly number[],
  /** The most ids that a passage may hold, at least 1. */
  room: number,
): number[][] {
  const passages: number[][] = [];
  let open: number[] = [];
  const add = (ids: readonly number[]) => {
    if (open.length + ids.length > room) {
      if (open.length > 0) passages.push(open);
      open = [];
    }
    open = open.concat(ids);
  };
  for (const sentence of splitIntoSentences(text)) {
    const ids = encode(sentence);
    if (ids.length <= room) {
      add(ids);
      continue;
    }
    for (const word of splitIntoWords(sentence)) {
      const wordIds = encode(word);
      for (let start = 0; start < wordIds.length; start += room) add(wordIds.slice(start, start + room));
    }
  }
  if (open.length > 0) passages.push(open);
  return passages;
}

/**
 * Sentences of a text, which joined are the text again. The white space between two sentences belongs to the
 * second: tokenizers that mark the start of a word (byte-level BPE) then see it as in the whole text.
 */
export function splitIntoSentences(text: string): string[] {
  const starts: number[] = [];
  for (let from = 0; from < text.length; ) {
    const window = text.slice(from, from + WINDOW);
    const ends = [...SENTENCES.segment(window)]
      .map(({ segment, index }) => index + segment.trimEnd().length)
      .filter((end) => end > 0);
    // The last sentence ends with the text, or goes on beyond the window, and the next window begins with it.
    ends.pop();
    if (from + window.length === text.length) {
      starts.push(...ends.map((end) => from + end));
      break;
    }
    if (ends.length === 0) ends.push(lastGap(window));
    starts.push(...ends.map((end) => from + end));
    from += ends.at(-1) ?? window.length;
  }
  return cutAt(text, starts);
}

// One fixed locale, so that the system's does not change vectors.
const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Characters that are segmented at once: the time that V8's segmenter takes grows with the square of it. */
const WINDOW = 4_000;

/** Where the last word of a sentence that overflows its window begins, or the window's end where it is one word. */
function lastGap(window: string): number {
  for (let i = window.length - 1; i > 0; i--) if (/\s/.test(window.charAt(i))) return i;
  // Not between the halves of a character.
  return /[\ud800-\udbff]$/.test(window) ? window.length - 1 : window.length;
}

/** Words of a text, each with the white space before it; joined they are the text again. */
function splitIntoWords(text: string): string[] {
  return cutAt(
    text,
    [...text.matchAll(/(?<=\S)\s/g)].map((match) => match.index),
  );
}

function cutAt(text: string, starts: readonly number[]): string[] {
  const bounds = [0, ...starts, text.length];
  return bounds
    .slice(1)
    .map((end, i) => text.slice(bounds[i], end))
    .filter((piece) => piece !== '');
}
