import { describe, expect, it } from 'vitest';
import type { FeedEntry } from '../../../src/sources/web/feed-items.js';
import { readFeedText } from '../../../src/sources/web/feed-text.js';

const ADDRESS = 'https://news.example/feeds/all.xml';
const item = (n: number, more = '') =>
  `<item><title>Story ${n}</title><link>https://news.example/${n}</link>${more}</item>`;
const rss = (items: string, head = '') =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>${head}${items}</channel></rss>`;

const read = (text: string) => readFeedText(text, ADDRESS);
function only(text: string): FeedEntry {
  const [entry, ...more] = read(text).entries;
  if (entry === undefined || typeof entry === 'string' || more.length > 0) {
    throw new Error(`Expected one entry, received ${JSON.stringify([entry, ...more])}`);
  }
  return entry;
}
const titles = (text: string) =>
  read(text).entries.map((entry) => (typeof entry === 'string' ? `! ${entry}` : entry.title));

describe('an entry', () => {
  it('of RSS 2.0 brings all that the usual namespaces say', () => {
    const entry = only(
      `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>News</title><language>en-us</language>${item(
        1,
        `<description><![CDATA[The <b>short</b> of it.]]></description><content:encoded><![CDATA[<p>The long of it &amp; more.</p>]]></content:encoded>
        <dc:creator>Aiko Mori</dc:creator><category>Markets</category><category>Yen</category><guid isPermaLink="false">n-1</guid>
        <pubDate>Wed, 29 Oct 2025 08:00 EST</pubDate><media:content url="/small.jpg" medium="image" width="10"/><media:content url="/large.jpg" medium="image" width="900"/>`,
      )}</channel></rss>`,
    );
    expect(entry).toEqual({
      id: 'https://news.example/1',
      title: 'Story 1',
      content: '<p>The long of it &amp; more.</p>',
      summary: 'The short of it.',
      url: 'https://news.example/1',
      image: 'https://news.example/large.jpg',
      tags: ['Markets', 'Yen'],
      authors: ['Aiko Mori'],
      language: 'en-us',
      publishedAt: '2025-10-29T13:00:00Z',
      updatedAt: null,
    });
  });

  it('of RSS 1.0 is found beside its channel', () => {
    const entry = only(
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>News</title></channel>
      <item rdf:about="https://news.example/1"><title>One</title><link>https://news.example/1</link><dc:date>2025-10-29</dc:date><dc:creator>Aiko</dc:creator><dc:subject>Yen</dc:subject></item></rdf:RDF>`,
    );
    expect(entry).toMatchObject({
      title: 'One',
      authors: ['Aiko'],
      tags: ['Yen'],
      publishedAt: '2025-10-29T00:00:00Z',
    });
  });

  it('of Atom has its links resolved, its markup read and its feed’s author', () => {
    const entry = only(
      `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/blog/" xml:lang="de"><title>F</title><author><name>Redaktion</name></author>
      <entry xml:base="2025/"><id>tag:1</id><title type="html">Tom &amp;amp; &lt;i&gt;Jerry&lt;/i&gt;</title><link rel="replies" href="r"/><link href="one?utm_source=feed"/><updated>2025-10-29T08:00:00Z</updated>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Hello <a href="x">there</a></p></div></content><category term="yen" label="Yen"/></entry></feed>`,
    );
    expect(entry).toMatchObject({
      id: 'https://news.example/blog/2025/one',
      title: 'Tom & Jerry',
      url: 'https://news.example/blog/2025/one?utm_source=feed',
      content: '<p>Hello <a href="x">there</a></p>',
      authors: ['Redaktion'],
      tags: ['Yen'],
      language: 'de',
      updatedAt: '2025-10-29T08:00:00Z',
    });
  });

  it('of JSON Feed is read as text where it has no HTML', () => {
    const feed = {
      version: 'https://jsonfeed.org/version/1.1',
      title: 'News',
      language: 'en',
      next_url: 'page/2',
      items: [
        {
          id: 7,
          url: '/one',
          content_text: 'Short.\n\nAnd sweet.',
          image: 'a.jpg',
          tags: ['x'],
          author: { name: 'Aiko' },
        },
      ],
    };
    expect(only(JSON.stringify(feed))).toMatchObject({
      id: 'https://news.example/one',
      content: 'Short.\n\nAnd sweet.',
      image: 'https://news.example/feeds/a.jpg',
      authors: ['Aiko'],
    });
    expect(read(JSON.stringify(feed)).next).toBe('https://news.example/feeds/page/2');
  });

  it('is whole where only its description is long', () => {
    const long = `<p>${'The yen fell again. '.repeat(80)}</p>`;
    expect(only(rss(item(1, `<description><![CDATA[${long}]]></description>`))).content).toBe(long);
    expect(only(rss(item(1, '<description>Short.</description>')))).toMatchObject({
      content: null,
      summary: 'Short.',
    });
  });

  it('is known by its guid where its link is the front page, or missing', () => {
    const podcast = '<item><title>Episode</title><link>https://news.example/</link><guid>ep-1</guid></item>';
    expect(only(rss(podcast)).id).toBe('ep-1');
    expect(only(rss('<item><title>A</title><guid>https://news.example/a</guid></item>')).id).toBe(
      'https://news.example/a',
    );
    expect(read(rss('<item><title>Nothing else</title></item>')).entries).toEqual([
      'an entry with neither a link nor an id: "Nothing else"',
    ]);
  });

  it.each([
    ['xml:lang is nonsense', '<dc:language>english (us)</dc:language>', { language: null }],
    ['its date is nonsense', '<pubDate>soon</pubDate>', { publishedAt: null }],
    [
      'its picture is no picture',
      '<enclosure url="https://news.example/a.mp3" type="audio/mpeg"/>',
      { image: null },
    ],
  ])('is kept where %s', (_, more, expected) => expect(only(rss(item(1, more)))).toMatchObject(expected));
});

