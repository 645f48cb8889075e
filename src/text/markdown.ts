import { Marked } from 'marked';
import { htmlToText } from './html.js';
import { withoutGeneratorMarks } from './shortcodes.js';

/**
 * Markdown is converted in pieces of about this many characters: some of marked's rules take quadratic time on
 * hostile text, and few articles are longer.
 */
const PIECE = 16_000;

// Quotes and lists nested eight deep in one line are no writing, and marked recurses into each.
const DEEP = /^[ \t]*(?:(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])[ \t]*){8,}/gm;

const marked = new Marked({ async: false, gfm: true });

/** The prose of a Markdown text, also with HTML and template shortcodes in it. Never throws. */
export function markdownToText(markdown: string): string {
  const texts: string[] = [];
  for (const piece of pieces(withoutGeneratorMarks(markdown))) {
    const text = withoutLeftovers(htmlToText(toHtml(piece)));
    if (text !== '') texts.push(text);
  }
  return texts.join('\n\n');
}

function toHtml(markdown: string): string {
  try {
    return marked.parse(markdown.replace(DEEP, ''), { async: false });
  } catch {
    // Deep nesting that DEEP does not know, spread over lines: the words are still there.
    return markdown.replace(/\r?\n\s*\r?\n/g, '<p>');
  }
}

/** Emphasis that Markdown did not accept (`** so **`) links without a word and references
 * without a definition are still no text. */
function withoutLeftovers(text: string): string {
  return text
    .replace(/(?<!\w)\*{2,}|\*{2,}(?!\w)/g, '')
    .replace(/\]\[[^\][\n]{0,80}\]/g, ']')
    .replace(/\[\]/g, '')
    .replace(/ {2,}/g, ' ')
    .replace(/^ | $/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Cuts a long text at blank lines, else at line ends, else anywhere. */
function* pieces(text: string): Generator<string> {
  let from = 0;
  while (text.length - from > PIECE) {
    const window = text.slice(from, from + PIECE);
    const blank = window.lastIndexOf('\n\n');
    const line = window.lastIndexOf('\n');
    const length = blank > 0 ? blank : line > 0 ? line : PIECE;
    yield window.slice(0, length);
    from += length;
  }
  yield text.slice(from);
}
