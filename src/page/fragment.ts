import type { RelatedAnswer, RelatedArticle } from '../engine/answers.js';
import { html, SafeHtml } from '../text/safe-html.js';
import { dayOf } from './day.js';
import { isWebAddress } from './web-address.js';

export type HeadingLevel = 1 | 2 | 3 | 4 | 5 | 6;

export interface FragmentOptions {
  /** Links at most. */
  readonly limit: number;
  readonly heading: string;
  readonly headingLevel: HeadingLevel;
  /** Under each link why it is shown. */
  readonly reasons: boolean;
  /** Language tag in whose way dates are written; `null` or none that is known for English. */
  readonly language: string | null;
  /** Attributes of the element of `/widget.js` around it, `article-id` aside; `null` for no element. */
  readonly element: Readonly<Record<string, string>> | null;
}

export const FRAGMENT_DEFAULTS: FragmentOptions = {
  limit: 4,
  heading: 'Related articles',
  headingLevel: 2,
  reasons: false,
  language: null,
  element: null,
};

/**
 * The list as a piece of HTML that stands in any page: a landmark with a heading and one link per article, without
 * style, script or identifiers, its classes all beginning with `related-articles`. Nothing in it is markup but its own,
 * nor a placeholder of the templates that it may be a part of.
 * Articles without an absolute http(s) address are left out; without any link it is empty.
 */
export function relatedFragment(answer: RelatedAnswer, options: FragmentOptions): string {
  const links = shownLinks(answer, options.limit);
  if (links.length === 0) return '';
  const { heading, headingLevel, element } = options;
  // Landmarks of one kind need names of their own: that of a second article on the page is another.
  const name = answer.article === null ? heading : `${heading}: ${answer.article.title}`;
  const tag = new SafeHtml(`h${headingLevel}`);
  const list = html`<nav class="related-articles" aria-label="${name}">
<${tag} class="related-articles-heading">${heading}</${tag}>
<ul class="related-articles-list" role="list">
${links.map((link) => item(link, options))}</ul>
</nav>`;
  const { text } = element === null ? html`${list}\n` : wrapped(list, answer, element);
  // Hugo, Eleventy and Ghost read a partial as a template, in which a title's `{{ … }}` would be run. None is ours.
  return text.replaceAll('{', '&#123;').replaceAll('}', '&#125;');
}

/** What of an answer a fragment of that length shows. */
export function shownLinks({ related }: RelatedAnswer, limit: number): RelatedArticle[] {
  return related.filter(({ url }) => isWebAddress(url)).slice(0, limit);
}

/** What was paid for is told apart from what the newsroom recommends. */
const LABEL = html`<span class="related-articles-label">Sponsored</span> `;

function item(link: RelatedArticle, { reasons, language }: FragmentOptions): SafeHtml {
  return html`<li class="related-articles-item">${link.sponsored ? LABEL : null}<a class="related-articles-link" href="${link.url}">${link.title}</a>
${link.summary === null ? null : html`<p class="related-articles-summary">${link.summary}</p>\n`}${meta(link, language)}${reasons ? link.reasons.map(reason) : null}</li>
`;
}

function meta({ section, publishedAt }: RelatedArticle, language: string | null): SafeHtml | null {
  const date = publishedAt === null ? null : dayOf(publishedAt, language);
  if (section === null && date === null) return null;
  const shown = [
    section === null ? null : html`<span class="related-articles-section">${section}</span>`,
    date === null ? null : html`<time class="related-articles-date" datetime="${publishedAt}">${date}</time>`,
  ].filter((part) => part !== null);
  return html`<p class="related-articles-meta">${shown.map((part, i) => (i === 0 ? part : html` · ${part}`))}</p>\n`;
}

function reason({ text }: { readonly text: string }): SafeHtml {
  return html`<p class="related-articles-reason">${text}</p>\n`;
}

/** The element shows what stands in it until its script has loaded, and for good where there is none. */
function wrapped(
  list: SafeHtml,
  { article }: RelatedAnswer,
  element: Readonly<Record<string, string>>,
): SafeHtml {
  const attributes = { ...(article === null ? {} : { 'article-id': article.id }), ...element };
  const written = Object.entries(attributes).map(([name, value]) =>
    value === '' ? html` ${name}` : html` ${name}="${value}"`,
  );
  return html`<related-articles${written}>\n${list}\n</related-articles>\n`;
}
