import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseQrels } from '../../src/evaluation/judgments.js';
import { call } from '../support/call.js';
import { lastLine, ROOT, run, scratchFolder, write } from '../support/cli.js';

const jsonl = (...records: readonly object[]) => records.map((one) => `${JSON.stringify(one)}\n`).join('');
const A = {
  id: 'a',
  title: 'First',
  body: '<p>See <a href="/b">Second</a> now.</p>',
  url: 'https://x.example/a',
};
const B = {
  id: 'b',
  title: 'Second',
  body: '<p>Alone.</p>',
  url: 'https://x.example/b/',
  tags: ['t'],
  mood: 'fair',
};

const judgments = (out: string, ...args: readonly string[]) =>
  call(['judgments', '--from-links', ...args, '--out', out]);
const content = (out: string) =>
  [readFileSync(join(out, 'articles.jsonl'), 'utf8'), readFileSync(join(out, 'qrels.txt'), 'utf8')] as const;

describe('seealso judgments --from-links', () => {
  it('writes the articles without the links, and who linked whom', async () => {
    const folder = scratchFolder();
    const out = join(folder, 'new/links');
    const { code, stdout, stderr } = await judgments(out, write(folder, 'a.jsonl.gz', jsonl(A, B)));
    expect([code, stderr]).toEqual([0, '']);
    expect(content(out)).toEqual([
      jsonl(
        { ...A, body: '<p>See  now.</p>' },
        { id: 'b', title: 'Second', body: B.body, url: B.url, tags: ['t'], extra: { mood: 'fair' } },
      ),
      'a 0 b 1\nb 0 a 1\n',
    ]);
    expect(readdirSync(out).sort()).toEqual(['articles.jsonl', 'qrels.txt']);
    expect(stdout).toContain('Found 1 link: 1 to other articles, 0 elsewhere');
    expect(stdout).toContain(
      `seealso eval --articles ${join(out, 'articles.jsonl')} --qrels ${join(out, 'qrels.txt')}\n`,
    );
  });

  it('counts as JSON, with rejected rows on standard error', async () => {
    const folder = scratchFolder();
    const out = join(folder, 'out');
    const first = write(folder, 'a.jsonl', jsonl(A, { id: 'bad' }));
    const second = write(folder, 'b.csv', 'key,title,text,link\nb,Second,Alone,https://x.example/b\n');
    const columns = ['id=key', 'body=text', 'url=link'].flatMap((pair) => ['--column', pair]);
    const { code, stdout, stderr } = await judgments(out, first, second, '--json', '--one-way', ...columns);
    expect(code).toBe(0);
    expect(stderr).toMatch(/a\.jsonl:2: title: expected string, received nothing\n/);
    expect(lastLine(stdout)).toEqual({
      read: 3,
      rejected: 1,
      articles: 2,
      links: { found: 1, toArticles: 1, toSelf: 0, elsewhere: 0, ambiguous: 0, unwritable: 0 },
      judgments: 1,
      queries: 1,
      files: { articles: join(out, 'articles.jsonl'), qrels: join(out, 'qrels.txt') },
    });
    expect(content(out)[1]).toBe('a 0 b 1\n');
  });

  it('reads standard input, and the later of two rows of one id', async () => {
    const out = join(scratchFolder(), 'out');
    const input = jsonl({ ...A, body: '<p><a href="/none">x</a></p>' }, B, A);
    const { code } = await run(['judgments', '-', '--from-links', '--out', out], { input });
    expect(code).toBe(0);
    expect(
      content(out)[0]
        .split('\n')
        .map((line) => line.slice(0, 9)),
    ).toEqual(['{"id":"a"', '{"id":"b"', '']);
    expect(content(out)[1]).toBe('a 0 b 1\nb 0 a 1\n');
  });

  it('writes the same of the same articles: of the sample, the links that its editors made', async () => {
    const folder = scratchFolder();
    const source = join(ROOT, 'data/articles.jsonl');
    const [one, two] = [join(folder, '1'), join(folder, '2')];
    await Promise.all([judgments(one, source), judgments(two, source)]);
    expect(content(one)).toEqual(content(two));
    const qrels = parseQrels(content(one)[1], 'qrels.txt');
    expect(qrels.get('night-train-cooperative')).toEqual(new Map([['night-train-paris-berlin-cut', 1]]));
    const [before, after] = [readFileSync(source, 'utf8'), content(one)[0]];
    expect(before).toContain('>Sleeper to make last run</a>');
    expect(after).not.toContain('>Sleeper to make last run</a>');
    expect(after.split('\n').length).toBe(before.trimEnd().split('\n').length + 1);
  });
});

describe('seealso judgments that cannot be made', () => {
  const folder = scratchFolder();
  const source = write(folder, 'a.jsonl', jsonl(A, B));

  it.each([
    [
      'without saying from what',
      ['judgments', source, '--out', join(folder, 'x')],
      /--from-links, received nothing/,
    ],
    ['without articles', ['judgments', '--from-links', '--out', join(folder, 'x')], /Expected the articles/],
    ['without a folder', ['judgments', '--from-links', source], /--out <folder>, received none/],
    [
      'into the folder of its source',
      [
        'judgments',
        '--from-links',
        write(folder, 'same/articles.jsonl', jsonl(A, B)),
        '--out',
        join(folder, 'same'),
      ],
      /same\/articles\.jsonl is there already.*--out/,
    ],
  ])('%s exit 2', async (_, args, message) => {
    const { code, stdout, stderr } = await call(args);
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([2, '']);
  });

  it.each([
    [
      'where no article links to another',
      jsonl(B),
      /No judgments.*received 0 links in 1 article, 1 of them with a url.*--body-format/s,
    ],
    ['where every row is bad', '{}\n', /All 1 rows were rejected/],
  ])('%s exit 1, and write nothing', async (_, text, message) => {
    const here = scratchFolder();
    const { code, stdout, stderr } = await judgments(join(here, 'out'), write(here, 'b.jsonl', text));
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([1, '']);
    expect(readdirSync(here)).toEqual(['b.jsonl']);
  });
});
