import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { constants, getPriority } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { call } from '../support/call.js';
import { lastLine, run, scratchFolder, start, until, write } from '../support/cli.js';
import { ARCHIVE, jsonl } from '../support/newsroom.js';

const KEYS = [
  'read',
  'added',
  'changed',
  'unchanged',
  'removed',
  'rejected',
  'embedded',
  'articles',
  'generation',
  'boilerplate',
  'seconds',
];

/** A folder with sources in it, and an index that is not there yet. */
function workshop(files: Readonly<Record<string, string>> = {}) {
  const folder = scratchFolder();
  const indexDir = join(folder, 'index');
  for (const [name, content] of Object.entries(files)) write(folder, name, content);
  return {
    folder,
    indexDir,
    path: (name: string) => join(folder, name),
    index(args: readonly string[], options: { readonly input?: string } = {}) {
      return call(['index', ...args, '--index-dir', indexDir, '--json'], { cwd: folder, ...options });
    },
    async related(id: string): Promise<string[]> {
      const { code, stdout } = await call([
        'related',
        id,
        '--index-dir',
        indexDir,
        '--limit',
        '50',
        '--json',
      ]);
      expect(code).toBe(0);
      return (lastLine(stdout).related as { id: string }[]).map((link) => link.id);
    },
  };
}

const csv = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => `${row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`).join('');

const markdown = (article: (typeof ARCHIVE)[number]) =>
  `---\nid: ${article.id}\ntitle: ${JSON.stringify(article.title)}\nlanguage: ${article.language}\n---\n\n${article.body}\n`;

describe.concurrent('seealso index', () => {
  it('reads an archive, ends with the documented object, and embeds nothing the second time', async () => {
    const shop = workshop({
      'archive.jsonl': jsonl([...ARCHIVE, { id: 'sushi', title: '🍣', body: '🎈🎈' }]),
    });
    const first = await run(['index', 'archive.jsonl', '--index-dir', shop.indexDir, '--json'], {
      cwd: shop.folder,
    });
    expect(first.code).toBe(0);
    const summary = lastLine(first.stdout);
    expect(Object.keys(summary)).toEqual(KEYS);
    expect(summary).toEqual({
      read: 13,
      added: 13,
      changed: 0,
      unchanged: 0,
      removed: 0,
      rejected: 0,
      embedded: 12,
      articles: 13,
      generation: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-[0-9a-f]+$/),
      boilerplate: { passages: 0, articles: 0, examples: [] },
      seconds: expect.any(Number),
    });
    expect(first.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(first.stderr).toMatch(/13 articles, \d+\/s/);
    expect(first.stderr).toMatch(/^Not embeddable.*"sushi"\.$/m);

    const second = lastLine((await shop.index(['archive.jsonl'])).stdout);
    expect(second).toMatchObject({ read: 13, added: 0, unchanged: 13, embedded: 0, articles: 13 });
    expect(second.generation).toBe(summary.generation);
    const { stdout: words } = await call(['related', 'sushi', '--index-dir', shop.indexDir]);
    expect(words).toMatch(/nothing related: The text has too few words/);
  });

  it('says what it left out because it stands under so many articles', async () => {
    const disclaimer = 'This text was written with the help of a machine, and checked by an editor.';
    const disclaimed = ARCHIVE.map((article) => ({ ...article, body: `${article.body}\n\n${disclaimer}` }));
    const shop = workshop({ 'archive.jsonl': jsonl(disclaimed) });
    const { stdout } = await call(['index', 'archive.jsonl', '--index-dir', shop.indexDir], {
      cwd: shop.folder,
    });
    expect(stdout).toContain(
      `Left out as boilerplate: 1 passage, in 12 articles, such as “${disclaimer}”.\n`,
    );
    const again = lastLine((await shop.index(['archive.jsonl'])).stdout);
    expect(again).toMatchObject({
      embedded: 0,
      boilerplate: { passages: 1, articles: 12, examples: [disclaimer] },
    });
  });

  it('embeds again only what has changed', async () => {
    const shop = workshop({ 'archive.jsonl': jsonl(ARCHIVE) });
    const first = lastLine((await shop.index(['archive.jsonl'])).stdout);
    const [yen, ...others] = ARCHIVE;
    const changed = [{ ...yen, body: `${yen.body} It recovered on Wednesday.` }, ...others];
    write(
      shop.folder,
      'archive.jsonl',
      jsonl([...changed, { id: 'new', title: 'Rain', body: 'Rain and wheat.' }]),
    );
    const second = lastLine((await shop.index(['archive.jsonl'])).stdout);
    expect(second).toMatchObject({
      read: 13,
      added: 1,
      changed: 1,
      unchanged: 11,
      embedded: 2,
      articles: 13,
    });
    expect(second.generation).not.toBe(first.generation);
    const rebuilt = lastLine((await shop.index(['--rebuild'])).stdout);
    expect(rebuilt).toMatchObject({ read: 0, embedded: 0, articles: 13 });
    expect(rebuilt.generation).not.toBe(second.generation);
  });

  it('takes its folder from SEEALSO_INDEX_DIR, data/index without, and says in words what it did', async () => {
    const shop = workshop({ 'archive.jsonl': jsonl(ARCHIVE.slice(0, 3)) });
    const env = { SEEALSO_INDEX_DIR: shop.path('named') };
    const named = await run(['index', 'archive.jsonl'], { cwd: shop.folder, env });
    expect(named.code).toBe(0);
    expect(existsSync(shop.path('named/current'))).toBe(true);
    expect(named.stdout).toMatch(/^Read 3 rows in [\d.]+ s: 3 added, 0 changed/);
    expect(named.stdout).toMatch(/\nThe index holds 3 articles as generation \S+\.\n$/);
    expect((await call(['index'], { cwd: shop.folder })).code).toBe(0);
    expect(existsSync(shop.path('data/index/current'))).toBe(true);
  });
});

