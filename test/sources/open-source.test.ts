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
});
