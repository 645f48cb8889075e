import { hashOf } from './hash.js';
import { plainSegmentHash } from './plain-segment.js';

/** A stretch of a text that may recur elsewhere: a line, or a sentence of it. */
export interface Segment {
  readonly hash: number;
  /** In lower case, with single spaces, a 0 for each number, and no punctuation at its ends. */
  readonly normal: string;
  /** As it is written. */
  readonly text: string;
}

/** Changes whenever the same text gives other segments. */
export const SEGMENTS_VERSION = 1;

/** Longer stretches (in characters) are compared by their beginning. */
const LONGEST = 2_000;
/** What stands beyond so many characters of a text is not looked at. */
const READ = 400_000;

// The end of a sentence: a mark, closing quotes and brackets behind it, and a gap before anything but a small letter;
// the marks of scripts without spaces need no gap. The bounds keep the time linear.
const END = /[.!?…]{1,8}["'”’»)\]]{0,8}(?=\s{1,8}[^\s\p{Ll}])|[。！？｡]{1,8}[」』”’）)]{0,8}/gu;
// A full stop behind these, or behind a single letter ("J. Smith", "U.S."), ends no sentence.
const ABBREVIATION =
  /(?:^|[^\p{L}\p{N}])(?:\p{L}|Mrs?|Ms|Drs?|Prof|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|St|Jr|Sr|vs|No)\.$/u;

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const LETTER_DIGIT_OR_MARK = /[\p{L}\p{N}\p{M}]/u;

/** The sentences of one line, without the gaps between them. */
export function sentencesOf(line: string): string[] {
  const found: string[] = [];
  let start = 0;
  for (const match of line.matchAll(END)) {
    const end = match.index + match[0].length;
    if (match[0] === '.' && ABBREVIATION.test(line.slice(Math.max(start, end - 8), end))) continue;
    found.push(line.slice(start, end).trim());
    start = end;
  }
  found.push(line.slice(start).trim());
  return found.filter((sentence) => sentence !== '');
}

/** The comparable form of a stretch; `null` where it has neither a letter nor a digit. */
export function segmentOf(stretch: string): Segment | null {
  const start = stretch.slice(0, LONGEST);
  const normal = PLAIN.test(start) ? normalOfPlain(start) : normalOf(start);
  return normal === '' ? null : { hash: hashOf(normal), normal, text: stretch.trim() };
}

/** ASCII and gaps: most of an English text, whose comparable form is made in a third of the time. */
const PLAIN = /^[\s!-~]*$/;
/** Gaps that are not one space each. */
const UNEVEN = /\s\s|[^\S ]/;
const PLAIN_LETTER_OR_DIGIT = /[a-z0-9]/;

function normalOf(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{N}+(?:[.,:]\p{N}+)*/gu, '0')
    .replace(/[’‘]/g, "'")
    .replace(/\s+/g, ' ');
  return withoutEnds(plain);
}

function normalOfPlain(text: string): string {
  const lower = text.toLowerCase().replace(/[0-9]+(?:[.,:][0-9]+)*/g, '0');
  const plain = UNEVEN.test(lower) ? lower.replace(/\s+/g, ' ') : lower;
  const start = plain.search(PLAIN_LETTER_OR_DIGIT);
  if (start === -1) return '';
  let end = plain.length;
  while (!PLAIN_LETTER_OR_DIGIT.test(plain.charAt(end - 1))) end -= 1;
  return plain.slice(start, end);
}

/** The text from its first letter or digit to its last, with the marks that belong to that. */
function withoutEnds(text: string): string {
  const start = text.search(LETTER_OR_DIGIT);
  if (start === -1) return '';
  let end = text.length;
  while (end > start) {
    const width = isLowSurrogate(text.charCodeAt(end - 1)) ? 2 : 1;
    if (LETTER_DIGIT_OR_MARK.test(text.slice(end - width, end))) break;
    end -= width;
  }
  return text.slice(start, end);
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** Every line of a text and every sentence of its lines, each once, in order. In about linear time. */
export function segmentsOf(text: string): Segment[] {
  const found = new Map<string, Segment>();
  for (const stretch of stretchesOf(text)) {
    const segment = segmentOf(stretch);
    if (segment !== null && !found.has(segment.normal)) found.set(segment.normal, segment);
  }
  return [...found.values()];
}

/** Hashes of the segments of some texts, ascending, each once. */
export function segmentHashes(...texts: readonly string[]): Uint32Array {
  const hashes = new Set<number>();
  for (const text of texts) {
    for (const stretch of stretchesOf(text)) {
      const plain = plainSegmentHash(stretch, Math.min(LONGEST, stretch.length));
      const hash = plain === undefined ? segmentOf(stretch)?.hash : plain;
      if (hash !== undefined && hash !== null) hashes.add(hash);
    }
  }
  return Uint32Array.from(hashes).sort();
}

function stretchesOf(text: string): string[] {
  const found: string[] = [];
  for (const line of text.slice(0, READ).split('\n')) {
    if (line.trim() === '') continue;
    found.push(line);
    const sentences = sentencesOf(line);
    if (sentences.length > 1) for (const sentence of sentences) found.push(sentence);
  }
  return found;
}

/**
 * The text without the segments that are chosen; a line of which nothing is left goes. A stretch of which `mayBe` is
 * false is kept without a look at its comparable form.
 */
export function withoutSegments(
  text: string,
  isLeftOut: (segment: Segment) => boolean,
  mayBe: (stretch: string) => boolean = () => true,
): string {
  const leftOut = (stretch: string) => {
    if (!mayBe(stretch)) return false;
    const segment = segmentOf(stretch);
    return segment !== null && isLeftOut(segment);
  };
  let changed = false;
  const kept: string[] = [];
  for (const line of text.split('\n')) {
    if (leftOut(line)) {
      changed = true;
      continue;
    }
    const sentences = sentencesOf(line);
    const rest = sentences.length > 1 ? sentences.filter((sentence) => !leftOut(sentence)) : sentences;
    if (rest.length === sentences.length) kept.push(line);
    else {
      changed = true;
      if (rest.length > 0) kept.push(rest.join(' '));
    }
  }
  return changed
    ? kept
        .join('\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim()
    : text;
}