describe.concurrent('a source', () => {
  it('may be JSON lines, a JSON list, CSV, a folder of Markdown, each also gzipped, several at once', async () => {
    const [a, b, c, d, e, f, g] = ARCHIVE;
    const header = ['id', 'title', 'body'];
    const shop = workshop({
      'a.jsonl': jsonl([a]),
      'b.ndjson.gz': jsonl([b]),
      'c.json': JSON.stringify([c]),
      'd.json.gz': JSON.stringify([d]),
      'e.csv': csv([header, [e.id, e.title, e.body]]),
      'f.csv.gz': csv([header, [f.id, f.title, f.body]]),
      'posts/2025/g.md': markdown(g),
    });
    const names = ['a.jsonl', 'b.ndjson.gz', 'c.json', 'd.json.gz', 'e.csv', 'f.csv.gz', 'posts'];
    const { code, stdout, stderr } = await shop.index(names);
    expect([code, stderr.match(/rejected/)]).toEqual([0, null]);
    expect(lastLine(stdout)).toMatchObject({ read: 7, added: 7, embedded: 7, articles: 7 });
    // All are on subjects of their own: each is known, and has a list if perhaps an empty one.
    await Promise.all([a, b, c, d, e, f, g].map(({ id }) => shop.related(id)));
  });

  it('may be standard input, with columns of other names', async () => {
    const rows = ARCHIVE.slice(0, 4).map(({ id, title, body }) => [id, title, body, 'yen; rates']);
    const input = csv([['nr', 'headline', 'text', 'tags'], ...rows]);
    const shop = workshop();
    const columns = ['--column', 'id=nr', '--column', 'title=headline', '--column', 'body=text'];
    const { code, stdout } = await shop.index(['-', '--format', 'csv', ...columns], { input });
    expect(code).toBe(0);
    expect(lastLine(stdout)).toMatchObject({ read: 4, added: 4 });
    const missing = await shop.index(['-', '--format', 'csv', '--column', 'title=kicker'], { input });
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain('kicker');
  });

  it('may be standard input whose format is told from its content', async () => {
    const { code, stdout } = await workshop().index(['-'], { input: JSON.stringify(ARCHIVE.slice(3, 5)) });
    expect(code).toBe(0);
    expect(lastLine(stdout)).toMatchObject({ read: 2, added: 2 });
  });

  it('that breaks off keeps what it gave, and the run goes on with the others and exits 1', async () => {
    const shop = workshop({
      'broken.json': `${JSON.stringify(ARCHIVE.slice(0, 3)).slice(0, -1)}, {"id": "half`,
      'whole.jsonl': jsonl(ARCHIVE.slice(3)),
    });
    const { code, stdout, stderr } = await shop.index(['broken.json', 'whole.jsonl']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^seealso: .*broken\.json/m);
    expect(lastLine(stdout)).toMatchObject({ articles: 12 });
  });
});

