import { describe, expect, it } from 'vitest';
import { type Article, parseArticle } from '../../src/article.js';
import { judgmentsFromLinks, recordOf } from '../../src/evaluation/links.js';
import { canonicalAddress } from '../../src/text/address.js';

const SITE = 'https://site.example';

function article(
  id: string,
  body: string,
  fields: Record<string, unknown> = { url: `${SITE}/${id}` },
): Article {
  const parsed = parseArticle({ id, title: `Title of ${id}`, body, ...fields });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.article;
}

const judge = (
  articles: readonly Article[],
  options: Partial<Parameters<typeof judgmentsFromLinks>[1]> = {},
) => judgmentsFromLinks(articles, { bodyFormat: 'auto', oneWay: false, ...options });

const NONE = { found: 0, toArticles: 0, toSelf: 0, elsewhere: 0, ambiguous: 0, unwritable: 0 };

describe('a link from one article to another', () => {
  const articles = [
    article('b', '<p>As <a href="http://www.site.example/a/?utm_source=b#x">A told</a> us.</p>'),
    article('a', '<p>Nothing to link.</p>'),
    article('c', 'Read [B at length](/b) **too**.'),
  ];

  it('makes each relevant for the other, sorted by query and document', () => {
    const { qrels, judgments, queries, links } = judge(articles);
    expect(qrels).toBe('a 0 b 1\nb 0 a 1\nb 0 c 1\nc 0 b 1\n');
    expect({ judgments, queries }).toEqual({ judgments: 4, queries: 3 });
    expect(links).toEqual({ ...NONE, found: 2, toArticles: 2 });
  });

  it('makes the linked one relevant for the linking one alone, if so asked', () => {
    const { qrels, judgments, queries } = judge(articles, { oneWay: true });
    expect(qrels).toBe('b 0 a 1\nc 0 b 1\n');
    expect({ judgments, queries }).toEqual({ judgments: 2, queries: 2 });
  });

  it('leaves the body with its words, and leaves all else as it was, in the order given', () => {
    const { articles: stripped } = judge(articles);
    expect(stripped.map(({ id, body }) => [id, body])).toEqual([
      ['b', '<p>As  us.</p>'],
      ['a', '<p>Nothing to link.</p>'],
      ['c', 'Read  **too**.'],
    ]);
    expect(stripped.map((one, i) => ({ ...one, body: articles[i]?.body }))).toEqual(articles);
  });

  it('counts once, and goes everywhere, however often it is made', () => {
    const again = [
      article('a', '<p><a href="/b">One</a> and <a href="/b?fbclid=1">two</a></p>'),
      article('b', ''),
    ];
    const { qrels, links, articles: stripped } = judge(again);
    expect([qrels, links.found]).toEqual(['a 0 b 1\nb 0 a 1\n', 1]);
    expect(stripped[0]?.body).toBe('<p> and </p>');
  });
});

describe('other links', () => {
  it('are counted by where they lead, and stay', () => {
    const body =
      '<p><a href="/a#top">self</a> <a href="/gone">gone</a> <a href="https://other.example/b">other</a> ' +
      '<a href="mailto:x@site.example">mail</a> <a href="/gone/">again</a> <a href="/twin">twin</a></p>';
    const twin = { url: `${SITE}/twin` };
    const { links, qrels, articles } = judge([
      article('a', body),
      article('twin 1', '', twin),
      article('twin 2', '', twin),
    ]);
    expect(links).toEqual({ ...NONE, found: 4, toSelf: 1, elsewhere: 2, ambiguous: 1 });
    expect(qrels).toBe('');
    expect(articles[0]?.body).toBe(body);
  });

  it('from or to an id with a space are counted, and stay', () => {
    const { links, qrels, articles } = judge([
      article('a b', '<a href="/c">C</a>', { url: `${SITE}/ab` }),
      article('c', '<a href="/ab">AB</a>'),
    ]);
    expect([links, qrels]).toEqual([{ ...NONE, found: 2, unwritable: 2 }, '']);
    expect(articles[1]?.body).toBe('<a href="/ab">AB</a>');
  });
});

describe('an article without an address', () => {
  const bare = {};

  it('is found by its slug, or the last part of its id, in relative links', () => {
    const { qrels } = judge([
      article('posts/2025-a', 'See [B](../b-post.md), [C](/news/c/?x=1) and [D](d/index.md).', bare),
      article('posts/2025-b', '', { slug: 'b-post' }),
      article('posts/c', '', bare),
      article('posts/d', '', bare),
    ]);
    expect(qrels.match(/^posts\/2025-a 0 .*$/gm)).toEqual([
      'posts/2025-a 0 posts/2025-b 1',
      'posts/2025-a 0 posts/c 1',
      'posts/2025-a 0 posts/d 1',
    ]);
  });

  it('is not found in links with a host, nor by the name that another has too', () => {
    const { links } = judge([
      article('a', 'See [B](https://other.example/b), [C](/c) and **this**.', bare),
      article('b', '', bare),
      article('one/c', '', bare),
      article('two/c', '', bare),
    ]);
    expect(links).toEqual({ ...NONE, found: 2, elsewhere: 1, ambiguous: 1 });
  });

  it('is found by former addresses where they are known, unless another article has them now', () => {
    const alsoKnownAs = new Map(
      ['https://old.example/b', `${SITE}/c`].map((address) => [canonicalAddress(address) ?? '', 'b']),
    );
    const { qrels } = judge(
      [
        article('a', `<a href="http://old.example/b/">B</a> <a href="${SITE}/c">C</a>`),
        article('b', ''),
        article('c', ''),
      ],
      { alsoKnownAs, oneWay: true },
    );
    expect(qrels).toBe('a 0 b 1\na 0 c 1\n');
  });
});

describe('the record of an article', () => {
  it('reads back as the same article, without fields that say nothing', () => {
    const full = article('a', 'x', {
      url: SITE,
      tags: ['t'],
      publishedAt: '2025-01-01',
      paywalled: true,
      slug: 's',
      extra: { mood: null },
    });
    for (const one of [full, article('b', '', {})]) {
      expect(parseArticle(JSON.parse(JSON.stringify(recordOf(one))))).toEqual({ ok: true, article: one });
    }
    expect(recordOf(article('b', '', {}))).toEqual({ id: 'b', title: 'Title of b', body: '' });
  });
});
