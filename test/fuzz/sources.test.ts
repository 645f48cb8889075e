import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArticleId, parseArticle } from '../../src/article.js';
import { SeealsoError, SourceError } from '../../src/errors.js';
import { prepare } from '../../src/indexing/prepare.js';
import { openSource } from '../../src/sources/open-source.js';
import {
  FILE_FORMATS,
  FIRST_READING,
  type Source,
  type SourceRow,
  WEB_FORMATS,
} from '../../src/sources/source.js';
import { openAddress } from '../../src/sources/web/open-address.js';
import { NO_BOILERPLATE } from '../../src/text/boilerplate.js';
import { readBody } from '../../src/web/body.js';
import { decodeText } from '../../src/web/decode.js';
import type { Fetcher } from '../../src/web/fetcher.js';
import { PATIENCE, tryCases } from './cases.js';
import { FILES, FIRST, LAST, ROWS } from './files.js';
import { hostileText } from './hostile.js';
import { ANSWERS } from './web-answers.js';

/** Rows until the source has no more or says why it cannot go on, each prepared as it would be indexed. */
async function readAll(source: Source): Promise<readonly SourceRow[]> {
  const rows: SourceRow[] = [];
  try {
    for await (const row of source.rows(FIRST_READING)) {
      rows.push(row);
      if (!('record' in row)) continue;
      const parsed = parseArticle(row.record);
      if (!parsed.ok) expect(parsed.problems).not.toEqual([]);
      else
        for (const format of ['auto', 'html', 'markdown'] as const)
          prepare(parsed.article, format, NO_BOILERPLATE);
    }
  } catch (error) {
    if (!(error instanceof SeealsoError)) throw error;
    expect(error.message).toMatch(/\S/);
  }
  return rows;
}

const stdin = (content: Buffer) =>
  Readable.from([content.subarray(0, 100), content.subarray(100)].filter((part) => part.length > 0));
const idsOf = (rows: readonly SourceRow[]) =>
  rows.flatMap((row) =>
    'record' in row && ArticleId.safeParse((row.record as { id?: unknown } | null)?.id).success
      ? [(row.record as { id: string }).id]
      : [],
  );

describe('a file', () => {
  it(
    'of any content is read to its end, or refused with a reason; a bad row leaves the others alone',
    async () => {
      const whole = FILE_FORMATS.map((format) =>
        FILES[format].map((content) => ({ format, content, good: false })),
      );
      const rows = (['jsonl', 'json', 'csv'] as const).map((format) =>
        ROWS[format].map((content) => ({ format, content, good: true })),
      );
      await tryCases('sources', fc.oneof(...whole, ...rows), async ({ format, content, good }) => {
        const read = idsOf(
          await readAll(
            await openSource('-', { format, stdin: stdin(content), baseUrl: 'https://news.example/' }),
          ),
        );
        if (good) expect([read[0], read.at(-1)]).toEqual([FIRST.id, LAST.id]);
      });
    },
    PATIENCE,
  );
});

/** Documents that one source may ask for. */
const MOST = 60;

/** Whatever is asked for, that is there. */
function everywhere(text: string, contentType: string, headers: ReadonlyMap<string, string>): Fetcher {
  let asked = 0;
  return {
    async get(url) {
      asked += 1;
      if (asked > MOST) throw new SourceError(`${url} cannot be reached.`);
      return {
        kind: 'document',
        url,
        redirects: [],
        validators: { etag: null, lastModified: null },
        contentType,
        headers,
        text,
      };
    },
    async close() {},
  };
}

describe('an address on the web', () => {
  it(
    'may answer with anything: it is read, or refused with a reason',
    async () => {
      const kinds = fc.constantFrom(...WEB_FORMATS).chain((kind) =>
        fc.record({
          text: ANSWERS[kind],
          format: fc.constantFrom(kind, kind, undefined),
          type: fc.oneof(fc.constantFrom('', 'text/html', 'application/json', 'text/plain'), hostileText),
          link: hostileText,
        }),
      );
      await tryCases('web', kinds, async ({ text, format, type, link }) => {
        const headers = new Map([
          ['link', `<${link}>; rel="https://api.w.org/"`],
          ['x-wp-totalpages', link],
          ['x-wp-total', link],
        ]);
        const bytes = await readBody(Readable.from([Buffer.from(text)]), {
          label: 'it',
          encoding: '',
          maxBytes: 5_000_000,
        }).catch(() => Buffer.from(text));
        const fetcher = everywhere(decodeText(bytes, type), type, headers);
        await readAll(
          openAddress('https://news.example/a', format, { fetcher, key: '22444f78447824223cefc48062' }),
        );
      });
    },
    PATIENCE,
  );
});
