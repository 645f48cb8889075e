import type { BodyFormat } from '../article.js';
import { BLOCKS, KNOWN } from './elements.js';

/**
 * How a body is written: HTML where it has tags of known elements, Markdown where it shows Markdown's constructs
 * (also with some HTML among them), else plain text. A number and a full stop, `snake_case` or a lone `*` make no
 * Markdown.
 */
export function detectFormat(body: string): Exclude<BodyFormat, 'auto'> {
  const tags = countTags(body);
  const marks = countMarks(body);
  if (marks > 0 && marks >= tags.blocks) return 'markdown';
  return tags.all > 0 ? 'html' : 'text';
}

const BOOLEAN_ATTRIBUTES = /^\s*(?:hidden|controls|open|itemscope|async|defer|\/)\s*\/?$/i;

/** Start and end tags of known elements; `a<b and c>d` is none. */
function countTags(text: string): { readonly all: number; readonly blocks: number } {
  let all = 0;
  let blocks = 0;
  for (const piece of text.split('<').slice(1)) {
    const name = /^\/?([a-z][a-z0-9]{0,15})(?=[\s/>])/i.exec(piece)?.[1]?.toLowerCase();
    if (name === undefined || !KNOWN.has(name)) continue;
    const end = piece.indexOf('>');
    if (end === -1) continue;
    const attributes = piece.slice(piece.startsWith('/') ? name.length + 1 : name.length, end);
    if (attributes.trim() !== '' && !attributes.includes('=') && !BOOLEAN_ATTRIBUTES.test(attributes))
      continue;
    all += 1;
    if (BLOCKS.has(name) && !piece.startsWith('/')) blocks += 1;
  }
  return { all, blocks };
}

// Matched against one line of at most 2,000 characters at a time.
const MARKS: readonly RegExp[] = [
  /^ {0,3}#{1,6}[ \t]+\S/,
  /^ {0,3}(?:```|~~~)/,
  /\]\((?=[^()\s]*[./#:])[^()\s]+(?:\s+"[^"]*")?\)/,
  /\]\[[^\][]{1,80}\]/,
  /^ {0,3}\[[^\]]{1,200}\]:\s*\S/,
  /(?:^|[\s("“_])\*\*[^\s*][^*]*\*\*(?!\w)/,
  /(?:^|[\s("“])__[^\s_][^_]*__(?!\w)/,
  /^ {0,3}>[ \t]+\S/,
  /^\|?[ :]*-{3,}[ :]*\|[-| :]*$/,
  /\{\{[<%]/,
];
const LIST_ITEM = /^ {0,3}[-*+][ \t]+\S/;

function countMarks(text: string): number {
  let marks = 0;
  let items = 0;
  for (const raw of text.split('\n')) {
    const line = raw.slice(0, 2_000);
    if (MARKS.some((mark) => mark.test(line))) marks += 1;
    else if (LIST_ITEM.test(line)) items += 1;
  }
  // A single dash at the start of a line is dialogue or a slip; several are a list.
  return marks + (items >= 2 ? 1 : 0);
}
