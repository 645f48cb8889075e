import { type Segment, withoutSegments } from './segments.js';

/** What recurs all over an archive: the comparable form of each passage, by its hash. */
export type Boilerplate = ReadonlyMap<number, string>;

export const NO_BOILERPLATE: Boilerplate = new Map();

/** The text without the passages that are boilerplate. A passage that only shares a hash with one stays. */
export function withoutBoilerplate(text: string, boilerplate: Boilerplate): string {
  if (boilerplate.size === 0) return text;
  const openings = openingsOf(boilerplate);
  return withoutSegments(
    text,
    ({ hash, normal }: Segment) => boilerplate.get(hash) === normal,
    (stretch) => {
      const { letters, certain } = openingOf(stretch);
      return !certain || openings.has(letters);
    },
  );
}

/** Letters that a passage is looked up by before its comparable form is made, which is nearly all of the work. */
const OPENING = 6;

const known = new WeakMap<Boilerplate, ReadonlySet<string>>();

function openingsOf(boilerplate: Boilerplate): ReadonlySet<string> {
  const openings =
    known.get(boilerplate) ??
    new Set(Array.from(boilerplate.values(), (normal) => openingOf(normal).letters));
  known.set(boilerplate, openings);
  return openings;
}

/**
 * The first letters of a stretch, in lower case: up to six, all of ASCII. They stand in its comparable form as well where
 * they are `certain`: where it begins with neither a digit nor anything beyond ASCII, nor has such behind them, which
 * could be the accent of the last one.
 */
function openingOf(stretch: string): { readonly letters: string; readonly certain: boolean } {
  let start = 0;
  while (start < stretch.length && isMark(stretch.charCodeAt(start))) start += 1;
  let end = start;
  while (end < stretch.length && end < start + OPENING && isLetter(stretch.charCodeAt(end))) end += 1;
  const certain = end > start && !(stretch.charCodeAt(end) > 0x7f);
  return { letters: stretch.slice(start, end).toLowerCase(), certain };
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

/** Of ASCII, and neither a letter nor a digit. */
function isMark(code: number): boolean {
  return code <= 0x7f && !isLetter(code) && !(code >= 0x30 && code <= 0x39);
}

/** Those of a text's segments that have the hash of a passage, in the order given. */
export function leftOutOf(segments: Uint32Array, boilerplate: Boilerplate): Uint32Array {
  return boilerplate.size === 0 ? new Uint32Array() : segments.filter((hash) => boilerplate.has(hash));
}
