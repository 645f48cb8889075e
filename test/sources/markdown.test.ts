import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseArticle } from '../../src/article.js';
import { openSource } from '../../src/sources/open-source.js';
import { FIRST_READING } from '../../src/sources/source.js';
import { collect } from '../contracts/source.js';
import { scratchFolder, write } from './files.js';

async function recordOf(content: string): Promise<unknown> {
  const [row] = await collect(await openSource(write(scratchFolder(), 'post.md', content)));
  if (row === undefined || !('record' in row || 'unreadable' in row)) return undefined;
  return 'record' in row ? row.record : { at: row.location.split(':').at(-1), ...row.unreadable };
}

describe('a folder of Markdown', () => {
  it('reads folders within, in the order of paths, and passes over hidden ones and node_modules', async () => {
    const folder = scratchFolder();
    write(folder, 'news/2025/b.markdown', 'B');
    write(folder, 'news/a.md.gz', 'A');
    write(folder, 'Top.MD', 'T');
    write(folder, '.git/c.md', 'no');
    write(folder, 'node_modules/d/readme.md', 'no');
    write(folder, 'news/image.png', 'no');
    const rows = await collect(await openSource(folder));
    expect(rows.map((row) => ('record' in row ? row.record : row))).toEqual([
      { id: 'Top', body: 'T' },
      { id: 'news/2025/b', body: 'B' },
      { id: 'news/a', body: 'A' },
    ]);
  });

  it('follows links to its own files alone: no other is published by whoever may write into the folder', async () => {
    const [folder, elsewhere] = [scratchFolder(), scratchFolder()];
    write(folder, 'a.md', 'A');
    write(folder, '.env', 'KEY=secret');
    symlinkSync('a.md', join(folder, 'b.md'));
    symlinkSync('.env', join(folder, 'c.md'));
    symlinkSync(write(elsewhere, 'd.md', 'secret'), join(folder, 'd.md'));
    symlinkSync(write(elsewhere, 'environment', 'KEY=secret'), join(folder, 'e.md'));
    symlinkSync(elsewhere, join(folder, 'linked'));
    const warnings: string[] = [];
    const source = await openSource(folder);
    const records: unknown[] = [];
    for await (const row of source.rows({ ...FIRST_READING, warn: (text) => warnings.push(text) }))
      records.push('record' in row ? row.record : row);
    expect(records).toEqual([
      { id: 'a', body: 'A' },
      { id: 'b', body: 'A' },
    ]);
    expect(warnings).toContainEqual(expect.stringMatching(/^3 links were not followed, such as .*c\.md\./));
  });

  it('knows what Hugo, Jekyll, Astro and Eleventy call the fields', async () => {
    const record = await recordOf(
      [
        '---',
        'title: "Rain: at last"',
        'date: 2019-3-1',
        'lastmod: 2019-03-13 10:00:00 -0400',
        'description: Wet.',
        'author: { name: Ada }',
        'categories: [Weather, News]',
        'keywords: rain, umbrella',
        'slug: rain',
        'url: /2019/rain/',
        'sponsored: yes',
        'weight: 007',
        'draft: false',
        '---',
        '',
        'It rained.',
      ].join('\r\n'),
    );
    expect(record).toEqual({
      id: 'post',
      title: 'Rain: at last',
      publishedAt: '2019-03-01',
      updatedAt: '2019-03-13T10:00:00-0400',
      summary: 'Wet.',
      authors: ['Ada'],
      section: 'Weather',
      tags: ['rain', 'umbrella'],
      slug: 'rain',
      permalink: '/2019/rain/',
      sponsored: true,
      weight: '007',
      draft: false,
      body: '\r\nIt rained.',
    });
    expect(parseArticle(record)).toMatchObject({
      ok: true,
      article: { updatedAt: '2019-03-13T14:00:00Z', publishedAt: '2019-03-01T00:00:00Z' },
    });
  });

  it.each([
    'aliases: [/old/, "/2019/a,b/"]',
    'redirect_from:\n  - /old/\n  - /2019/a,b/',
    'formerUrls: /old/ /2019/a,b/',
  ])('knows where an article was before (%j)', async (lines) => {
    const record = await recordOf(`---\ntitle: T\n${lines}\n---\nBody`);
    expect(record).toEqual({ id: 'post', title: 'T', body: 'Body', formerUrls: ['/old/', '/2019/a,b/'] });
  });

  it.each(['draft: true', 'draft: yes', 'published: false'])('passes over a draft (%s)', async (line) => {
    expect(await recordOf(`---\ntitle: T\n${line}\n---\nBody`)).toBeUndefined();
  });

  it('takes the first heading for the title where there is none, and out of the body', async () => {
    expect(await recordOf('Intro\n\n```sh\n# a comment\n```\n\n# The *real* title #\n\n## Part\n')).toEqual({
      id: 'post',
      title: 'The *real* title',
      body: 'Intro\n\n```sh\n# a comment\n```\n\n\n## Part\n',
    });
  });

  it('keeps a heading that says something else than the title', async () => {
    expect(await recordOf('---\ntitle: T\n---\n# T\n\nText')).toMatchObject({ title: 'T', body: '\nText' });
    expect(await recordOf('---\ntitle: T\n---\n# U\n\nText')).toMatchObject({
      title: 'T',
      body: '# U\n\nText',
    });
  });

  it('takes a rule at the beginning for a rule', async () => {
    expect(await recordOf('---\n\nJust text')).toEqual({ id: 'post', body: '---\n\nJust text' });
  });

  it('says on which line of the file the front matter is broken', async () => {
    expect(await recordOf('---\ntitle: Rain: at last\n---\nBody')).toMatchObject({
      at: '2',
      expected: 'front matter in YAML',
    });
    expect(await recordOf('---\n- a\n- b\n---\nBody')).toMatchObject({ at: '2' });
    expect(await recordOf('+++\ntitle = "T"\n+++\nBody')).toMatchObject({ received: 'TOML (+++)' });
  });

  it('does not follow an alias bomb', async () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level++) {
      const [name, above] = [String.fromCharCode(97 + level), String.fromCharCode(96 + level)];
      bomb.push(`${name}: &${name} [${Array(9).fill(`*${above}`).join(', ')}]`);
    }
    expect(await recordOf(`---\ntitle: T\n${bomb.join('\n')}\n---\nBody`)).toMatchObject({
      title: 'T',
      body: 'Body',
    });
  });
});