describe('a broken feed', () => {
  it.each([
    ['a byte order mark and blank lines before it', `\uFEFF\n\n ${rss(item(1))}`],
    ['a warning of PHP before it', `<br />\n<b>Warning</b>: date() in <b>x.php</b><br />\n${rss(item(1))}`],
    ['a script after it', `${rss(item(1))}<script>x</script>`],
    [
      'entities that nobody declared',
      rss(item(1), '<description>a &nbsp; b &hellip; &bogus; c</description>'),
    ],
    ['ampersands as they are', rss(item(1), '<description>R & D, a=1&b=2</description>')],
    ['namespaces that nobody declared', rss(item(1, '<foo:bar>x</foo:bar>'))],
    ['control characters', rss(item(1), '<description>a\u0000\u0008b</description>')],
  ])('is read in spite of %s', (_, text) => expect(titles(text)).toEqual(['Story 1']));

  it('is read entry by entry where one of them is broken', () => {
    const feed = rss(
      `${item(1)}<item><title>2 <b 3</title><link>https://news.example/2</link></item>${item(3)}`,
    );
    expect(titles(feed)).toEqual(['Story 1', expect.stringMatching(/^! /), 'Story 3']);
    expect(read(feed).cut).toBe(false);
  });

  it.each([
    ['inside a tag', '<item><title>Story 2</title><li'],
    ['inside CDATA', '<item><description><![CDATA[ half of'],
    ['between two entries', ''],
    ['inside an entry', '<item><title>Story 2</title>'],
  ])('is known to be cut off %s, and read up to there', (_, end) => {
    const { entries, cut } = read(`<rss version="2.0"><channel><title>x</title>${item(1)}${end}`);
    expect([entries[0], cut]).toEqual([expect.objectContaining({ title: 'Story 1' }), true]);
  });

  it.each([
    ['an empty channel', '<rss version="2.0"><channel></channel></rss>'],
    ['a channel without items', rss('')],
    ['an Atom feed without entries', '<feed xmlns="http://www.w3.org/2005/Atom"></feed>'],
    ['a JSON Feed without items', '{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[]}'],
  ])('that is only empty is none: %s', (_, text) => expect(read(text).entries).toEqual([]));

  it('does not define entities for us', () => {
    const bomb = `<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${rss(item(1, '<description>&b;</description>'))}`;
    expect(only(bomb).summary).toBe('&b;');
  });

  it('of 50,000 pieces is taken apart in no time', () => {
    const started = performance.now();
    expect(() => read(`<rss><channel>${'<item><![CDATA['.repeat(50_000)}`)).toThrow('breaks off');
    expect(() => read('<!--'.repeat(100_000))).toThrow('not a feed');
    expect(read(rss('<item>'.repeat(1_000) + item(1))).entries.at(-1)).toMatchObject({ title: 'Story 1' });
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

describe('what is no feed', () => {
  it.each([
    [
      '<!doctype html><html><head><title>Log in</title></head></html>',
      'received a page in HTML titled "Log in"',
    ],
    ['<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>', '--format sitemap'],
    ['', 'received nothing at all'],
    ['<svg></svg>', 'received <svg>'],
    ['{"posts":[]}', 'received other JSON'],
    ['{"version":"https://jsonfeed.org/version/1.1","items":[{"id":', 'received broken JSON'],
  ])('is refused with what it is: %s', (text, expected) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ name: 'SourceError' }));
    expect(() => read(text)).toThrow(expected);
  });
});
