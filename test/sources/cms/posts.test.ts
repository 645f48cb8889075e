import { describe, expect, it } from 'vitest';
import { parseArticle } from '../../../src/article.js';
import { GhostPost, ghostRecord } from '../../../src/sources/cms/ghost-post.js';
import { WordPressPost, wordPressRecord } from '../../../src/sources/cms/wordpress-post.js';
import { adminPost, contentPost, ghostId, storedPost as ghostPost } from '../../support/ghost-server.js';
import { restPost, storedPost as wordPressPost } from '../../support/wordpress-server.js';

const SITE = 'https://paper.example';
type Stored = Parameters<typeof wordPressPost>[0];

const fromWordPress = (stored: Stored, changes: object = {}) => {
  const rest = { ...restPost(wordPressPost(stored), { url: SITE, offset: () => 60 }), ...changes };
  return wordPressRecord(WordPressPost.parse(rest), '');
};
const fromGhost = (post: object) => ghostRecord(GhostPost.parse(post), '');

describe('a WordPress post', () => {
  it('becomes an article with all that it says', () => {
    const record = fromWordPress({
      id: 12,
      title: 'Q&A: <em>Nature</em>’s bank',
      content: '<p>The bank.</p>',
      excerpt:
        '<p>The bank, in short [&hellip;]</p>\n<p><a class="more-link" href="/x/">Continue reading</a></p>',
      date: Date.parse('2025-03-01T08:00:00Z'),
      modified: Date.parse('2025-03-02T08:00:00Z'),
      categories: ['Economy & Trade', 'World'],
      tags: ['Bank of Japan'],
      image: `${SITE}/a.jpg`,
    });
    const parsed = parseArticle(record);
    expect(parsed.ok && parsed.article).toMatchObject({
      id: '12',
      title: 'Q&A: Nature’s bank',
      body: '<p>The bank.</p>',
      summary: 'The bank, in short…',
      image: `${SITE}/a.jpg`,
      section: 'Economy & Trade',
      tags: ['Bank of Japan'],
      authors: ['Ann Author'],
      language: null,
      publishedAt: '2025-03-01T08:00:00Z',
      updatedAt: '2025-03-02T08:00:00Z',
      paywalled: false,
    });
  });

  it('has the language that Polylang says, and no section where nobody chose one', () => {
    expect(fromWordPress({ id: 1 }, { lang: 'de' })).toMatchObject({ language: 'de', section: undefined });
  });

  it('keeps its title where what is embedded is refused', () => {
    const refused = [{ code: 'rest_user_invalid_id', message: 'Invalid user ID.', data: { status: 404 } }];
    const _embedded = { author: refused, 'wp:featuredmedia': refused };
    expect(fromWordPress({ id: 1 }, { _embedded })).toMatchObject({ title: 'Post 1', authors: [], tags: [] });
  });

  it('with a password of its own is not read', () => {
    expect(fromWordPress({ id: 1, password: 'x' })).toBeNull();
  });
});

describe('a Ghost post', () => {
  const stored = ghostPost(3, {
    html: '<p>A bank. <a href="https://other.example/?a=1">Elsewhere</a></p>',
    custom_excerpt: 'In short.',
    tags: ['News', '#internal', 'Bank'],
    feature_image: `${SITE}/a.jpg`,
  });

  it('becomes an article with all that it says', () => {
    const parsed = parseArticle(fromGhost(adminPost(stored, SITE)));
    expect(parsed.ok && parsed.article).toMatchObject({
      id: ghostId(3),
      title: 'Post 3',
      body: stored.html,
      summary: 'In short.',
      url: `${SITE}/post-3/`,
      formerUrls: [],
      image: `${SITE}/a.jpg`,
      section: 'News',
      tags: ['News', 'Bank'],
      authors: ['Ann Author'],
      paywalled: false,
      publishedAt: '2025-01-04T00:00:00Z',
    });
  });

  it.each([
    ['for everybody', {}],
    [
      'for members, with a free beginning',
      { visibility: 'members', html: '<p>Free.</p><!--members-only--><p>Paid.</p>' },
    ],
    ['for members alone', { visibility: 'paid', custom_excerpt: null }],
    [
      'with a part for members',
      {
        html: '<p>A</p><!--kg-gated-block:begin nonMember:false memberSegment:"status:free"--><p>Paid.</p><!--kg-gated-block:end-->',
      },
    ],
  ])('%s says the same in a webhook as in the API, and nothing that is paid for', (_, changes) => {
    const post = { ...stored, ...changes } as typeof stored;
    const told = fromGhost(adminPost(post, SITE));
    const given = contentPost(post, SITE);
    const gated = { ...given, html: given.html.replace(/<!--kg-gated.*end-->/, '') };
    expect(told).toEqual(fromGhost(gated));
    expect(JSON.stringify(told)).not.toContain('Paid.');
    expect(told.paywalled).toBe(post.visibility !== 'public');
  });

  it('is read in linear time where parts for members begin again and again, and never end', () => {
    const html = '<!--kg-gated-block:begin nonMember:true-->'.repeat(20_000);
    expect(fromGhost({ ...contentPost(stored, SITE), html })).toMatchObject({ body: html });
  });

  it('has no section where its first tag is internal, and another address where it was published first', () => {
    const post = {
      ...adminPost({ ...stored, tags: ['#internal', 'News'] }, SITE),
      canonical_url: `${SITE}/first/`,
    };
    expect(fromGhost(post)).toMatchObject({ section: null, tags: ['News'], formerUrls: [`${SITE}/first/`] });
  });
});
