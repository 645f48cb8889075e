import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { TestContext } from 'vitest';
import { fakeEmbedder } from '../../support/fake-embedder.js';
import { sharedData } from '../../support/shared-data.js';

/** A real article, as far as a feed or page of it says. */
export interface NewsItem {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly publishedAt: string;
}

/** The 294 articles of Wikinews of 2019 and 2020. */
export function wikinews(context: TestContext): NewsItem[] {
  const file = sharedData(context, 'articles/wikinews-2019-2020.jsonl.gz');
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as NewsItem);
}

/** Knows words that stand in every article of length. */
export const newsEmbedder = () =>
  fakeEmbedder('news-1', ['the', 'of', 'president', 'police', 'virus', 'election', 'said', 'was']);

export const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A plain text as HTML, a paragraph for each. */
export const paragraphs = (text: string) =>
  text
    .split('\n\n')
    .map((paragraph) => `<p>${escaped(paragraph)}</p>`)
    .join('\n');

/** The item as its site shows it. */
export function newsPage({ title, body, publishedAt }: NewsItem): string {
  return `<!doctype html><html lang="en"><head><title>${escaped(title)} - Wikinews</title>
<meta property="og:type" content="article"><meta property="article:published_time" content="${publishedAt}"></head>
<body><nav><ul><li><a href="/">Main page</a></li><li><a href="/archives">Archives</a></li></ul></nav>
<main><h1>${escaped(title)}</h1>${paragraphs(body)}</main><footer><p>All text is free.</p></footer></body></html>`;
}
