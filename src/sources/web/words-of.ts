import { LanguageTag } from '../../article.js';

/** A summary ends at the word before this many characters. */
const EXCERPT = 600;
/** A title made of the first words of a text has at most this many characters. */
const TITLE = 80;

/** The beginning of a text on one line, as its summary. */
export function excerptOf(text: string): string {
  return beginning(text, EXCERPT);
}

/** The first words of a text, for what has no title. */
export function titleFrom(text: string): string {
  return beginning(text, TITLE);
}

function beginning(text: string, limit: number): string {
  const line = text
    .slice(0, limit * 4)
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= limit) return line;
  const cut = line.slice(0, limit);
  const space = cut.lastIndexOf(' ');
  return `${(space > limit / 2 ? cut.slice(0, space) : cut).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** A language tag; `null` for what is none, which is no reason to refuse an article. */
export function languageTag(written: string | null | undefined): string | null {
  const parsed = LanguageTag.safeParse((written ?? '').replace(/\.utf-?8$/i, ''));
  return parsed.success ? parsed.data : null;
}
