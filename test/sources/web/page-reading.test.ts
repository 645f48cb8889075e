import { describe, expect, it } from 'vitest';
import { readPage } from '../../../src/sources/web/page-reading.js';
import type { FetchedDocument } from '../../../src/web/fetcher.js';

const URL_OF_PAGE = 'https://news.example/2025/yen';
const SENTENCE = 'The yen fell on Tuesday, as traders bet that <a href="../bank">the bank</a> would wait. ';
const PARAGRAPHS = `<p>${SENTENCE.repeat(4)}</p>`.repeat(3);

function document(text: string, more: Partial<FetchedDocument> = {}): FetchedDocument {
  return {
    kind: 'document',
    url: URL_OF_PAGE,
    redirects: [],
    validators: { etag: null, lastModified: null },
    contentType: 'text/html',
    headers: new Map(),
    text,
    ...more,
  };
}
const page = (head: string, body = `<article><h1>Yen falls</h1>${PARAGRAPHS}</article>`) =>
  `<!doctype html><html lang="en-GB"><head>${head}</head><body>${body}</body></html>`;
function read(text: string, more: Partial<FetchedDocument> = {}) {
  const found = readPage(document(text, more));
  if (found === null) throw new Error('Expected a page, received none');
  return found;
}
const jsonLd = (data: unknown) => `<script type="application/ld+json">${JSON.stringify(data)}</script>`;

describe('the main text of a page', () => {
  it('is without menus, scripts, forms and footers, and its links are absolute', () => {
    const { record, words, isArticle } = read(
      page(
        '<title>Yen falls | News</title>',
        `<nav><ul><li><a href="/a">Home</a></li></ul></nav><script>track("me")</script><main><h1>Yen falls</h1>${PARAGRAPHS}</main>
        <form><input value="Subscribe"></form><footer>Imprint and privacy</footer>`,
      ),
    );
    expect(record.body).toContain(
      'The yen fell on Tuesday, as traders bet that <a href="https://news.example/bank">the bank</a>',
    );
    expect(record.body).not.toMatch(/Home|track|Subscribe|Imprint/);
    expect([words > 100, isArticle]).toEqual([true, true]);
  });

  it('keeps what was written as text from becoming markup', () => {
    const { record } = read(
      page(
        '',
        `<article><h1>T</h1>${PARAGRAPHS}<p>Write &lt;script&gt;alert(1)&lt;/script&gt; &amp; run.</p></article>`,
      ),
    );
    expect(record.body).toContain('Write &lt;script&gt;alert(1)&lt;/script&gt; &amp; run.');
  });

  it('is taken from JSON-LD where the page is put together in the browser', () => {
    const { record, isArticle } = read(
      page(
        jsonLd({
          '@type': 'NewsArticle',
          headline: 'Yen',
          articleBody: 'All of it stands here. '.repeat(30),
        }),
        '<div id="app"></div>',
      ),
    );
    expect([record.body.slice(0, 22), isArticle]).toEqual(['All of it stands here.', true]);
  });

  it.each([
    ['50,000 elements in one another', `<div>`.repeat(50_000) + PARAGRAPHS],
    ['100,000 inline elements in one another', '<b><i>'.repeat(50_000) + PARAGRAPHS],
    ['60,000 small blocks', PARAGRAPHS + '<div><p>hello world</p></div>'.repeat(60_000)],
    ['300,000 signs', `${PARAGRAPHS}${'<&'.repeat(150_000)}`],
    ['70,000 line breaks', `${PARAGRAPHS}<div>${'text<br>'.repeat(70_000)}</div>`],
    ['5 MB in one attribute', `${PARAGRAPHS}<p class="${'a '.repeat(2_500_000)}">x</p>`],
    [
      'JSON-LD that never ends',
      `${PARAGRAPHS}<script type="application/ld+json">${'[{"@graph":'.repeat(100_000)}`,
    ],
  ])('is read in bounded time and depth: %s', (_, body) => {
    const started = performance.now();
    const found = read(page('<title>Yen falls</title>', body));
    expect(found.record.title).toBe('Yen falls');
    // A tenth of it is usual; shared machines are slow.
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(found.words).toBeGreaterThan(100);
  });
});

