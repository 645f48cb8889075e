import { chmodSync, existsSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openSource } from '../../src/sources/open-source.js';
import { collect } from '../contracts/source.js';
import { scratchFolder, write } from './files.js';

const folder = scratchFolder();
const failure = (name: 'SourceError' | 'UsageError', message: RegExp) =>
  expect.objectContaining({ name, message: expect.stringMatching(message) });

describe('opening a source', () => {
  it('is named by its real path, unless a name is given', async () => {
    const path = write(folder, 'real.jsonl', '{"id":1}\n');
    const link = join(folder, 'link.jsonl');
    symlinkSync(path, link);
    expect((await openSource(link)).name).toBe(realpathSync(path));
    expect((await openSource(link, { name: 'archive' })).name).toBe('archive');
    const stdin = Readable.from([]);
    expect((await openSource('-', { stdin })).name).toBe('stdin');
    expect((await openSource('-', { stdin, name: 'cms' })).name).toBe('cms');
  });

  it('locates rows by the path as it was typed', async () => {
    const path = write(folder, 'typed.jsonl', '{"id":1}\n');
    const typed = `${folder}/./typed.jsonl`;
    expect(path).not.toBe(typed);
    expect((await collect(await openSource(typed)))[0]?.location).toBe(`${typed}:1`);
  });

  it('counts packed bytes for a packed file', async () => {
    const path = write(folder, 'big.jsonl.gz', '{"id":1}\n'.repeat(10_000));
    const source = await openSource(path);
    await collect(source);
    const { read, total } = source.progress();
    expect(total).toBeLessThan(5_000);
    expect(read).toBe(total);
  });

  it('refuses a file that is not there', async () => {
    await expect(openSource(join(folder, 'none.jsonl'))).rejects.toThrow(
      failure('SourceError', /none\.jsonl cannot be read.*nothing of that name/),
    );
  });

  it('refuses a file that cannot be read', async () => {
    const path = join(folder, 'secret.jsonl');
    // Root may read what nobody may; what even root cannot read at its beginning is a process's memory.
    if (process.getuid?.() === 0 && existsSync('/proc/self/mem')) symlinkSync('/proc/self/mem', path);
    else chmodSync(write(folder, 'secret.jsonl', '{}'), 0);
    await expect(openSource(path).then(collect)).rejects.toThrow(
      failure('SourceError', /cannot be read|may not read/),
    );
  });

  it('refuses a folder without Markdown', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    await expect(openSource(empty)).rejects.toThrow(failure('SourceError', /holds no Markdown/));
    await expect(openSource(empty, { format: 'csv' })).rejects.toThrow(failure('UsageError', /is a folder/));
  });

  it('refuses a format it does not know, unless told one', async () => {
    const path = write(folder, 'articles.txt', '{"id":1}\n');
    await expect(openSource(path)).rejects.toThrow(failure('UsageError', /received "\.txt".*--format/));
    expect(await collect(await openSource(path, { format: 'jsonl' }))).toHaveLength(1);
  });

  it('refuses UTF-16 and says how to convert it', async () => {
    const path = write(folder, 'wide.csv', Buffer.from('\ufeffid,title\n', 'utf16le'));
    await expect(openSource(path).then(collect)).rejects.toThrow(failure('SourceError', /UTF-16.*iconv/));
  });

  it('refuses a mapping of a field that articles do not have, and a long delimiter', async () => {
    const path = write(folder, 'mapped.csv', 'id\n1\n');
    await expect(openSource(path, { columns: { titel: 'id' } })).rejects.toThrow(
      failure('UsageError', /"titel" is not a field/),
    );
    await expect(openSource(path, { delimiter: '||' })).rejects.toThrow(
      failure('UsageError', /one character/),
    );
  });

  it('reads a single Markdown file', async () => {
    const path = write(folder, 'one.markdown.gz', '# Title\n\nText');
    expect(await collect(await openSource(path))).toEqual([
      { location: `${path}:1`, record: { id: 'one', title: 'Title', body: '\nText' } },
    ]);
  });

  it('resolves relative addresses against the base, and leaves all others', async () => {
    const rows = ['/a', 'b?page=2', 'https://other.example/c', 'ftp://d', '', null, 5].map((url) => ({
      url,
    }));
    const urlsOf = async (path: string, options = {}) =>
      (await collect(await openSource(path, { baseUrl: 'https://example.org/posts', ...options }))).map(
        (row) => ('record' in row ? (row.record as { url?: unknown }).url : row),
      );
    const [first, second, ...others] = rows.map(({ url }) => url);
    expect([first, second]).toEqual(['/a', 'b?page=2']);
    const resolved = ['https://example.org/a', 'https://example.org/posts/b?page=2'];
    const json = write(folder, 'relative.json', JSON.stringify([...rows, 'no object']));
    expect(await urlsOf(json)).toEqual([...resolved, ...others, undefined]);
    expect(await urlsOf(write(folder, 'relative.csv', 'id,url\n1,/a\n2,b?page=2\n'))).toEqual(resolved);
    const post = write(folder, 'posts/hello.md', 'Hello');
    expect(await urlsOf(post)).toEqual(['https://example.org/posts/hello/']);
    const stdin = Readable.from(['Hello']);
    expect(await urlsOf('-', { stdin, format: 'markdown' })).toEqual([undefined]);
  });

  it.each([
    'example.org',
    'ftp://example.org/',
    'https://example.org/?a=b',
    'https://me:secret@example.org/',
    'https://',
  ])('refuses a base that is no plain address: %s', async (baseUrl) => {
    await expect(openSource(folder, { baseUrl })).rejects.toThrow(
      failure('UsageError', /base of addresses.*expected an http or https address without a query/),
    );
  });

  it('tells how an address begins where a file of that name is missing', async () => {
    await expect(openSource('example.org/feed.xml')).rejects.toThrow(
      failure('SourceError', /nothing of that name.*An address begins with https:\/\//),
    );
    const missing: unknown = await openSource('data/none.jsonl').catch((error: unknown) => error);
    expect(String(missing)).not.toContain('https://');
  });
});
