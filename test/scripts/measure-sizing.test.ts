import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { articleId, writeArchive } from '../../scripts/sizing/archive.js';
import type { Sizing } from '../../scripts/sizing/measure.js';
import { type Circumstances, sizingTable } from '../../scripts/sizing/report.js';
import { inThisProcess } from '../support/call.js';
import { type Ended, scratchFolder, write } from '../support/cli.js';
import { jsonl } from '../support/newsroom.js';

let calls = 0;

function measure(...args: readonly string[]): Promise<Ended> {
  calls += 1;
  const address = `../../scripts/measure-sizing.ts?call=${calls}`;
  return inThisProcess(() => import(/* @vite-ignore */ address), args);
}

const wordsOf = (text: string) => text.split(/\s+/).filter((word) => word !== '');

describe('the sizing of 60 articles', () => {
  let ended: Ended;
  let found: Circumstances & { readonly rows: readonly Sizing[] };

  beforeAll(async () => {
    ended = await measure('--articles', '60', '--json');
    expect(ended.code, ended.stderr).toBe(0);
    found = JSON.parse(ended.stdout);
  });

  it('says what disk, memory and time they take', () => {
    const [row] = found.rows;
    expect(found.rows).toHaveLength(1);
    if (row === undefined) return;
    expect(row.articles).toBe(60);
    // Their texts alone take more than 100 kB; a Node process more than 40 MB.
    expect(row.catalogBytes).toBeGreaterThan(1e5);
    expect(row.generationBytes).toBeGreaterThan(1e5);
    expect(row.folderBytes).toBe(row.catalogBytes + 3 * row.generationBytes);
    for (const bytes of [row.indexPeakBytes, row.serveBytes]) expect(bytes).toBeGreaterThan(4e7);
    for (const seconds of [row.indexSeconds, row.againSeconds, row.readySeconds])
      expect(seconds).toBeGreaterThan(0.05);
    expect(row.requests).toBe(60);
    expect(row.p50Milliseconds).toBeGreaterThan(0);
    expect(row.p99Milliseconds).toBeGreaterThanOrEqual(row.p50Milliseconds);
    expect(row.linksPerList).toBeGreaterThan(0);
  });

  it('says on what machine and when, and tells on standard error how far it is', () => {
    expect(found.machine).toMatch(/cores, \d+ GiB, /);
    expect([found.node, found.texts]).toEqual([process.version, 'made-up words']);
    expect(Date.parse(found.date)).not.toBeNaN();
    expect(ended.stderr.match(/^60 articles: /gm)).toHaveLength(4);
  });
});

describe('an archive to be measured', () => {
  const written = async (articles: number, corpus: string | null) => {
    const file = join(scratchFolder(), 'archive.jsonl');
    await writeArchive({ file, articles, corpus });
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as { id: string; title: string; body: string });
  };
  const text = (name: string, words: number) =>
    Array.from({ length: words }, (_, i) => `${name}${i}`).join(' ');

  it('has articles of 450 words, and is the same each time', async () => {
    const articles = await written(40, null);
    expect(articles.map(({ id }) => id)).toEqual(Array.from({ length: 40 }, (_, i) => articleId(i)));
    const lengths = articles.map(({ body }) => wordsOf(body).length);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(300);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(600);
    expect(Math.abs(lengths.reduce((sum, length) => sum + length, 0) / 40 - 450)).toBeLessThan(45);
    expect(await written(40, null)).toEqual(articles);
  });

  it('is cut from a corpus, and recombined from it where that has too few', async () => {
    const rows = ['alpha', 'beta'].map((title) => ({ title, text: text(title, 1_000) }));
    const corpus = write(scratchFolder(), 'corpus.jsonl.gz', jsonl([...rows, { title: 'short', text: 'x' }]));
    const articles = await written(30, corpus);
    expect(articles.slice(0, 2).map(({ title }) => title)).toEqual(['alpha', 'alpha, part 2']);
    expect(articles.at(-1)?.title).toMatch(/ and /);
    expect(new Set(articles.map(({ body }) => body)).size).toBeGreaterThan(25);
    const known = new Set(rows.flatMap((row) => wordsOf(row.text)));
    for (const { body } of articles) {
      expect(wordsOf(body).length).toBeGreaterThanOrEqual(150);
      expect(wordsOf(body).filter((word) => !known.has(word))).toEqual([]);
    }
  });

  it.each([
    ['has rows of another kind', [{ title: 'a', body: 'b' }], /expected rows with .*"text", received .*:1/],
    ['has only short texts', [{ title: 'a', text: 'b' }], /expected texts of 150 words/],
  ])('needs a corpus; one that %s is refused', async (_what, rows, refused) => {
    const { code, stderr } = await measure('--corpus', write(scratchFolder(), 'c.jsonl', jsonl(rows)));
    expect([code, stderr]).toEqual([2, expect.stringMatching(refused)]);
  });
});

it.each(['', '0', '10,many', '-1'])('refuses "%s" for sizes', async (sizes) => {
  const { code, stderr } = await measure('--articles', sizes);
  expect(code).toBe(2);
  expect(stderr).toMatch(/expected whole numbers from 1|argument is ambiguous/);
});

it('prints a table in units that can be read', () => {
  const row: Sizing = {
    articles: 10_000,
    catalogBytes: 123_456_789,
    generationBytes: 4_560_000,
    folderBytes: 137_136_789,
    indexPeakBytes: 1_234_000_000,
    indexSeconds: 61.4,
    againSeconds: 1.26,
    readySeconds: 0.5,
    serveBytes: 3e8,
    requests: 500,
    p50Milliseconds: 3.14,
    p99Milliseconds: 12,
    linksPerList: 4,
  };
  const [head = '', line = '', cells = ''] = sizingTable([row]).trimEnd().split('\n');
  expect(cells).toBe(
    '| 10,000 | 123 MB | 4.6 MB | 137 MB | 1,234 MB | 61 s | 1.3 s | 0.5 s | 300 MB | 3.1 ms | 12.0 ms |',
  );
  expect([head, line].map((text) => text.split('|').length)).toEqual([13, 13]);
});
