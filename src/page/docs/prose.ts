import { html, SafeHtml } from '../../text/safe-html.js';

/** A line in which what stands between backticks is code. */
export function line(text: string): SafeHtml {
  const parts = text.split('`').map((part, i) => (i % 2 === 0 ? html`${part}` : html`<code>${part}</code>`));
  return html`${parts}`;
}

/** Paragraphs, an empty line between each. */
export function prose(text: string): SafeHtml {
  return html`${text.split('\n\n').map((paragraph) => html`<p>${line(paragraph)}</p>\n`)}`;
}

/** A block of code or of an answer. */
export function block(text: string): SafeHtml {
  return html`<pre><code>${text}</code></pre>\n`;
}

/** An example as it would come. */
export function shownExample(example: unknown): string {
  return typeof example === 'string' ? example.trimEnd() : JSON.stringify(example, null, 2);
}

export const NOTHING = new SafeHtml('');
