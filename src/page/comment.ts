import { printable, SafeHtml } from '../text/safe-html.js';

/** A comment that shows nothing in a page, and is neither closed nor made a server's directive by what it says. */
export function comment(text: string): SafeHtml {
  // In a comment nothing is decoded: what HTML would escape is written otherwise. HTML would bear `--`, XML would not.
  const harmless = printable(text)
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replace(/-(?=-)/g, '- ');
  return new SafeHtml(`<!-- ${harmless} -->\n`);
}
