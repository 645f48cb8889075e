import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { FileFormat } from '../../src/sources/source.js';
import { hostileJson, hostileText, mutated } from './hostile.js';
import { markup, TEXT } from './markup.js';

const RECORD = {
  id: 'a',
  title: 'Bank',
  body: TEXT,
  summary: 'yen',
  url: 'https://news.example/a',
  formerUrls: ['https://news.example/old'],
  image: '/i.png',
  section: 'Markets',
  tags: ['a'],
  authors: ['b'],
  language: 'en',
  publishedAt: '2026-04-01',
  updatedAt: '2026-04-02T10:00:00Z',
  noRecommend: false,
  sponsored: false,
  paywalled: false,
  extra: { a: 1 },
};

/** Rows before and behind whatever stands between: they are to come through. */
export const FIRST = { ...RECORD, id: 'first' };
export const LAST = { ...RECORD, id: 'last' };

const withoutLines = (bytes: Buffer) => Buffer.from(bytes.map((byte) => (byte === 0x0a ? 0x20 : byte)));
const jsonl = hostileJson(RECORD).map((row) =>
  Buffer.concat([
    Buffer.from(`${JSON.stringify(FIRST)}\n`),
    withoutLines(row),
    Buffer.from(`\n${JSON.stringify(LAST)}\n`),
  ]),
);
const json = mutated(RECORD).map((row) => Buffer.from(JSON.stringify([FIRST, row, LAST])));

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const FIELDS = Object.keys(RECORD);
const csvRow = (record: Readonly<Record<string, unknown>>) =>
  FIELDS.map((name) => cell(String(record[name] ?? ''))).join(',');
const csv = fc
  .array(hostileText, { minLength: FIELDS.length, maxLength: FIELDS.length })
  .map((cells) =>
    Buffer.from(
      [
        FIELDS.join(','),
        csvRow({ ...FIRST, ...CSV_BLANK }),
        cells.map(cell).join(','),
        csvRow({ ...LAST, ...CSV_BLANK }),
        '',
      ].join('\n'),
    ),
  );
const CSV_BLANK = { formerUrls: '', extra: '' };

const yaml = fc.tuple(
  fc.constantFrom(
    'title',
    'date',
    'tags',
    'aliases',
    'categories',
    'url',
    'draft',
    '? [a]',
    '<<',
    '&a',
    '*a',
    '!!binary',
    'author',
  ),
  hostileText,
);
const ALIASES = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
  .split('')
  .map((name, i) => `${name}: &${name} [${`*${'abcdefg'[i]},`.repeat(9)}]`)
  .join('\n')}`;
const front = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .array(
        yaml.map(([name, value]) => `${name}: ${value}`),
        { maxLength: 4 },
      )
      .map((lines) => lines.join('\n')),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(
        yaml.map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
        { maxLength: 4 },
      )
      .map((lines) => lines.join('\n')),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ALIASES,
      `a: ${'['.repeat(2000)}`,
      `a: ${'{a: '.repeat(500)}`,
      'a: &a\n  b: *a',
      '- a\n- b',
      'a: !!js/function "x"',
      '\t',
    ),
  },
);
const markdown = fc
  .tuple(fc.option(front), markup)
  .map(([head, body]) => Buffer.from(head === null ? body : `---\n${head}\n---\n${body}`));

/** Packed, and what only says that it is. */
const packedToo = (bytes: fc.Arbitrary<Buffer>) =>
  fc.oneof(
    { weight: 8, arbitrary: bytes },
    { weight: 1, arbitrary: bytes.map((one) => gzipSync(one)) },
    {
      weight: 1,
      arbitrary: fc.tuple(bytes, fc.nat(400)).map(([one, end]) => gzipSync(one).subarray(0, end)),
    },
    { weight: 1, arbitrary: bytes.map((one) => Buffer.concat([Buffer.from([0x1f, 0x8b]), one])) },
    { weight: 1, arbitrary: fc.tuple(bytes, fc.nat(2000)).map(([one, end]) => one.subarray(0, end)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 500 }).map((one) => Buffer.from(one)) },
  );

/** Contents of files, by their formats. */
export const FILES: Readonly<Record<FileFormat, fc.Arbitrary<Buffer>>> = {
  jsonl: packedToo(jsonl),
  json: packedToo(fc.oneof(json, hostileJson([RECORD]))),
  csv: packedToo(csv),
  markdown: packedToo(markdown),
};
/** The same where only the row between the first and the last is bad. */
export const ROWS: Readonly<Record<'jsonl' | 'json' | 'csv', fc.Arbitrary<Buffer>>> = { jsonl, json, csv };
