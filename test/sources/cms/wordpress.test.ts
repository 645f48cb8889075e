import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openWordPress, type WordPressOptions } from '../../../src/sources/cms/wordpress.js';
import type { Source } from '../../../src/sources/source.js';
import { quickFetcher } from '../../support/cms-server.js';
import { type IndexFolder, indexFolder, listener } from '../../support/index-folder.js';
import { sharedData } from '../../support/shared-data.js';
import { openWordPressServer, storedPost, type WordPressServer } from '../../support/wordpress-server.js';

const { fetcher, waits } = quickFetcher();
const open = (site: WordPressServer, options: Partial<WordPressOptions> = {}): Source =>
  openWordPress({ address: site.url, fetcher, ...options });

async function siteOf(count: number): Promise<WordPressServer> {
  const site = await openWordPressServer();
  for (let id = 1; id <= count; id += 1) site.posts.set(id, storedPost({ id }));
  return site;
}

function change(site: WordPressServer, id: number, changes: object): void {
  const post = site.posts.get(id);
  if (post !== undefined) Object.assign(post, changes);
}

/** What a source tells: the ids of its records, and of what is unchanged or gone. */
async function told(source: Source, index: IndexFolder, whole = false) {
  const rows = { records: [] as string[], unchanged: [] as string[], gone: [] as string[], notes: 0 };
  const reading = {
    recall: (name: string) => index.catalog.noted(source.name, name),
    holds: (id: string) => index.catalog.holds(id, source.name),
    whole,
    signal: new AbortController().signal,
    warn: () => undefined,
  };
  for await (const row of source.rows(reading)) {
    if ('record' in row) rows.records.push((row.record as { id: string }).id);
    if ('unchanged' in row) rows.unchanged.push(row.unchanged);
    if ('gone' in row) rows.gone.push(row.gone);
    // As if all rows before were stored.
    if (row.notes !== undefined) index.catalog.note(source.name, row.notes);
  }
  return rows;
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => String(from + i));

describe('an archive of news', () => {
  it('is read once, then only what changed; nothing is embedded twice, and what is gone is pruned', async (context) => {
    const file = sharedData(context, 'articles/wikinews-2019-2020.jsonl.gz');
    const articles = gunzipSync(readFileSync(file))
      .toString('utf8')
      .trim()
      .split('\n')
      // More than a page.
      .slice(0, 150)
      .map((line) => JSON.parse(line) as { title: string; body: string; publishedAt: string });
    const site = await openWordPressServer();
    articles.forEach(({ title, body, publishedAt }, i) => {
      const content = body
        .split('\n\n')
        .map((paragraph) => `<p>${paragraph}</p>`)
        .join('\n');
      const date = Math.floor(Date.parse(publishedAt) / 1_000) * 1_000;
      site.posts.set(i + 1, storedPost({ id: i + 1, title, content, date, categories: ['Bank'] }));
    });
    const index = indexFolder();

    const first = await index.run([open(site)]);
    expect(first.failures).toEqual([]);
    expect(first.summary).toMatchObject({ read: articles.length, added: articles.length, rejected: 0 });
    expect(index.catalog.find('1')?.article).toMatchObject({
      title: articles[0]?.title,
      section: 'Bank',
      authors: ['Ann Author'],
      url: expect.stringContaining(site.url),
    });

    // The tail of what was seen, once by change and once by date.
    site.asked.length = 0;
    const second = await index.run([open(site)]);
    expect(second.summary).toMatchObject({ added: 0, changed: 0, embedded: 0, rejected: 0 });
    expect(second.summary.read).toBeLessThan(20);
    expect(site.asked.filter((path) => path.includes('/posts'))).toHaveLength(2);

    change(site, 7, { title: 'The bank’s yen', modified: Date.parse('2026-01-01T00:00:00Z') });
    site.posts.delete(9);
    const third = await index.run([open(site)], { prune: true });
    expect(third.summary).toMatchObject({ changed: 1, removed: 1, articles: articles.length - 1 });
    expect(third.summary.embedded).toBe(1);
    expect(index.catalog.find('7')?.article.title).toBe('The bank’s yen');
    expect(index.catalog.find('9')).toBeNull();
  });
});

