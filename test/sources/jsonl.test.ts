import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { jsonlRows } from '../../src/sources/jsonl.js';
import { openSource } from '../../src/sources/open-source.js';
import type { SourceRow } from '../../src/sources/source.js';
import { collect } from '../contracts/source.js';
import { scratchFolder, write } from './files.js';

const folder = scratchFolder();

async function* bytesOf(...texts: (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

async function rowsOf(chunks: AsyncIterable<Buffer>, limit?: number): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const row of jsonlRows(limit)(chunks, 'a.jsonl')) rows.push(row);
  return rows;
}

describe('JSON lines', () => {
  it('passes over blank lines, takes CRLF and a byte order mark, and counts every line', async () => {
    const path = write(folder, 'odd.ndjson', '\ufeff\r\n{"id":1}\r\n\r\n  \r\n{"id":2}');
    expect(await collect(await openSource(path))).toEqual([
      { location: `${path}:2`, record: { id: 1 } },
      { location: `${path}:5`, record: { id: 2 } },
    ]);
  });

  it('decodes letters that are cut by the boundary of two chunks', async () => {
    const bytes = Buffer.from('{"title":"Łódź 雨 🎈"}\n');
    const single = [...bytes].map((byte) => Buffer.from([byte]));
    expect(await rowsOf(bytesOf(...single))).toEqual([
      { location: 'a.jsonl:1', record: { title: 'Łódź 雨 🎈' } },
    ]);
  });

  it("shows the parser's complaint and the beginning of a broken line", async () => {
    const [row] = await rowsOf(bytesOf(`{"id": "a", ${'x'.repeat(200)}\n`));
    expect(row).toMatchObject({
      unreadable: { expected: 'a JSON object', received: expect.stringMatching(/JSON.*\{"id": "a", x+…$/s) },
    });
  });

  it('tells a line over the limit without holding it, and goes on', async () => {
    const rows = await rowsOf(
      bytesOf('{"id":1}\n{"id":"', 'x'.repeat(60), 'y'.repeat(60), '"}\n{"id":3}\n'),
      100,
    );
    expect(rows).toEqual([
      { location: 'a.jsonl:1', record: { id: 1 } },
      {
        location: 'a.jsonl:2',
        unreadable: { expected: 'a record of at most 100 bytes', received: '129 bytes' },
      },
      { location: 'a.jsonl:3', record: { id: 3 } },
    ]);
  });

  it('unpacks gzip of several members, also under a name that does not say so', async () => {
    const members = Buffer.concat([gzipSync('{"id":1}\n'), gzipSync('{"id":2}\n{"id"'), gzipSync(':3}\n')]);
    const path = write(folder, 'members.jsonl', members);
    const rows = await collect(await openSource(path));
    expect(rows.map((row) => ('record' in row ? row.record : row))).toEqual([
      { id: 1 },
      { id: 2 },
      { id: 3 },
    ]);
  });

  it('reads past bytes that follow the gzip data', async () => {
    const path = write(
      folder,
      'padded.jsonl',
      Buffer.concat([gzipSync('{"id":1}\n'), Buffer.alloc(100_000)]),
    );
    const source = await openSource(path);
    expect(await collect(source)).toHaveLength(1);
  });

  it('delivers the rows before damage in the middle of gzip data, then throws', async () => {
    const line = (id: number) => `${JSON.stringify({ id, noise: Math.sin(id) })}\n`;
    const whole = gzipSync(Array.from({ length: 20_000 }, (_, id) => line(id)).join(''));
    const middle = Math.floor(whole.length / 2);
    whole.fill(0xff, middle, middle + 64);
    const source = await openSource(write(folder, 'damaged.jsonl.gz', whole));
    let rows = 0;
    const reading = async () => {
      for await (const row of source.rows()) if ('record' in row) rows += 1;
    };
    await expect(reading()).rejects.toThrow(/cannot be unpacked.*Expected whole gzip data/);
    expect(rows).toBeGreaterThan(1_000);
    expect(rows).toBeLessThan(20_000);
  });

  it('starts over on a second reading of a file', async () => {
    const source = await openSource(write(folder, 'twice.jsonl', '{"id":1}\n'));
    expect(await collect(source)).toEqual(await collect(source));
  });

  it('refuses a second reading of a stream', async () => {
    const source = await openSource('-', { stdin: Readable.from(['{"id":1}\n']) });
    await collect(source);
    await expect(collect(source)).rejects.toThrow(/already read/);
  });

  it('streams: 60 MB of rows need no 60 MB of memory', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const line = `${JSON.stringify({ id: 'x', body: 'word '.repeat(600) })}\n`;
    const chunk = line.repeat(20);
    let sent = 0;
    function* generated() {
      for (; sent < 60e6; sent += chunk.length) yield Buffer.from(chunk);
    }
    const source = await openSource('-', { stdin: Readable.from(generated()), format: 'jsonl' });
    const used = () => {
      collectGarbage();
      const { heapUsed, external, arrayBuffers } = process.memoryUsage();
      return heapUsed + external + arrayBuffers;
    };
    const before = used();
    let rows = 0;
    let furthestAhead = 0;
    let mostHeld = 0;
    for await (const _ of source.rows()) {
      rows += 1;
      furthestAhead = Math.max(furthestAhead, sent - rows * line.length);
      if (rows % 5_000 === 0) mostHeld = Math.max(mostHeld, used() - before);
    }
    expect(rows).toBeGreaterThan(19_000);
    // Read ahead: a few chunks of 60 kB and the stream's own buffer.
    expect(furthestAhead).toBeLessThan(3e6);
    // What the runner itself takes meanwhile is in here, too: half of the rows would show.
    expect(mostHeld).toBeLessThan(30e6);
  });
});
