import { describe, expect, it } from 'vitest';
import type { RelatedAnswer, RelatedArticle } from '../../src/engine/answers.js';
import { comment } from '../../src/page/comment.js';
import { FRAGMENT_DEFAULTS, relatedFragment } from '../../src/page/fragment.js';
import { enoughLinks } from '../../src/page/linked.js';

const link = (id: string, fields: Partial<RelatedArticle> = {}): RelatedArticle => ({
  id,
  title: `Title of ${id}`,
  url: `https://example.org/${id}`,
  summary: null,
  image: null,
  section: null,
  publishedAt: null,
  sponsored: false,
  paywalled: false,
  score: 0.5,
  pinned: false,
  reasons: [],
  alsoCoveredBy: [],
  ...fields,
});

const answerOf = (related: readonly RelatedArticle[]): RelatedAnswer => ({
  article: { id: 'asked', title: 'Rain & wind', url: null },
  related,
  empty: null,
  index: { generation: 'g', sequence: 1, model: 'm', articles: 9, publishedAt: '2026-01-01T00:00:00Z' },
});

describe('a fragment', () => {
  it('says of each link what is known, and nothing of what is not', () => {
    const answer = answerOf([
      link('full', {
        summary: 'Use <b>, not &lt;b>.',
        section: 'World',
        publishedAt: '2025-10-30T23:30:00Z',
      }),
      link('bare'),
    ]);
    expect(
      relatedFragment(answer, FRAGMENT_DEFAULTS),
    ).toBe(`<nav class="related-articles" aria-label="Related articles: Rain &amp; wind">
<h2 class="related-articles-heading">Related articles</h2>
<ul class="related-articles-list" role="list">
<li class="related-articles-item"><a class="related-articles-link" href="https://example.org/full">Title of full</a>
<p class="related-articles-summary">Use &lt;b&gt;, not &amp;lt;b&gt;.</p>
<p class="related-articles-meta"><span class="related-articles-section">World</span> · <time class="related-articles-date" datetime="2025-10-30T23:30:00Z">30 October 2025</time></p>
</li>
<li class="related-articles-item"><a class="related-articles-link" href="https://example.org/bare">Title of bare</a>
</li>
</ul>
</nav>
`);
  });

  it.each([
    ['de', '30. Oktober 2025'],
    ['pt-BR', '30 de outubro de 2025'],
    ['en-US', 'October 30, 2025'],
    ['en', '30 October 2025'],
    ['tlh', '30 October 2025'],
    ['a-bad-tag', '30 October 2025'],
  ])('writes dates in the way of a language: %s', (language, date) => {
    const answer = answerOf([link('a', { publishedAt: '2025-10-30T08:00:00Z' })]);
    expect(relatedFragment(answer, { ...FRAGMENT_DEFAULTS, language })).toContain(`>${date}</time>`);
  });

  it.each([
    null,
    'javascript:alert(1)',
    'data:text/html,x',
    '/news/a',
    '//evil.example/',
    'https:a',
    'http:///a',
    ' ',
  ])('leaves out what it cannot link to: %s', (url) => {
    expect(relatedFragment(answerOf([link('a', { url })]), FRAGMENT_DEFAULTS)).toBe('');
    const shown = relatedFragment(answerOf([link('a', { url }), link('b')]), FRAGMENT_DEFAULTS);
    expect(shown.match(/href="[^"]*"/g)).toEqual(['href="https://example.org/b"']);
  });

  it('says of what was paid for that it was, before the link', () => {
    const answer = answerOf([link('ad', { sponsored: true }), link('news', { paywalled: true })]);
    const shown = relatedFragment(answer, FRAGMENT_DEFAULTS);
    expect(shown).toContain(
      '<li class="related-articles-item"><span class="related-articles-label">Sponsored</span> <a class="related-articles-link" href="https://example.org/ad">',
    );
    expect(shown.match(/Sponsored/g)).toHaveLength(1);
  });

  it('holds nothing that a template would run', () => {
    const run = '{{ readFile "/etc/passwd" }}{% include "x" %}#{x}<% x %>';
    const texts = { title: run, summary: run, section: run, url: 'https://example.org/{{a}}' };
    const answer = answerOf([link('a', { ...texts, reasons: [{ type: 'meaning', text: run }] })]);
    const look = { ...FRAGMENT_DEFAULTS, reasons: true, heading: run, element: { heading: run } };
    expect(relatedFragment(answer, look)).not.toMatch(/[{}]|<%/);
    expect(relatedFragment(answer, look)).toContain('href="https://example.org/&#123;&#123;a&#125;&#125;"');
  });

  it('has no more links than it may, and stands in no element where it is empty', () => {
    const answer = answerOf(['a', 'b', 'c'].map((id) => link(id)));
    expect(relatedFragment(answer, { ...FRAGMENT_DEFAULTS, limit: 2 }).match(/<li/g)).toHaveLength(2);
    const element = { limit: '4', reasons: '' };
    expect(relatedFragment(answer, { ...FRAGMENT_DEFAULTS, element })).toMatch(
      /^<related-articles article-id="asked" limit="4" reasons>\n<nav[\s\S]*<\/nav>\n<\/related-articles>\n$/,
    );
    expect(relatedFragment(answerOf([]), { ...FRAGMENT_DEFAULTS, element })).toBe('');
  });
});

describe('enough links', () => {
  /** Every other of an archive's articles has no address. */
  const archive = Array.from({ length: 60 }, (_, i) => link(`${i}`, i % 2 === 0 ? { url: null } : {}));
  const asking = (articles: readonly RelatedArticle[]) => {
    const asked: number[] = [];
    const ask = (limit: number) => {
      asked.push(limit);
      return answerOf(articles.slice(0, limit));
    };
    return { asked, ask };
  };
  const usable = ({ related }: RelatedAnswer) => related.filter(({ url }) => url !== null).length;

  it('are asked for once where all lead somewhere, and where there are no more', () => {
    const whole = asking(archive.filter(({ url }) => url !== null));
    expect(usable(enoughLinks(whole.ask, 4))).toBe(4);
    const few = asking(archive.slice(0, 3));
    expect(usable(enoughLinks(few.ask, 4))).toBe(1);
    expect([whole.asked, few.asked]).toEqual([[4], [4]]);
  });

  it('are asked for again in place of those without an address, never for more than there may be', () => {
    const { asked, ask } = asking(archive);
    expect(usable(enoughLinks(ask, 4))).toBeGreaterThanOrEqual(4);
    expect(usable(enoughLinks(ask, 40))).toBe(25);
    expect(usable(enoughLinks(ask, 50))).toBe(25);
    expect(asked).toEqual([4, 12, 40, 50, 50]);
  });
});

it.each(['-->', '--!><b>', '->', '-', '<!--#exec cmd="ls"-->', 'a---b'])(
  'a comment is not ended by %j',
  (text) => {
    const made = comment(text).text;
    expect(made).toMatch(/^<!-- (?:(?!--)[^<>])* -->\n$/);
  },
);
