import { html, SafeHtml } from '../text/safe-html.js';

/** A comment that shows nothing in a page, and is neither closed nor made a server's directive by what it says. */
export function comment(text: string): SafeHtml {
  const { text: escaped } = html`${text}`;
  // HTML would bear it, XML would not.
  return new SafeHtml(`<!-- ${escaped.replace(/-(?=-)/g, '- ')} -->\n`);
}
