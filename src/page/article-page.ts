import type { Article } from '../article.js';
import type { ArticleLink, IndexInfo, RelatedAnswer, RelatedArticle } from '../engine/answers.js';
import { cleanBody, cleanLine } from '../text/clean.js';
import { html, type SafeHtml } from '../text/safe-html.js';
import { dayOf } from './day.js';
import { ICON } from './icon.js';
import { STYLE } from './style.js';

/**
 * An article as a reader of the site would see it, its related links underneath. `origin` is where the reader
 * found it, such as `http://127.0.0.1:3000`.
 */
export function articlePage(article: Article, answer: RelatedAnswer, origin: string): string {
  // What readers pay for is not given away.
  const paragraphs = cleanBody(article.paywalled ? '' : article.body)
    .split('\n\n')
    .filter((paragraph) => paragraph !== '');
  const title = cleanLine(article.title);
  const lead = article.summary === null ? '' : cleanLine(article.summary);
  const id = encodeURIComponent(article.id).replaceAll("'", '%27');
  const address = `${origin}/v1/articles/${id}/related?limit=4`;
  return document(
    title,
    html`<main>
<article${article.language === null ? null : html` lang="${article.language}"`}>
${article.section === null ? null : html`<p class="kicker">${article.section}</p>`}
<h1>${title}</h1>
${lead === '' || paragraphs[0]?.startsWith(lead) ? null : html`<p class="standfirst">${lead}</p>`}
<p class="meta">${[...article.authors, day(article.publishedAt)].filter((part) => part !== '').join(' · ')}</p>
${paragraphs.map((paragraph) => html`<p>${paragraph}</p>\n`)}
${article.paywalled ? html`<p class="meta">The rest is behind the paywall.</p>` : null}
</article>
${relatedList(answer)}
</main>
<footer>
<p>The same as JSON:</p>
<code>curl '${address}'</code>
<p>${describe(answer.index)}</p>
</footer>`,
  );
}

/** Where there is an index without an article. */
export function emptyPage(info: IndexInfo): string {
  return document(
    'Nothing to read yet',
    html`<main><h1>Nothing to read yet</h1><p>The index holds no published article. Run <b>seealso index</b> with your archive; this page follows by itself.</p></main><footer><p>${describe(info)}</p></footer>`,
  );
}

function relatedList(answer: RelatedAnswer): SafeHtml {
  if (answer.related.length === 0) {
    return html`<!-- no related articles: ${answer.empty?.reason ?? ''} -->`;
  }
  return html`<nav aria-labelledby="related"><h2 id="related">Related articles</h2><ol>
${answer.related.map(card)}</ol></nav>`;
}

/** Copies that are named under a link; of more, only how many. */
const NAMED_COPIES = 3;

function card(item: RelatedArticle): SafeHtml {
  const facts = [item.section ?? '', day(item.publishedAt)].filter((part) => part !== '').join(' · ');
  return html`<li>${item.sponsored ? html`<p class="label"><span>Sponsored</span></p>` : null}<a href="${pageOf(item)}">${item.title}</a>
${item.summary === null ? null : html`<p>${item.summary}</p>`}
<p class="meta"><span>${facts}</span><span title="score">${item.score.toFixed(2)}</span></p>
${item.reasons.length === 0 ? null : html`<p class="why">${item.reasons.map(({ text }) => html`<span>${text}</span> `)}</p>`}
${item.alsoCoveredBy.length === 0 ? null : copies(item.alsoCoveredBy)}</li>
`;
}

function copies(links: readonly ArticleLink[]): SafeHtml {
  const named = links.slice(0, NAMED_COPIES).map((link, i) => {
    const comma = i === 0 ? '' : ', ';
    return html`${comma}<a href="${pageOf(link)}">${link.title}</a>`;
  });
  const more = links.length - named.length;
  return html`<p class="copies">Also covered by ${named}${more === 0 ? null : ` and ${more} more`}</p>`;
}

/** Relative to the page itself: whatever its path is, with a slash at the end or without. */
const pageOf = ({ id }: ArticleLink) => `?id=${encodeURIComponent(id)}`;

const day = (instant: string | null) => (instant === null ? '' : dayOf(instant));

function describe(info: IndexInfo): string {
  return `${info.articles} articles, model ${info.model}, generation ${info.generation}`;
}

function document(title: string, content: SafeHtml): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · seealso</title>
${ICON}
${STYLE}
</head>
<body>
<header><a href="?">seealso</a></header>
${content}
</body>
</html>
`.text;
}
