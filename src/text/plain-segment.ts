import { foldedInCode, mix, NO_HASH } from './hash.js';

/** What a code unit is in a segment's comparable form. */
const OTHER = 1;
const LETTER = 2;
const DIGIT = 3;
const SPACE = 4;

/** Latin letters and signs, then general punctuation. */
const LATIN = 0x250;
const PUNCTUATION = 0x2000;
const PUNCTUATION_END = 0x2070;
const CODES = Array.from({ length: LATIN + PUNCTUATION_END - PUNCTUATION }, (_, i) =>
  i < LATIN ? i : i - LATIN + PUNCTUATION,
);

/** Each code unit as it stands in the comparable form, where that is one unit too, whatever stands around it. */
const FORMS = Uint16Array.from(CODES, (code) => {
  const unit = String.fromCharCode(code);
  const form = unit.toLowerCase().replace(/[’‘]/, "'");
  return unit.normalize('NFKC') === unit && form.length === 1 ? form.charCodeAt(0) : 0;
});
/** 0 for what takes the long way. */
const KINDS = Uint8Array.from(CODES, (code, i) => {
  const unit = String.fromCharCode(code);
  if (/\s/.test(unit)) return SPACE;
  if (FORMS[i] === 0) return 0;
  return /\d/.test(unit) ? DIGIT : /\p{L}/u.test(unit) ? LETTER : OTHER;
});

const BLANK = 0x20;
const ZERO = 0x30;
const JOINS_DIGITS = new Set([0x2c, 0x2e, 0x3a]);

/**
 * The hash of the comparable form of a stretch's first `length` code units, without making that form: `null` where it
 * is empty. `undefined` where something stands in it that is neither Latin nor general punctuation.
 */
export function plainSegmentHash(stretch: string, length: number): number | null | undefined {
  let hash = NO_HASH;
  /** Up to the last letter or digit: the marks behind it do not belong to the form. */
  let whole: number | null = null;
  let before = OTHER;
  for (let at = 0; at < length; at += 1) {
    const i = placeOf(stretch.charCodeAt(at));
    const kind = KINDS[i] ?? 0;
    if (kind === 0) return undefined;
    if (kind === LETTER || kind === DIGIT) {
      hash = foldedInCode(hash, kind === DIGIT ? ZERO : (FORMS[i] ?? 0));
      whole = hash;
      if (kind === DIGIT) at = endOfNumber(stretch, at, length) - 1;
    } else if (whole !== null && (kind === OTHER || before !== SPACE)) {
      hash = foldedInCode(hash, kind === SPACE ? BLANK : (FORMS[i] ?? 0));
    }
    before = kind;
  }
  return whole === null ? null : mix(whole);
}

function placeOf(code: number): number {
  if (code < LATIN) return code;
  return code >= PUNCTUATION && code < PUNCTUATION_END ? code - PUNCTUATION + LATIN : -1;
}

/** Digits, and points, commas and colons with digits behind them. */
function endOfNumber(text: string, start: number, length: number): number {
  let end = start;
  do {
    do end += 1;
    while (end < length && isDigit(text, end));
  } while (end + 1 < length && JOINS_DIGITS.has(text.charCodeAt(end)) && isDigit(text, end + 1));
  return end;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= ZERO && code <= ZERO + 9;
}