describe('a reading', () => {
  it('goes on where it was killed, and no post is left out', async () => {
    const site = await siteOf(130);
    const index = indexFolder();
    const stop = new AbortController();
    site.before = () => {
      if (site.asked.filter((path) => path.includes('/posts')).length === 2) stop.abort(new Error('killed'));
    };
    await expect(index.run([open(site)], { signal: stop.signal })).rejects.toThrow();
    const before = index.catalog.count();
    expect(before).toBeGreaterThanOrEqual(64);
    expect(before).toBeLessThan(130);
    site.before = () => undefined;
    site.asked.length = 0;
    const resumed = await index.run([open(site)]);
    expect(resumed.failures).toEqual([]);
    expect(resumed.summary).toMatchObject({ added: 130 - before, articles: 130 });
  });

  it('leaves nothing out where a post changes while pages are read', async () => {
    const site = await siteOf(250);
    let pages = 0;
    site.before = (asked) => {
      pages += asked.includes('/posts') ? 1 : 0;
      // Of the first page: numbered pages would shift by one.
      if (pages === 2) change(site, 3, { modified: Date.parse('2026-02-01T00:00:00Z') });
    };
    const { records } = await told(open(site), indexFolder());
    expect(new Set(records)).toEqual(new Set(numbers(1, 250)));
    expect(records.filter((id) => id === '3')).toHaveLength(2);
  });

  it('gets through a second in which more was changed than a page holds', async () => {
    const site = await siteOf(260);
    const modified = Date.parse('2026-01-05T00:00:00Z');
    for (let id = 5; id <= 255; id += 1) change(site, id, { modified });
    const { records } = await told(open(site), indexFolder());
    expect([...records].sort()).toEqual(numbers(1, 260).sort());
  });

  it('takes no more than it must from a WordPress that does not know modified_after', async () => {
    const site = await siteOf(230);
    site.old = true;
    const { records } = await told(open(site), indexFolder());
    expect([...records].sort()).toEqual(numbers(1, 230).sort());
    // One for the API, one too many.
    expect(site.asked).toHaveLength(5);
  });

  it('finds what is written in the hour that the clock is put back by', async () => {
    const site = await siteOf(3);
    // Until one o’clock UTC two hours ahead, then one.
    const back = Date.parse('2025-10-26T01:00:00Z');
    site.offset = (at) => (at < back ? 120 : 60);
    change(site, 1, { modified: back - 1_000 });
    const index = indexFolder();
    await told(open(site), index);
    change(site, 2, { modified: back + 300_000 });
    expect((await told(open(site), index)).records).toContain('2');
  });

  it('finds a scheduled post that appears, though it does not count as changed', async () => {
    const site = await siteOf(3);
    site.posts.set(4, storedPost({ id: 4, status: 'future', modified: Date.parse('2024-06-01T00:00:00Z') }));
    change(site, 4, { date: Date.now() - 60_000 });
    const index = indexFolder();
    expect((await told(open(site), index)).records).not.toContain('4');
    change(site, 4, { status: 'publish' });
    expect((await told(open(site), index)).records).toContain('4');
  });

  it('tells a post that was given a password as gone, and gives what lost its password', async () => {
    const site = await siteOf(3);
    change(site, 1, { password: 'secret' });
    const index = indexFolder();
    await index.run([open(site)]);
    expect(index.catalog.find('1')).toBeNull();
    expect(index.catalog.count()).toBe(2);
    change(site, 2, { password: 'secret', modified: Date.parse('2026-01-01T00:00:00Z') });
    // Without counting as changed, as by a plugin.
    change(site, 1, { password: '' });
    const { summary } = await index.run([open(site)], { prune: true });
    expect(summary).toMatchObject({ removed: 1, added: 1 });
    expect(index.catalog.find('2')).toBeNull();
    expect(index.catalog.find('1')).not.toBeNull();
  });

  it('tells all that is there when it is whole, also where posts are deleted while they are listed', async () => {
    const site = await siteOf(130);
    const index = indexFolder();
    await index.run([open(site)]);
    let listed = 0;
    site.before = (asked) => {
      listed += asked.includes('_fields=id&') ? 1 : 0;
      if (listed === 2) site.posts.delete(1);
    };
    const { unchanged, records } = await told(open(site), index, true);
    expect(new Set([...unchanged, ...records])).toEqual(new Set(numbers(1, 130)));
  });

  it.each([
    ['is empty, as where its database does not answer', '0', []],
    ['breaks off', '3', []],
    ['has ids that cannot be read', '1', [{ id: 'post-1' }]],
  ])('takes nothing for gone where the list of all posts %s', async (_, pages, posts) => {
    const site = await siteOf(130);
    const index = indexFolder();
    await index.run([open(site)]);
    let asked = 0;
    site.before = (path) => {
      asked += path.includes('/posts') ? 1 : 0;
      const headers = { 'x-wp-total': '130', 'x-wp-totalpages': pages };
      if (asked === 2) site.faults.push({ headers, body: posts });
    };
    const { failures, summary } = await index.run([open(site)], { prune: true });
    expect([failures.length, summary.removed, summary.articles]).toEqual([1, 0, 130]);
  });

  it('sees what changes after a post that says it was changed in a time to come', async () => {
    const site = await siteOf(3);
    change(site, 1, { modified: Date.now() + 400 * 86_400_000 });
    const index = indexFolder();
    await told(open(site), index);
    change(site, 2, { modified: Date.now() });
    expect((await told(open(site), index)).records).toContain('2');
  });

  it('rejects a broken post under its id, with its place, and goes on', async () => {
    const site = await siteOf(2);
    change(site, 1, { title: '' });
    const index = indexFolder();
    const observer = listener();
    const { summary } = await index.run([open(site, { idPrefix: 'wp-' })], { observer });
    expect(summary).toMatchObject({ added: 1, rejected: 1 });
    expect(observer.rejections).toMatchObject([
      {
        location: `${site.url}/wp-json/wp/v2/posts/1`,
        id: 'wp-1',
        problems: [{ field: 'title', expected: 'at least 1 character(s)' }],
      },
    ]);
    expect(index.catalog.find('wp-2')?.article.title).toBe('Post 2');
  });

  it('waits where the server is overloaded or broken, as long as it asks for', async () => {
    const site = await siteOf(1);
    site.faults.push({ status: 429, headers: { 'retry-after': '7' }, body: '' }, { status: 500, body: '' });
    waits.length = 0;
    expect((await told(open(site), indexFolder())).records).toEqual(['1']);
    expect(waits).toContain(7_000);
  });
});

