import { lowerPlain } from './lower-plain.js';

/**
 * A text cut into the words that phrases are made of. Unlike `words`, each keeps its place, so that a phrase can be
 * shown as the slice of the text that it is; and what stands between two words is kept, so that "Japan, Korea" is
 * not taken for "Japan Korea".
 */
export interface PhraseTokens {
  /** What was read: the beginning of the text. */
  readonly text: string;
  /** Lower-cased, without a possessive ending or a Korean particle; apostrophes as they are. */
  readonly words: readonly string[];
  /** Where each begins and ends in `text`. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /**
   * What stands between each word and the one before, white space as one space: a phrase may run over it. `null`
   * where none may: at the beginning, and over punctuation.
   */
  readonly joins: readonly (string | null)[];
  /** Bits of `TOKEN` for each word. */
  readonly flags: Uint8Array;
}

/** What is known about one word at its place. */
export const TOKEN = {
  /** Begins with a capital. */
  capital: 1,
  /** Two letters or more, all of them capitals. */
  acronym: 2,
  /** First of a sentence, a quotation, a line: a capital says nothing there. */
  opening: 4,
  /** In a line whose words nearly all begin with capitals, as headlines do. */
  headline: 8,
  /** Nothing but digits and their points. */
  number: 16,
  /**
   * Of what opens a report or a paragraph without being said in it: "TOKYO, Oct 29 (Kyodo) –", or a label that
   * several lines bear, such as a speaker's name before a colon.
   */
  label: 32,
  /** Of a script without spaces between words. */
  unspaced: 64,
} as const;

/** Words read: what an article is about has been said by then. */
const MAX_WORDS = 3_000;
const MAX_CHARACTERS = 20 * MAX_WORDS;

