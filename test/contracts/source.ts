import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Source, SourceRow } from '../../src/sources/source.js';

/** What a source under test has to bring: the same three articles, written in its own way. */
export interface SourceFixture {
  /** Opens a source of the articles `CONTRACT_ARTICLES`, in their order. */
  open(): Promise<Source>;
  /** Their locations. */
  readonly locations: readonly string[];
  /** Opens the same with one unreadable row between the first and second, where the format allows it. */
  openBroken?(): Promise<Source>;
  /** Where that row stands. */
  readonly brokenLocation?: string;
  /** Opens a source whose end is missing: all three articles are there, then it cannot be read on. */
  openTruncated?(): Promise<Source>;
}

export const CONTRACT_ARTICLES = [
  {
    id: 'bread',
    title: 'Bread prices rise',
    body: 'Flour costs more, and so does bread.',
    tags: ['food', 'prices'],
  },
  {
    id: 'rain',
    title: 'Rain — at last',
    body: 'It rained in Łódź.\n\nAll day, "buckets" of it; 雨が降った。',
    tags: [],
  },
  {
    id: 'trams',
    title: 'New trams, old rails',
    body: 'The first of twelve trams ran on Monday.',
    tags: ['transport'],
  },
] as const;

/** Runs the contract of `Source` against one implementation. */
export function describeSource(name: string, fixture: SourceFixture): void {
  describe(name, () => {
    it('delivers the articles in order', async () => {
      const rows = await collect(await fixture.open());
      expect(rows.map(essence)).toEqual(CONTRACT_ARTICLES);
    });

    it('says where each record stands', async () => {
      const rows = await collect(await fixture.open());
      expect(rows.map((row) => row.location)).toEqual(fixture.locations);
    });

    it('has read everything when the rows have ended, and nothing before', async () => {
      const source = await fixture.open();
      expect(source.progress().read).toBe(0);
      await collect(source);
      const { read, total } = source.progress();
      expect(read).toBeGreaterThan(0);
      if (total !== null) expect(read).toBe(total);
    });

    it('closes what it opened when the reader stops early', async () => {
      const before = openFiles();
      const source = await fixture.open();
      for await (const row of source.rows()) {
        expect(essence(row)).toEqual(CONTRACT_ARTICLES[0]);
        break;
      }
      expect(openFiles().filter((file) => !before.includes(file))).toEqual([]);
    });

    const { openBroken, openTruncated } = fixture;
    if (openBroken !== undefined) {
      it('tells an unreadable row and goes on', async () => {
        const rows = await collect(await openBroken());
        expect(rows).toHaveLength(4);
        expect(rows[1]).toEqual({
          location: fixture.brokenLocation,
          unreadable: { expected: expect.any(String), received: expect.any(String) },
        });
        expect(rows.filter((row) => 'record' in row).map(essence)).toEqual(CONTRACT_ARTICLES);
      });
    }
    if (openTruncated !== undefined) {
      it('delivers what stands before a truncated end, then throws a SourceError', async () => {
        const rows: SourceRow[] = [];
        const reading = async () => {
          for await (const row of (await openTruncated()).rows()) rows.push(row);
        };
        await expect(reading()).rejects.toThrow(expect.objectContaining({ name: 'SourceError' }));
        expect(rows.map(essence)).toEqual(CONTRACT_ARTICLES);
      });
    }
  });
}

export async function collect(source: Source): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const row of source.rows()) rows.push(row);
  return rows;
}

/** The fields that every format can write down. */
function essence(row: SourceRow): unknown {
  if ('unreadable' in row) return row.unreadable;
  if (!('record' in row)) return row;
  const { id, title, body, tags } = row.record as Record<string, unknown>;
  return { id, title, body: String(body).trim(), tags: tags ?? [] };
}

/** Files in temporary folders that this process holds open, where the system tells (Linux). */
function openFiles(): string[] {
  const list = '/proc/self/fd';
  if (!existsSync(list)) return [];
  return readdirSync(list).flatMap((descriptor) => {
    try {
      const target = readlinkSync(join(list, descriptor));
      return target.startsWith(tmpdir()) ? [target] : [];
    } catch {
      return [];
    }
  });
}
