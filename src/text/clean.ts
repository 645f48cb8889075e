import type { BodyFormat } from '../article.js';
import { detectFormat } from './detect.js';
import { KNOWN } from './elements.js';
import { decodeEntities } from './entities.js';
import { htmlToText } from './html.js';
import { markdownToText } from './markdown.js';
import { withoutWordPressMarks } from './shortcodes.js';
import { collapse, joinParagraphs } from './whitespace.js';

export { detectFormat } from './detect.js';

/**
 * A body as plain text: paragraphs separated by one blank line, single spaces inside, NFC. Never throws, in about
 * linear time.
 */
export function cleanBody(body: string, format: BodyFormat = 'auto'): string {
  switch (format === 'auto' ? detectFormat(body) : format) {
    case 'html':
      return htmlToText(withoutWordPressMarks(body));
    case 'markdown':
      return markdownToText(withoutWordPressMarks(body));
    case 'text':
      // Text that was declared as such is taken at its word; elsewhere `&nbsp;` is a leftover of a conversion.
      return plainText(format === 'auto' ? decodeEntities(body) : body);
  }
}

// Markdown in a summary. What either may span holds none of its own marks: one pass.
const STRONG = /(?<!\w)\*\*([^*\s][^*]{0,300})\*\*(?!\w)/g;
const LINK = /\[([^[\]]{1,300})\]\([^()\s]{1,2000}\)/g;

/** A title or summary on one line: tags out, entities decoded, also where they were escaped twice. */
export function cleanLine(text: string): string {
  const once = decodeEntities(text, (name) => KNOWN.has(name));
  return collapse(decodeEntities(once).replace(STRONG, '$1').replace(LINK, '$1'));
}

/** Lines as long as this on average are paragraphs, not the broken lines of one. */
const PARAGRAPH_LINE = 120;

function plainText(text: string): string {
  const paragraphs = text.split(/\r?\n[^\S\n]*\r?\n/);
  if (paragraphs.length > 1) return joinParagraphs(paragraphs);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return joinParagraphs(text.length / Math.max(1, lines.length) >= PARAGRAPH_LINE ? lines : [text]);
}
