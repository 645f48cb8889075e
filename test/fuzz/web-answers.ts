import fc from 'fast-check';
import type { WebFormat } from '../../src/sources/source.js';
import { hostileJson, hostileText, mutated } from './hostile.js';
import { markup, TEXT } from './markup.js';

const xmlText = fc.oneof(
  { weight: 3, arbitrary: hostileText.map((text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')) },
  { weight: 2, arbitrary: markup.map((text) => `<![CDATA[${text.replaceAll(']]>', '')}]]>`) },
  { weight: 1, arbitrary: markup },
);
const DOCTYPES = [
  '',
  '<?xml version="1.0" encoding="x-none"?>',
  `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&${i === 0 ? 'lol' : `l${i}`};`.repeat(10)}">`).join('')}]>`,
  '<!DOCTYPE a [<!ENTITY lol SYSTEM "file:///etc/passwd">]>',
  '<!DOCTYPE a SYSTEM "http://127.0.0.1/evil.dtd">',
  '<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
];
const doctype = fc.constantFrom(...DOCTYPES);
const element = fc
  .tuple(
    fc.constantFrom(
      'title',
      'link',
      'guid',
      'pubDate',
      'description',
      'content:encoded',
      'dc:creator',
      'category',
      'media:content',
      'enclosure',
      'id',
      'updated',
      'summary',
      'author',
      'loc',
      'lastmod',
      'news:news',
      '__proto__',
      'constructor',
    ),
    xmlText,
  )
  .map(([name, text]) => `<${name}>${text}</${name}>`);
const item = fc.array(element, { maxLength: 5 }).map((parts) => parts.join(''));
const deepXml = fc.constantFrom(
  '<a>'.repeat(50_000),
  `<rss><channel><item>${'<b>'.repeat(20_000)}`,
  `<rss${' a="b"'.repeat(20_000)}>`,
  '<item>'.repeat(5000),
  '<!--'.repeat(5000),
  '<?'.repeat(5000),
  '<![CDATA['.repeat(5000),
  '&lol9;',
  `<rss><channel>${'<item><title>a</title></item>'.repeat(3000)}`,
);
const spoilt = (whole: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 8, arbitrary: whole },
    { weight: 1, arbitrary: fc.tuple(whole, fc.nat(3000)).map(([text, end]) => text.slice(0, end)) },
    { weight: 1, arbitrary: deepXml },
    { weight: 1, arbitrary: markup },
  );

const rss = fc
  .tuple(doctype, item, fc.array(item, { maxLength: 4 }))
  .map(
    ([head, channel, items]) =>
      `${head}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>${channel}${items.map((one) => `<item>${one}&lol9;</item>`).join('')}</channel></rss>`,
  );
const atom = fc
  .tuple(doctype, fc.array(item, { maxLength: 4 }))
  .map(
    ([head, items]) =>
      `${head}<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="/feed?2"/>${items.map((one) => `<entry>${one}<link href="/a"/></entry>`).join('')}</feed>`,
  );
const jsonFeed = mutated({
  version: 'https://jsonfeed.org/version/1.1',
  title: 'a',
  next_url: '/feed?2',
  items: [
    {
      id: '1',
      url: '/a',
      title: 'Bank',
      content_html: TEXT,
      date_published: '2026-04-01',
      authors: [{ name: 'b' }],
      tags: ['a'],
    },
  ],
}).map((feed) => JSON.stringify(feed) ?? '');
const sitemap = fc
  .tuple(doctype, fc.array(item, { maxLength: 5 }), fc.boolean())
  .map(
    ([head, items, isIndex]) =>
      `${head}<${isIndex ? 'sitemapindex' : 'urlset'}>${items.map((one) => (isIndex ? `<sitemap><loc>/sitemap.xml?2</loc>${one}</sitemap>` : `<url><loc>/a</loc>${one}</url>`)).join('')}</${isIndex ? 'sitemapindex' : 'urlset'}>`,
  );

const attribute = hostileText.map((text) => text.replaceAll('"', '&quot;'));
const page = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.constantFrom(
          'og:title',
          'og:type',
          'og:url',
          'og:image',
          'article:published_time',
          'article:tag',
          'author',
          'description',
          'generator',
        ),
        attribute,
      ),
      { maxLength: 4 },
    ),
    fc.oneof(
      hostileJson({
        '@type': 'NewsArticle',
        headline: 'Bank',
        datePublished: '2026-04-01',
        articleBody: TEXT,
        author: { name: 'b' },
        '@graph': [{ '@type': 'Person' }],
      }).map(String),
      hostileText,
    ),
    attribute,
    markup,
  )
  .map(
    ([metas, data, href, body]) =>
      `<!doctype html><html lang="${href}"><head><title>Bank</title><base href="${href}"><link rel="canonical" href="${href}"><link rel="alternate" type="application/rss+xml" href="${href}"><link rel="https://api.w.org/" href="${href}">${metas.map(([name, value]) => `<meta property="${name}" name="${name}" content="${value}">`).join('')}<script type="application/ld+json">${data}</script></head><body><article><h1>Bank</h1><p>${TEXT}</p>${body}</article></body></html>`,
  );

const wordpressPost = {
  id: 7,
  date_gmt: '2026-04-01T00:00:00',
  modified_gmt: '2026-04-02T00:00:00',
  date: '2026-04-01T00:00:00',
  modified: '2026-04-02T00:00:00',
  link: 'https://news.example/w',
  status: 'publish',
  type: 'post',
  title: { rendered: 'Bank' },
  content: { rendered: TEXT, protected: false },
  excerpt: { rendered: 'a' },
  _embedded: { author: [{ name: 'b' }], 'wp:term': [[{ taxonomy: 'category', name: 'c' }]] },
};
const ghostPost = {
  id: '5a6b7c8d9e0f1a2b3c4d5e6f',
  uuid: 'u',
  title: 'Bank',
  html: TEXT,
  url: 'https://news.example/g',
  status: 'published',
  visibility: 'public',
  published_at: '2026-04-01T00:00:00.000Z',
  updated_at: '2026-04-02T00:00:00.000Z',
  tags: [{ name: 'a', visibility: 'public' }],
  authors: [{ name: 'b' }],
};
const wordpress = hostileJson([wordpressPost]).map(String);
const ghost = hostileJson({
  posts: [ghostPost],
  meta: { pagination: { page: 1, pages: 1, total: 1, next: null } },
}).map(String);

/** What an address of each kind may answer with. */
export const ANSWERS: Readonly<Record<WebFormat, fc.Arbitrary<string>>> = {
  feed: fc.oneof(spoilt(rss), spoilt(atom), jsonFeed),
  sitemap: spoilt(sitemap),
  page: spoilt(page),
  wordpress,
  ghost,
};