describe.concurrent('bad rows', () => {
  const bad = [
    '{"id": "no-title", "body": "b"}',
    '{"id": "bad-date", "title": "t", "body": "b", "publishedAt": "tomorrow", "tags": ["a", 1]}',
    '{"id": "half',
  ].join('\n');

  it('are told with file, line, field, what was expected and what came; the others go through', async () => {
    const more = Array.from({ length: 50 }, () => ({ id: '', title: 't', body: 'b' }));
    const shop = workshop({
      'archive.jsonl': `${jsonl(ARCHIVE.slice(0, 2))}${bad}\n${jsonl(ARCHIVE.slice(2, 4))}${jsonl(more)}`,
    });
    const { code, stdout, stderr } = await shop.index(['archive.jsonl']);
    expect(code).toBe(0);
    expect(lastLine(stdout)).toMatchObject({ read: 57, added: 4, rejected: 53, embedded: 4, articles: 4 });
    const lines = stderr.split('\n');
    expect(lines).toContain('archive.jsonl:3: title: expected string, received nothing');
    expect(lines).toContain(
      'archive.jsonl:4: publishedAt: expected an ISO 8601 date or date-time, such as 2025-10-29T08:00:00Z, received "tomorrow"',
    );
    expect(lines).toContain('archive.jsonl:4: tags.1: expected string, received 1');
    expect(stderr).toMatch(/^archive\.jsonl:5: \(record\): expected a JSON object, received .+$/m);
    // Of many, some are listed and the others counted.
    expect(stderr.match(/^archive\.jsonl:\d+: id: expected at least 1 character/gm)).toHaveLength(17);
    expect(lines).toContain('… and 33 more rejected rows.');
  });

  it('that are all there is make the run exit 1, with a hint', async () => {
    const shop = workshop({ 'archive.jsonl': `${bad}\n` });
    const { code, stdout, stderr } = await shop.index(['archive.jsonl']);
    expect(code).toBe(1);
    expect(lastLine(stdout)).toMatchObject({ read: 3, rejected: 3, articles: 0 });
    expect(stderr).toMatch(/^seealso: All 3 rows were rejected\. Check the format/m);
  });

  it('keep everything out under --strict, whichever source they are in', async () => {
    const shop = workshop({
      'good.jsonl': jsonl(ARCHIVE.slice(0, 3)),
      'mixed.jsonl': `${jsonl(ARCHIVE.slice(3, 6))}${bad}\n`,
    });
    const strict = await shop.index(['good.jsonl', 'mixed.jsonl', '--strict']);
    expect([strict.code, strict.stdout]).toEqual([1, '']);
    expect(strict.stderr).toMatch(/^mixed\.jsonl:4: title: expected string, received nothing$/m);
    expect(strict.stderr).toMatch(
      /^seealso: 3 of 6 rows of .*mixed\.jsonl were rejected, and --strict keeps nothing/m,
    );
    const afterwards = lastLine((await shop.index([])).stdout);
    expect(afterwards).toMatchObject({ read: 0, articles: 0 });
    const good = lastLine((await shop.index(['good.jsonl', '--strict'])).stdout);
    expect(good).toMatchObject({ read: 3, added: 3, embedded: 3, articles: 3 });
    expect(readdirSync(shop.indexDir).filter((name) => name.startsWith('.strict'))).toEqual([]);
  });
});