describe('the address of an article of Markdown', () => {
  /** Address by id, of files given by name and front matter; and what was warned of. */
  async function addresses(files: Readonly<Record<string, string>>, baseUrl?: string) {
    const folder = scratchFolder();
    for (const [name, matter] of Object.entries(files)) write(folder, name, `---\n${matter}\n---\nBody`);
    const source = await openSource(folder, baseUrl === undefined ? {} : { baseUrl });
    const warnings: string[] = [];
    const found: Record<string, unknown> = {};
    for await (const row of source.rows({ ...FIRST_READING, warn: (message) => warnings.push(message) })) {
      if (!('record' in row)) continue;
      const { id, url } = row.record as { id: string; url?: string };
      found[id] = url;
    }
    return { found, warnings };
  }

  it('is the base and its path, files that stand for their folder aside', async () => {
    const files = {
      '2025-10-29-rain.md': '',
      'a/b?c 100%.md.gz': '',
      'a/index.md': '',
      '_index.md': '',
      'b/README.markdown': '',
      'c:d.md': '',
    };
    const { found, warnings } = await addresses(files, 'https://example.org/posts');
    expect(found).toEqual({
      '2025-10-29-rain': 'https://example.org/posts/2025-10-29-rain/',
      'a/b?c 100%': 'https://example.org/posts/a/b%3Fc%20100%25/',
      'a/index': 'https://example.org/posts/a/',
      _index: 'https://example.org/posts/',
      'b/README': 'https://example.org/posts/b/',
      'c:d': 'https://example.org/posts/c:d/',
    });
    expect(warnings).toEqual([]);
  });

  it('is what the front matter says of it', async () => {
    const files = {
      'a/whole.md': 'url: https://other.example/x',
      'a/absolute.md': 'permalink: https://other.example/y',
      'a/rooted.md': 'url: /2019/rain/\nslug: no',
      'a/permalink.md': 'permalink: /x.html',
      'a/relative.md': 'permalink: x/y/',
      'a/slug.md': 'slug: first rain',
      'a/bundle/index.md': 'slug: bundled',
      'a/unwritten.md': 'permalink: false',
    };
    const { found, warnings } = await addresses(files, 'https://example.org/posts/');
    expect(found).toEqual({
      'a/whole': 'https://other.example/x',
      'a/absolute': 'https://other.example/y',
      'a/rooted': 'https://example.org/2019/rain/',
      'a/permalink': 'https://example.org/x.html',
      'a/relative': 'https://example.org/posts/x/y/',
      'a/slug': 'https://example.org/posts/a/first%20rain/',
      'a/bundle/index': 'https://example.org/posts/a/bundled/',
      'a/unwritten': undefined,
    });
    expect(warnings).toEqual([]);
  });

  it('is made from the path where the permalink is none, and that is said once', async () => {
    const files = {
      'jekyll.md': 'permalink: /:year/:title/',
      'eleventy.md': 'permalink: "/{{ slug }}/"',
      'script.md': 'permalink: "javascript:alert(1)"',
      'talk.md': 'permalink: /Talk:this/',
    };
    const { found, warnings } = await addresses(files, 'https://example.org/');
    expect(found).toEqual({
      jekyll: 'https://example.org/jekyll/',
      eleventy: 'https://example.org/eleventy/',
      script: 'https://example.org/script/',
      talk: 'https://example.org/Talk:this/',
    });
    expect(warnings).toEqual([expect.stringContaining('3 permalinks are no address')]);
    expect(warnings[0]).toContain('such as "/{{ slug }}/"');
  });

  it('is missed aloud without a base, once in all', async () => {
    const { found, warnings } = await addresses({
      'a.md': 'slug: x',
      'b.md': 'permalink: /b/',
      'c.md': 'url: https://example.org/c/',
    });
    expect(found).toEqual({ a: undefined, b: undefined, c: 'https://example.org/c/' });
    expect(warnings).toEqual([
      expect.stringMatching(/2 articles have no address, so nothing can link to them: give --base-url/),
    ]);
  });
});
