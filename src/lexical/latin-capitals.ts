/** A word that is written with a capital. */
export interface Capitalised {
  /** As it is written. */
  readonly text: string;
  /** At the start of a sentence or within a headline, where a capital is no sign of a name. */
  readonly doubtful: boolean;
  /** Follows another such word after nothing but a space. */
  readonly joins: boolean;
}

const WORD = 1;
const CAPITAL = 2;
/** Code units below this are Latin letters, digits, and signs; those above it are in no word. */
const BEYOND = 0x250;
const KINDS = Uint8Array.from({ length: BEYOND }, (_, code) => {
  const unit = String.fromCharCode(code);
  if (/\p{Lu}/u.test(unit)) return CAPITAL;
  return /[a-z0-9\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u00bc-\u00be\u00df-\u00f6\u00f8-\u024f]/.test(unit)
    ? WORD
    : 0;
});

const codesOf = (marks: string) => new Set(Array.from(marks, (mark) => mark.charCodeAt(0)));
const JOINING = codesOf("'’-");
/** Ends a sentence, or opens one within another. */
const OPENING = codesOf('.!?…:;"“”«»(—•|');
const SPACE = 0x20;

// As long as the words of `names.ts` may be.
const LONGEST = 256;
const LONGEST_JOINED = 64;
const MOST_JOINED = 4;

/**
 * Reads a line of Latin letters and general punctuation: its words of two letters or more that have a capital, in order.
 *
 * @param isHeadline whether capitals say nothing in a line of so many words, of which so many have one
 */
export function latinCapitals(
  line: string,
  isHeadline: (words: number, capitals: number) => boolean,
): Capitalised[] {
  const found: { text: string; doubtful: boolean; joins: boolean }[] = [];
  let words = 0;
  let capitals = 0;
  let end = 0;
  let isAfterCapital = false;
  for (let at = 0; at < line.length; ) {
    const kind = kindAt(line, at);
    if (kind === 0) {
      at += 1;
      continue;
    }
    const start = at;
    at = endOfWord(line, start);
    if (kind === CAPITAL) capitals += 1;
    const isNamed = kind === CAPITAL && at - start > 1;
    if (isNamed) {
      const isClose = words > 0 && start === end + 1 && line.charCodeAt(end) === SPACE;
      found.push({
        text: line.slice(start, at),
        doubtful: words === 0 || opens(line, end, start),
        joins: isClose && isAfterCapital,
      });
    }
    isAfterCapital = isNamed;
    words += 1;
    end = at;
  }
  if (isHeadline(words, capitals)) for (const word of found) word.doubtful = true;
  return found;
}

function kindAt(line: string, at: number): number {
  const code = line.charCodeAt(at);
  return code < BEYOND ? (KINDS[code] ?? 0) : 0;
}

/** Letters and digits, with apostrophes and hyphens between them. */
function endOfWord(line: string, start: number): number {
  let at = endOfRun(line, start, LONGEST);
  for (let joined = 0; joined < MOST_JOINED; joined += 1) {
    if (!JOINING.has(line.charCodeAt(at)) || at + 1 >= line.length || kindAt(line, at + 1) === 0) break;
    at = endOfRun(line, at + 1, LONGEST_JOINED);
  }
  return at;
}

function endOfRun(line: string, start: number, longest: number): number {
  const end = Math.min(line.length, start + longest);
  let at = start + 1;
  while (at < end && kindAt(line, at) !== 0) at += 1;
  return at;
}

/** Whether what stands between two words opens a sentence; so does nothing at all. */
function opens(line: string, start: number, end: number): boolean {
  if (start === end) return true;
  for (let at = start; at < end; at += 1) if (OPENING.has(line.charCodeAt(at))) return true;
  return false;
}