describe.concurrent('--prune', () => {
  it('removes what this source gave and gives no longer, and nothing that came another way', async () => {
    const posts = ARCHIVE.slice(0, 6).map((article) => [`posts/${article.id}.md`, markdown(article)]);
    const shop = workshop({ ...Object.fromEntries(posts), 'b.jsonl': jsonl(ARCHIVE.slice(5, 9)) });
    await shop.index(['posts', 'b.jsonl']);
    for (const { id } of ARCHIVE.slice(2, 6)) rmSync(shop.path(`posts/${id}.md`));
    const pruned = lastLine((await shop.index(['posts', '--prune'])).stdout);
    expect(pruned).toMatchObject({ read: 2, unchanged: 2, removed: 3, articles: 6, embedded: 0 });
    expect(await shop.related('yen-falls')).toEqual(['rates-held']);
    expect(await shop.related('server-demand')).not.toContain('chip-plant');
    await expect(shop.related('chip-plant')).rejects.toThrow();
  });

  it('removes nothing where the source is not read to its end', async () => {
    const shop = workshop({ 'a.json': JSON.stringify(ARCHIVE.slice(0, 4)) });
    await shop.index(['a.json']);
    write(shop.folder, 'a.json', JSON.stringify(ARCHIVE.slice(0, 2)).slice(0, -1));
    const { code, stdout, stderr } = await shop.index(['a.json', '--prune']);
    expect(code).toBe(1);
    expect(stderr).toContain('nothing of it is pruned');
    expect(lastLine(stdout)).toMatchObject({ removed: 0, articles: 4 });
  });
});

describe.concurrent('a second run at the same time', () => {
  it('is refused with the reason, and the first one completes', async () => {
    const shop = workshop();
    mkdirSync(shop.indexDir);
    const first = start(['index', '-', '--index-dir', shop.indexDir, '--json']);
    first.stdin.write(jsonl(ARCHIVE.slice(0, 1)));
    await until('a lock', () => existsSync(join(shop.indexDir, 'catalog.sqlite')));
    const second = await shop.index(['-'], { input: jsonl(ARCHIVE.slice(1, 2)) });
    expect([second.code, second.stdout]).toEqual([1, '']);
    expect(second.stderr).toMatch(
      /^seealso: Another process is building this index .*Wait until it ends[^\n]*\n$/,
    );
    const rollback = await call(['rollback', '--index-dir', shop.indexDir]);
    expect([rollback.code, rollback.stderr]).toEqual([1, expect.stringContaining('Another process')]);
    first.stdin.end(jsonl(ARCHIVE.slice(1)));
    const { code, stdout } = await first.ended;
    expect(code).toBe(0);
    expect(lastLine(stdout)).toMatchObject({ read: 12, added: 12 });
  });
});

describe.concurrent('SIGTERM', () => {
  it('ends a run that waits for its input, keeps what was stored, and exits 143', async () => {
    const shop = workshop();
    const child = start(['index', '-', '--index-dir', shop.indexDir, '--json']);
    const rows = Array.from({ length: 100 }, (_, i) => ({ ...ARCHIVE[0], id: `copy-${i}` }));
    child.stdin.write(jsonl(rows));
    const file = join(shop.indexDir, 'catalog.sqlite');
    await until('a catalogue', () => existsSync(file));
    const catalog = openSqliteCatalog(file);
    await until('a first batch', () => catalog.count() > 0);
    catalog.close();
    // Whoever serves goes before it.
    expect(getPriority(child.pid)).toBe(constants.priority.PRIORITY_BELOW_NORMAL);
    const { code, stdout, stderr } = await child.end('SIGTERM');
    expect([code, stdout]).toEqual([143, '']);
    expect(stderr).toMatch(/^seealso: Stopped on request.*run the same command again/m);
    const again = lastLine((await shop.index(['-'], { input: jsonl(rows) })).stdout);
    expect(again).toMatchObject({ read: 100, added: 36, unchanged: 64, embedded: 36, articles: 100 });
  });
});
