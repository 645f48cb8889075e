import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { copyOfIndex } from '../support/built-index.js';
import { call } from '../support/call.js';
import { lastLine, scratchFolder } from '../support/cli.js';
import { memorySource } from '../support/memory-source.js';
import { ARCHIVE } from '../support/newsroom.js';
import { indexProduct } from '../support/product.js';

const ARTICLES = [
  ...ARCHIVE,
  { id: 'with space', title: 'Yen', body: 'The yen fell.' },
  { id: 'later', title: 'Yen', body: 'The yen will fall.', publishedAt: '2999-01-01T00:00:00Z' },
];
const [FIRST, SECOND, THIRD] = ARCHIVE.map(({ id }) => id) as [string, string, string];

const indexDir = join(scratchFolder(), 'index');

beforeAll(async () => {
  await copyOfIndex(ARTICLES, indexDir, async (folder) => {
    await indexProduct(memorySource('archive', ARTICLES), folder, { strict: true, bodyFormat: 'text' });
  });
});

function judge(...graded: readonly (readonly [query: string, document: string, grade: number])[]): void {
  const catalog = openSqliteCatalog(join(indexDir, 'catalog.sqlite'));
  const keyOf = (id: string) => catalog.find(id)?.key ?? 0;
  for (const [query, document, grade] of graded)
    catalog.judgments.grade(keyOf(query), keyOf(document), grade, 'ana', 1);
  catalog.close();
}

const fromDesk = (out: string, ...args: readonly string[]) =>
  call(['judgments', '--from-desk', '--index-dir', indexDir, '--out', out, ...args]);

describe('seealso judgments --from-desk', () => {
  it('exits 1 and writes nothing where nobody has judged', async () => {
    const folder = scratchFolder();
    const { code, stdout, stderr } = await fromDesk(join(folder, 'out'));
    expect(stderr).toMatch(/No judgments: nobody has judged a pair at the desk.*\/desk/);
    expect([code, stdout, readdirSync(folder)]).toEqual([1, '', []]);
  });

  it('writes the judgments and the published articles, by which eval measures', async () => {
    judge([FIRST, SECOND, 3], [FIRST, THIRD, 0], [SECOND, FIRST, 2], [FIRST, 'with space', 1]);
    const out = join(scratchFolder(), 'judged');
    const { code, stdout, stderr } = await fromDesk(out);
    expect([code, stderr]).toEqual([0, '']);
    const files = { articles: join(out, 'articles.jsonl'), qrels: join(out, 'qrels.txt') };
    const command = `eval --articles ${files.articles} --qrels ${files.qrels} --body-format text`;
    expect(stdout).toBe(
      `Wrote 3 judgments of 2 queries to ${files.qrels}, ${ARTICLES.length - 1} articles to ${files.articles}.\n` +
        'Left out 1 judgment with a space in an article’s id, which qrels cannot hold.\n' +
        `Measure with them: seealso ${command}\n`,
    );
    expect(readdirSync(out).sort()).toEqual(['articles.jsonl', 'qrels.txt']);
    const lines = readFileSync(files.qrels, 'utf8').trimEnd().split('\n').sort();
    expect(lines).toEqual(
      [`${FIRST} 0 ${SECOND} 3`, `${FIRST} 0 ${THIRD} 0`, `${SECOND} 0 ${FIRST} 2`].sort(),
    );
    const written = readFileSync(files.articles, 'utf8').trimEnd().split('\n');
    expect(written.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(
      ARTICLES.map(({ id }) => id).filter((id) => id !== 'later'),
    );
    const measured = await call([...command.split(' '), '--json']);
    expect(measured.code, measured.stderr).toBe(0);
    expect(lastLine(measured.stdout)).toMatchObject({ articles: ARTICLES.length - 1, queries: 2 });

    // Once more: what is there is not written over.
    const again = await fromDesk(out);
    expect(again.stderr).toMatch(/articles\.jsonl is there already.*--out/);
    expect(again.code).toBe(2);
  });

  it('counts as JSON', async () => {
    const out = join(scratchFolder(), 'judged');
    const { stdout } = await fromDesk(out, '--json');
    expect(lastLine(stdout)).toEqual({
      articles: ARTICLES.length - 1,
      judgments: 3,
      queries: 2,
      unwritable: 1,
      bodyFormats: ['text'],
      files: { articles: join(out, 'articles.jsonl'), qrels: join(out, 'qrels.txt') },
    });
  });

  it.each([
    ['with sources', ['archive.jsonl'], 2, /no sources with --from-desk.*received archive\.jsonl/],
    ['with --from-links', ['archive.jsonl', '--from-links'], 2, /--from-desk or --from-links, received both/],
    ['without an index', ['--index-dir', join(scratchFolder(), 'none')], 1, /There is no index/],
  ])('%s, does nothing', async (_, args, code, message) => {
    const folder = scratchFolder();
    const ended = await fromDesk(join(folder, 'out'), ...args);
    expect(ended.stderr).toMatch(message);
    expect([ended.code, readdirSync(folder)]).toEqual([code, []]);
  });
});