describe('what a page says of itself', () => {
  it('is believed in JSON-LD first, through its graph and references', () => {
    const { record } = read(
      page(
        `<meta property="og:title" content="Shared title"><meta property="og:image" content="/og.jpg">
        ${jsonLd({
          '@context': 'https://schema.org',
          '@graph': [
            { '@type': 'WebPage', '@id': '#page', name: 'Page' },
            {
              '@type': ['NewsArticle'],
              headline: 'Yen &amp; dollar',
              description: 'Traders wait.',
              datePublished: '2025-10-29T08:00:00+09:00',
              dateModified: '2025-10-30',
              author: [{ '@id': '#aiko' }, 'Ben Ito', 'https://news.example/authors/3'],
              articleSection: ['Markets', 'Asia'],
              keywords: 'yen, Bank of Japan',
              image: { '@type': 'ImageObject', url: '/ld.jpg' },
              isAccessibleForFree: 'False',
            },
            { '@type': 'Person', '@id': '#aiko', name: 'Aiko Mori' },
          ],
        })}`,
      ),
    );
    expect(record).toMatchObject({
      title: 'Yen & dollar',
      summary: 'Traders wait.',
      publishedAt: '2025-10-28T23:00:00Z',
      updatedAt: '2025-10-30T00:00:00Z',
      authors: ['Aiko Mori', 'Ben Ito'],
      section: 'Markets',
      tags: ['yen', 'Bank of Japan', 'Asia'],
      image: 'https://news.example/ld.jpg',
      language: 'en-GB',
      paywalled: true,
      sponsored: false,
    });
  });

  it('is else taken from Open Graph and other metas, else from its markup', () => {
    const metas = `<title>Yen falls - The News</title><meta property="og:site_name" content="The News"><meta name="description" content="Traders &amp; banks">
      <meta property="article:published_time" content="2025-10-29T08:00:00Z"><meta property="article:section" content="Markets">
      <meta property="article:tag" content="yen"><meta property="article:tag" content="dollar"><meta name="author" content="Aiko Mori">
      <meta property="article:content_tier" content="locked"><meta property="og:image" content="/og.jpg">`;
    expect(read(page(metas, `<main>${PARAGRAPHS}</main>`)).record).toMatchObject({
      title: 'Yen falls',
      summary: 'Traders & banks',
      publishedAt: '2025-10-29T08:00:00Z',
      section: 'Markets',
      tags: ['yen', 'dollar'],
      authors: ['Aiko Mori'],
      image: 'https://news.example/og.jpg',
      paywalled: true,
    });
    const bare = `<article><h1>Yen <em>falls</em></h1><time datetime="2025-10-29">yesterday</time>${PARAGRAPHS}</article>`;
    expect(read(page('<title>Site</title>', bare)).record).toMatchObject({
      title: 'Yen falls',
      publishedAt: '2025-10-29T00:00:00Z',
    });
  });

  it('does no harm where its JSON-LD is broken', () => {
    const broken = '<script type="application/ld+json">{"@type":"Article","headline":"half</script>';
    expect(read(page(`${broken}<meta property="og:title" content="Whole">`)).record.title).toBe('Whole');
    const lines =
      '<script type="application/ld+json"><!-- {"@type":"Article","headline":"two\nlines"} --></script>';
    expect(read(page(lines)).record.title).toBe('two lines');
  });

  it.each([
    ['/2025/yen?print=1', 'https://www.news.example/2025/yen', 'https://www.news.example/2025/yen'],
    ['its front page, which is not believed', 'https://news.example/', URL_OF_PAGE],
    ['another site', 'https://elsewhere.example/2025/yen', URL_OF_PAGE],
  ])('decides its address, where it names as canonical %s', (_, canonical, expected) => {
    expect(read(page(`<link rel="canonical" href="${canonical}">`)).record.url).toBe(expected);
  });

  it('keeps the addresses that led to it', () => {
    const redirects = [{ url: 'https://news.example/?p=7', permanent: true }];
    const found = readPage(
      document(page(`<link rel="canonical" href="/2025/yen">`), { redirects, url: `${URL_OF_PAGE}?amp=1` }),
    );
    expect([found?.id, found?.record.formerUrls]).toEqual([
      URL_OF_PAGE,
      ['https://news.example/?p=7', `${URL_OF_PAGE}?amp=1`],
    ]);
  });
});

describe('a page', () => {
  const short = '<article><h1>Note</h1><p>A short note of some words, no more.</p></article>';
  it.each([
    ['says so in Open Graph', page('<meta property="og:type" content="article">', short), true],
    ['says so in JSON-LD', page(jsonLd({ '@type': 'BlogPosting', headline: 'Note' }), short), true],
    ['has a long main text', page(''), true],
    ['has a short text and says nothing', page('', short), false],
    ['calls itself a list', page(jsonLd({ '@type': 'CollectionPage' })), false],
    ['has no title', `<html><body>${PARAGRAPHS}</body></html>`, false],
  ])('that %s is an article or not', (_, text, expected) => expect(read(text).isArticle).toBe(expected));

  it('is no article where it is the front page', () => {
    expect(
      read(page('<meta property="og:type" content="article">'), { url: 'https://news.example/' }).isArticle,
    ).toBe(false);
  });

  it.each([
    ['<meta name="robots" content="noindex, follow">', {}, true],
    ['<meta name="robots" content="none">', {}, true],
    ['', { headers: new Map([['x-robots-tag', 'noindex']]) }, true],
    ['', { headers: new Map([['x-robots-tag', 'otherbot: noindex']]) }, false],
    ['<meta name="robots" content="index, noarchive">', {}, false],
  ])('asks to be left out by %s %o: %s', (head, more, expected) =>
    expect(read(page(head), more).noIndex).toBe(expected),
  );

  it.each(['application/pdf', 'image/jpeg', 'application/json'])('is none where it is %s', (contentType) => {
    expect(readPage(document('<p>x</p>', { contentType }))).toBeNull();
  });
});