// A dotted abbreviation ("U.S."), a number with its points, or a run of letters and digits. Bounded, as in `words`.
const TOKENS =
  /(?:\p{L}\.){2,8}|\p{N}{1,32}(?:[.,]\p{N}{1,32}){1,8}(?!\p{L})|[\p{L}\p{N}][\p{L}\p{N}\p{M}]{0,255}(?:['’]\p{L}[\p{L}\p{M}]{0,63}){0,4}/gu;
const LONGEST_RUN = 256;
const APOSTROPHE = /['’]/;
const POSSESSIVE = /['’]s$/i;
// The article or pronoun that French and Italian write on the next word: "l'économie", "dell'Italia".
const ELISION = /^(?:[cdjlmnstv]|qu|jusqu|lorsqu|puisqu|all|dall|dell|nell|sull|un)['’](?=\p{L}{2})/iu;
// Particles that Korean writes on the word before, where they cannot well be the end of a noun.
const PARTICLE = /^\p{Script=Hangul}+?(?=(?:은|는|을|를|에서|에게|으로|까지|부터|에는|에도)$)/u;
const NUMBER = /^[\p{N}.,]+$/u;
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const FIRST_UNSPACED = 0x0e00;
const SPACED = /^(['’]s?)?[^\S\n]+$/;
const TIGHT = /^(?:['’]s)?[-‐‑–./&·・'’]$/;
const ABBREVIATED = /^(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|Gen|Gov|Sen|Rep|Lt|Col|Sgt|Capt|Prof|Rev|Hon|Ph)$/u;
const OPENING = /[.!?:;…。！？：；"“”„«»「」『』\n•*#|]/;
const DATELINES = [
  // Capitals, perhaps a date and an agency, and a dash.
  /^\p{Lu}[\p{Lu}\p{M} .'’/-]{2,40}(?:,[^\n—–]{0,40}?)?(?: ?\([^()\n]{2,40}\))? ?(?:--|[—–-]) /u,
  // An agency in brackets, and a dash.
  /^[^\n—–()]{2,50}\([^()\n]{2,40}\) ?(?:--|[—–-]) /,
  /^[（【［[][^）】］\]\n]{2,30}[）】］\]]/,
  /^\([^()\n]{1,20}=[^()\n]{1,20}\)/,
];
const LABEL_END = /^[)\]）】*_ ]{0,4}[:：]|^[)\]）】]{1,2}/;
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** Whether a phrase that is cut at this join cuts a compound: "AI" of "AI-made". */
export function isTight(join: string | null | undefined): boolean {
  return join !== null && join !== undefined && join !== '' && !join.endsWith(' ') && TIGHT.test(join);
}

/** Reads the first 3,000 words of a clean text. Never throws; in linear time. */
export function phraseTokens(text: string): PhraseTokens {
  const cut = text.length > MAX_CHARACTERS;
  const read = cut ? text.slice(0, MAX_CHARACTERS) : text;
  const words: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const joins: (string | null)[] = [];
  const flags: number[] = [];
  let end = 0;
  let barredTo = 0;
  let line = 0;
  const labels = new LineLabels();

  const add = (from: number, to: number, unspaced: boolean, isPlain = false): void => {
    const gap = read.slice(end, from);
    const first = words.length === 0 || gap.includes('\n');
    labels.add(words, line, gap);
    if (first) {
      if (!gap.startsWith('.')) flagHeadline(words, flags, line);
      line = words.length;
      const start = end + gap.lastIndexOf('\n') + 1;
      // The first line is the title.
      barredTo = start === 0 ? 0 : datelineEnd(read, start);
    }
    const before = () => read.slice(starts.at(-1), end);
    const join = first ? null : joinOf(gap, before, unspaced, flags.at(-1) ?? 0);
    let flag = unspaced ? TOKEN.unspaced : shapeOf(read, from, to);
    if (first || (join === null && OPENING.test(gap))) flag |= TOKEN.opening;
    if (from < barredTo) flag |= TOKEN.label;
    words.push(isPlain ? lowerPlain(read, from, to) : read.slice(from, to).toLowerCase());
    starts.push(from);
    ends.push(to);
    joins.push(join);
    flags.push(flag);
    end = to;
  };

  for (
    let at = afterMarks(read, 0);
    at < read.length && words.length < MAX_WORDS;
    at = afterMarks(read, at)
  ) {
    const plain = plainEnd(read, at);
    if (plain > at) {
      // A word at the very end of what was cut off may go on.
      if (cut && plain === read.length) break;
      add(at, plain, false, true);
      at = plain;
      continue;
    }
    TOKENS.lastIndex = at;
    const match = TOKENS.exec(read);
    if (match === null) break;
    const [run] = match;
    const from = match.index;
    const to = from + run.length;
    at = to;
    if (cut && to === read.length) break;
    if (isUnspaced(run)) {
      for (const { segment, index, isWordLike } of segmenter.segment(run)) {
        if (isWordLike === true) add(from + index, from + index + segment.length, UNSPACED.test(segment));
      }
      continue;
    }
    if (!APOSTROPHE.test(run)) {
      add(from, isHangul(run) ? from + withoutParticle(run).length : to, false);
      continue;
    }
    const elision = ELISION.exec(run)?.[0].length ?? 0;
    if (elision > 0) add(from, from + elision - 1, false);
    add(from + elision, to - (POSSESSIVE.test(run) ? 2 : 0), false);
  }
  if (!read.startsWith('.', end)) flagHeadline(words, flags, line);
  labels.flag(flags);
  return {
    text: read,
    words,
    starts: Uint32Array.from(starts),
    ends: Uint32Array.from(ends),
    joins,
    flags: Uint8Array.from(flags),
  };
}

/** Letters and digits of ASCII, by code. */
const PLAIN = Uint8Array.from({ length: 0x80 }, (_, code) =>
  /[a-z\d]/i.test(String.fromCharCode(code)) ? 1 : 0,
);

/** The first place, from `at` on, at which `TOKENS` could find a word. */
function afterMarks(text: string, at: number): number {
  let next = at;
  while (next < text.length && PLAIN[text.charCodeAt(next)] === 0) next += 1;
  return next;
}

/**
 * Where the word ends that begins at `at`, as `TOKENS` would find it, but sooner; `at` where
 * ASCII alone does not tell: it begins with a digit, is abbreviated, or goes on with an apostrophe or other letters.
 */
function plainEnd(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first < 0x41 || first > 0x7a) return at;
  let end = at + 1;
  while (PLAIN[text.charCodeAt(end)] === 1) end += 1;
  const next = text.charCodeAt(end);
  const isDotted = end === at + 1 && next === 0x2e;
  return isDotted || next === 0x27 || next > 0x7f || end - at > LONGEST_RUN ? at : end;
}

/** What stands between two words where a phrase may run on, or `null`. */
function joinOf(gap: string, before: () => string, unspaced: boolean, flagBefore: number): string | null {
  if (gap === ' ') return gap;
  if (gap === '') return unspaced || (flagBefore & TOKEN.unspaced) !== 0 ? '' : null;
  if (TIGHT.test(gap)) return gap;
  const spaced = SPACED.exec(gap);
  if (spaced !== null) return `${spaced[1] ?? ''} `;
  if (/^\.[^\S\n]+$/.test(gap) && ABBREVIATED.test(before())) return '. ';
  return /^[^\S\n]+&[^\S\n]+$/.test(gap) ? ' & ' : null;
}

function shapeOf(text: string, from: number, to: number): number {
  const code = text.charCodeAt(from);
  if (code >= 0x61 && code <= 0x7a) return 0;
  const slice = text.slice(from, to);
  const first = String.fromCodePoint(slice.codePointAt(0) ?? 0);
  if (NUMBER.test(slice)) return TOKEN.number;
  if (first.toLowerCase() === first) return 0;
  const acronym = slice.length > 1 && slice.toUpperCase() === slice;
  return TOKEN.capital | (acronym ? TOKEN.acronym : 0);
}

function isUnspaced(run: string): boolean {
  for (let i = 0; i < run.length; i += 1) if (run.charCodeAt(i) >= FIRST_UNSPACED) return UNSPACED.test(run);
  return false;
}

function isHangul(run: string): boolean {
  const code = run.charCodeAt(run.length - 1);
  return code >= 0xac00 && code <= 0xd7a3;
}

function withoutParticle(run: string): string {
  const stem = PARTICLE.exec(run)?.[0] ?? run;
  return stem.length >= 2 ? stem : run;
}

function datelineEnd(text: string, start: number): number {
  const opening = text.slice(start, start + 120);
  for (const pattern of DATELINES) {
    const found = pattern.exec(opening);
    if (found !== null) return start + found[0].length;
  }
  return start;
}

/** Up to three words that open a line and end in a colon or stand in brackets; labels where lines repeat them. */
class LineLabels {
  readonly #spans = new Map<string, { from: number; to: number }[]>();

  /** Looks at the gap that follows the words read so far, of which those from `line` on are on one line. */
  add(words: readonly string[], line: number, gap: string): void {
    const length = words.length - line;
    if (length < 1 || length > 3 || !LABEL_END.test(gap)) return;
    const label = words.slice(line).join(' ');
    const span = { from: line, to: words.length };
    const known = this.#spans.get(label);
    if (known === undefined) this.#spans.set(label, [span]);
    else if (known.at(-1)?.from !== line) known.push(span);
  }

  flag(flags: number[]): void {
    for (const spans of this.#spans.values()) {
      if (spans.length < 2) continue;
      for (const { from, to } of spans) {
        for (let i = from; i < to; i += 1) flags[i] = (flags[i] ?? 0) | TOKEN.label;
      }
    }
  }
}

/** A line of up to 30 words, without a full stop, of which two in three longer ones, the first aside, begin with a capital. */
function flagHeadline(words: readonly string[], flags: number[], from: number): void {
  if (words.length - from > 30) return;
  let long = 0;
  let capitals = 0;
  for (let i = from + 1; i < words.length; i += 1) {
    if ((words[i]?.length ?? 0) < 4 || ((flags[i] ?? 0) & TOKEN.number) !== 0) continue;
    long += 1;
    if (((flags[i] ?? 0) & TOKEN.capital) !== 0) capitals += 1;
  }
  if (long < 2 || capitals * 3 < long * 2) return;
  for (let i = from; i < words.length; i += 1) flags[i] = (flags[i] ?? 0) | TOKEN.headline;
}