describe('the API', () => {
  it('is found without permalinks, by the header of the page', async () => {
    const site = await siteOf(120);
    site.plain = true;
    expect((await told(open(site), indexFolder())).records).toHaveLength(120);
    expect(site.asked.at(-1)).toContain('/?rest_route=/wp/v2/posts&');
  });

  it('may be named by its own address, and goes by the same name', async () => {
    const site = await siteOf(1);
    const named = open(site, { address: `${site.url}/wp-json/wp/v2/posts` });
    expect(named.name).toBe(open(site).name);
    expect((await told(named, indexFolder())).records).toEqual(['1']);
    expect(site.asked).toHaveLength(1);
  });

  it('that is closed to visitors is read with an application password, which no message tells', async () => {
    const site = await siteOf(1);
    site.closed = {
      status: 401,
      body: {
        code: 'rest_not_logged_in',
        message: 'You are not currently logged in.',
        data: { status: 401 },
      },
    };
    await expect(told(open(site), indexFolder())).rejects.toThrow(/closed to visitors: give an application/);
    const wrong = told(open(site, { key: 'editor:wrong word' }), indexFolder());
    await expect(wrong).rejects.toThrow(expect.not.stringContaining('wrong word'));
    const right = open(site, { key: site.password });
    expect((await told(right, indexFolder())).records).toEqual(['1']);
  });

  it('is not there where another site is, which is said', async () => {
    const site = await siteOf(1);
    const other = open(site, { address: `${site.url}/shop` });
    await expect(told(other, indexFolder())).rejects.toThrow(/No WordPress REST API was found at .*\/shop/);
    const type = open(site, { types: ['books'] });
    await expect(told(type, indexFolder())).rejects.toThrow(/status 404.*"books"/);
  });

  it('is read behind the warnings that PHP prints, which are told; broken JSON is not', async () => {
    const site = await siteOf(1);
    const notice =
      '<br />\n<b>Warning</b>:  Undefined array key "a" in <b>/srv/x.php</b> on line <b>3</b><br />\n';
    const post = JSON.stringify([{ id: 1, title: { rendered: 'A' }, content: { rendered: 'B' } }]);
    const html = { 'content-type': 'text/html' };
    site.faults.push({ headers: html, body: notice + post });
    const index = indexFolder();
    const observer = listener();
    expect((await index.run([open(site)], { observer })).summary.added).toBe(1);
    expect(observer.warnings).toEqual([expect.stringContaining('<b>Warning</b>')]);
    // Each of these could be where it begins.
    const beginnings = `x${' {"a":'.repeat(3_000)}[${'0,'.repeat(500_000)}`;
    site.faults.push({ headers: html, body: beginnings });
    expect((await index.run([open(site)])).failures).toHaveLength(1);
    site.faults.push({ headers: html, body: notice + post.slice(0, -2) });
    const { failures } = await index.run([open(site)]);
    expect(failures[0]?.message).toMatch(/is not JSON.*received text\/html that begins with/);
  }, 5_000);
});
