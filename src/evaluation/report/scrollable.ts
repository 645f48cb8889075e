import { html, type SafeHtml } from '../../text/safe-html.js';

/** What may be wider than a phone scrolls by itself, also by keyboard; `name` is what a screen reader calls it. */
export function scrollable(name: string, content: SafeHtml): SafeHtml {
  return html`<div class="scroll" role="region" aria-label="${name}" tabindex="0">${content}</div>`;
}
