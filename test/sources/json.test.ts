import { describe, expect, it } from 'vitest';
import { jsonRows } from '../../src/sources/json.js';
import type { SourceRow } from '../../src/sources/source.js';

/** Reads a document given in chunks of a few bytes, so that every token is cut somewhere. */
async function rowsOf(document: string, size = 3, limit?: number): Promise<SourceRow[]> {
  async function* chunks(): AsyncGenerator<Buffer> {
    const bytes = Buffer.from(document);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const rows: SourceRow[] = [];
  for await (const row of jsonRows(limit)(chunks(), 'a.json')) rows.push(row);
  return rows;
}

const records = (rows: readonly SourceRow[]) =>
  rows.map((row) => ('record' in row ? row.record : 'unreadable'));

describe('a JSON document', () => {
  it('gives each value of the array with the line on which it begins', async () => {
    const rows = await rowsOf(
      '[\n  {"id": 1},\n\n  {"a": [1, {"b": "]},{ \\" \\\\"}]},\n  3 , "four", null\n]\n',
    );
    expect(rows).toEqual([
      { location: 'a.json:2', record: { id: 1 } },
      { location: 'a.json:4', record: { a: [1, { b: ']},{ " \\' }] } },
      { location: 'a.json:5', record: 3 },
      { location: 'a.json:5', record: 'four' },
      { location: 'a.json:5', record: null },
    ]);
  });

  it.each(['[]', ' [ ] ', ''])('gives nothing for %j', async (document) => {
    expect(await rowsOf(document)).toEqual([]);
  });

  it('takes a single object for one record, and objects one after another for several', async () => {
    expect(records(await rowsOf('{"id": {"deep": 1}}\n'))).toEqual([{ id: { deep: 1 } }]);
    expect(records(await rowsOf('{"id": 1}\n{"id": 2}'))).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('tells broken and missing values and goes on', async () => {
    expect(records(await rowsOf('[{"id": 1,}, {"id" 2}, {"id": 3} {"id": 4}, , {"id": 5},]'))).toEqual([
      'unreadable',
      'unreadable',
      'unreadable',
      'unreadable',
      { id: 5 },
      'unreadable',
    ]);
  });

  it('passes over a value beyond the limit', async () => {
    expect(records(await rowsOf(`[{"id":"${'x'.repeat(100)}"}, {"id":2}]`, 7, 50))).toEqual([
      'unreadable',
      { id: 2 },
    ]);
  });

  it.each([
    ['[{"id": 1}, {"id": "2', /a.json:1 ends too early.*inside the record that began on line 1/],
    ['[{"id": 1}\n', /a.json:2 ends too early. Expected a closing \]/],
    ['{"id": 1', /Expected a closing \}/],
    ['[1] [2]', /nothing after it, received "\["/],
    ['id,title\n', /Expected an array of objects, received "i"/],
  ])('refuses %j', async (document, message) => {
    await expect(rowsOf(document)).rejects.toThrow(message);
  });
});
