import { describe, expect, it } from 'vitest';
import { type CsvOptions, csvRows } from '../../src/sources/csv.js';
import { sniffDelimiter } from '../../src/sources/csv-header.js';
import { openSource } from '../../src/sources/open-source.js';
import type { SourceRow } from '../../src/sources/source.js';
import { collect } from '../contracts/source.js';
import { scratchFolder, write } from './files.js';

/** Reads a table in chunks of a few bytes, so that quotes and line ends are cut somewhere. */
async function rowsOf(table: string, options: CsvOptions = {}, size = 3): Promise<SourceRow[]> {
  async function* chunks(): AsyncGenerator<Buffer> {
    const bytes = Buffer.from(table);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const rows: SourceRow[] = [];
  for await (const row of csvRows(options)(chunks(), 'a.csv')) rows.push(row);
  return rows;
}

const records = (rows: readonly SourceRow[]) => rows.map((row) => ('record' in row ? row.record : row));

describe('CSV', () => {
  it('locates each record by the line on which it begins, past quoted line ends of any kind and empty lines', async () => {
    const rows = await rowsOf('id,body\r\n1,"a\r\nb\nc"\r\n\r\n2,"say ""hi""\r\n"\n3,ü\n');
    expect(rows).toEqual([
      { location: 'a.csv:2', record: { id: '1', body: 'a\r\nb\nc' } },
      { location: 'a.csv:6', record: { id: '2', body: 'say "hi"\r\n' } },
      { location: 'a.csv:8', record: { id: '3', body: 'ü' } },
    ]);
  });

  it('fills fields by the mapping, by their names however these are spelt, and keeps the other columns', async () => {
    const table = 'ID,headline,Published At,title,Reads\n7,Rain,2025-01-02,internal,12\n';
    expect(records(await rowsOf(table, { columns: { title: 'headline' } }))).toEqual([
      { id: '7', title: 'Rain', publishedAt: '2025-01-02', 'title (column 4)': 'internal', Reads: '12' },
    ]);
  });

  it('turns the text of lists and flags into values and leaves empty cells out', async () => {
    const table =
      'id;tags;authors;sponsored;paywalled;noRecommend;summary\n1;a|b, c;["D, E"];yes;0;maybe;\n2;;;;;;s\n';
    expect(records(await rowsOf(table.replace('["D, E"]', '"[""D, E""]"')))).toEqual([
      {
        id: '1',
        tags: ['a', 'b, c'],
        authors: ['D, E'],
        sponsored: true,
        paywalled: false,
        noRecommend: 'maybe',
      },
      { id: '2', summary: 's' },
    ]);
  });

  it('finds the delimiter in the header line', () => {
    expect(sniffDelimiter('id,title')).toBe(',');
    expect(sniffDelimiter('id;"title, long, very";body')).toBe(';');
    expect(sniffDelimiter('id\ttitle\tbody')).toBe('\t');
    expect(sniffDelimiter('id')).toBe(',');
  });

  it('takes the delimiter that was given', async () => {
    expect(records(await rowsOf('id|a,b\n1|2\n', { delimiter: '|' }))).toEqual([{ id: '1', 'a,b': '2' }]);
  });

  it('takes a quote inside an unquoted cell for a character', async () => {
    expect(records(await rowsOf('id,title\n1,A 5" disk\n2,b\n'))).toEqual([
      { id: '1', title: 'A 5" disk' },
      { id: '2', title: 'b' },
    ]);
  });

  it('tells a row of another length and goes on', async () => {
    expect(await rowsOf('id,title\n1\n2,b\n3,c,d\n')).toEqual([
      {
        location: 'a.csv:2',
        unreadable: { expected: '2 columns, as in the header', received: '1 columns: 1' },
      },
      { location: 'a.csv:3', record: { id: '2', title: 'b' } },
      {
        location: 'a.csv:4',
        unreadable: { expected: '2 columns, as in the header', received: '3 columns: 3 | c | d' },
      },
    ]);
  });

  it('names the columns that there are when a mapped one is missing', async () => {
    await expect(rowsOf('id,headline\n1,a\n', { columns: { title: 'titel' } })).rejects.toThrow(
      expect.objectContaining({ name: 'UsageError', message: expect.stringContaining('"id", "headline"') }),
    );
  });

  it('says where the record begins that has no end', async () => {
    await expect(rowsOf('id,title\n1,a\n2,"b\n3,c\n')).rejects.toThrow(/^a\.csv:3 cannot be read/);
    await expect(rowsOf(`id,title\n1,"${'x'.repeat(500)}"\n`, { limit: 100 })).rejects.toThrow(/^a\.csv:2 /);
  });

  it('reads a file with a byte order mark', async () => {
    const path = write(scratchFolder(), 'excel.csv.gz', '\ufeffid;title\r\n1;Ü\r\n');
    expect(records(await collect(await openSource(path)))).toEqual([{ id: '1', title: 'Ü' }]);
  });
});
