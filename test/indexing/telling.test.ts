import { describe, expect, it } from 'vitest';
import type { Reading, Source, SourceRow } from '../../src/sources/source.js';
import { indexFolder, listener } from '../support/index-folder.js';

type Said = SourceRow extends infer Row ? (Row extends SourceRow ? Omit<Row, 'location'> : never) : never;

const record = (id: string) => ({ id, title: `Rain ${id}`, body: 'Flood of the bank.' });

/** A source that says these things, and hears what it may know. */
function telling(
  rows: readonly Said[],
  { partial = false, hear }: { partial?: boolean; hear?: (reading: Reading) => void } = {},
): Source {
  return {
    name: 'web',
    partial,
    async *rows(reading) {
      if (reading !== undefined) hear?.(reading);
      for (const row of rows) yield { location: 'web', ...row } as SourceRow;
    },
    progress: () => ({ read: rows.length, total: null }),
  };
}

describe('a source that says what became of its articles', () => {
  it('gives nothing of what is unchanged, and takes down what is gone', async () => {
    const index = indexFolder();
    await index.run([telling(['a', 'b', 'c'].map((id) => ({ record: record(id) })))]);
    const { summary } = await index.run([
      telling([{ unchanged: 'a' }, { gone: 'b' }, { gone: 'never seen' }]),
    ]);
    expect(summary).toMatchObject({ read: 3, unchanged: 1, removed: 1, articles: 2, embedded: 0 });
    expect(await index.indexed()).toEqual(['a', 'c']);
  });

  it('keeps what it says is gone, and then that it is there', async () => {
    const index = indexFolder();
    await index.run([telling(['a', 'b'].map((id) => ({ record: record(id) })))]);
    await index.run([telling([{ gone: 'a' }, { gone: 'b' }, { record: record('a') }, { unchanged: 'b' }])]);
    expect(index.catalog.count()).toBe(2);
  });

  it('loses, under --prune, only what it does not name at all', async () => {
    const index = indexFolder();
    await index.run([telling(['a', 'b', 'c'].map((id) => ({ record: record(id) })))]);
    const hear = (reading: Reading) => expect(reading.whole).toBe(true);
    const { summary } = await index.run([telling([{ unchanged: 'a' }, { record: record('c') }], { hear })], {
      prune: true,
    });
    expect(summary).toMatchObject({ removed: 1, articles: 2 });
  });

  it('loses nothing by --prune where it gives only the newest, and says so', async () => {
    const index = indexFolder();
    await index.run([telling([{ record: record('a') }], { partial: true })]);
    const observer = listener();
    await index.run([telling([{ record: record('b') }], { partial: true })], { prune: true, observer });
    expect(index.catalog.count()).toBe(2);
    expect(observer.warnings).toEqual([expect.stringContaining('only its newest')]);
  });
});

describe('pruning that nobody looks at', () => {
  const many = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => ({ record: record(String(from + i)) }));

  it('removes a few, and never most of what a source gave', async () => {
    const index = indexFolder();
    const prune = { prune: true, pruneAtMost: 0.5, observer: listener() };
    await index.run([telling(many(0, 100))]);
    expect((await index.run([telling(many(0, 60))], prune)).summary.removed).toBe(40);
    expect((await index.run([telling(many(0, 20))], prune)).summary.removed).toBe(0);
    expect(prune.observer.warnings).toEqual([expect.stringContaining('40 of the 60 articles')]);
    // Whoever says so may.
    expect((await index.run([telling(many(0, 20))], { prune: true })).summary.removed).toBe(40);
    expect((await index.run([telling(many(0, 1))], prune)).summary.removed).toBe(19);
  });
});

describe('what a source notes', () => {
  const noting = [
    { record: record('a'), notes: [{ name: 'a', value: '1' }] },
    { notes: [{ name: 'cursor', value: '2026-05-01' }] },
  ];

  it.each([false, true])(
    'is known when it is read again (strict: %s), unless everything is wanted',
    async (strict) => {
      const index = indexFolder();
      const heard: (string | null | boolean)[] = [];
      const hear = ({ recall, holds }: Reading) => heard.push(recall('cursor'), recall('a'), holds('a'));
      await index.run([telling(noting, { hear })], { strict });
      await index.run([telling([], { hear })], { strict });
      await index.run([telling([], { hear })], { strict, reread: true });
      expect(heard).toEqual([null, null, false, '2026-05-01', '1', true, null, null, true]);
    },
  );

  it('is kept with its rows when the source breaks off later, and never before them', async () => {
    const index = indexFolder();
    const many = Array.from({ length: 100 }, (_, i) => ({
      record: record(String(i)),
      notes: [{ name: 'cursor', value: String(i) }],
    }));
    const stop = new AbortController();
    const source = telling(many);
    const broken: Source = {
      ...source,
      async *rows(reading) {
        let given = 0;
        for await (const row of source.rows(reading)) {
          yield row;
          given += 1;
          if (given === 70) {
            stop.abort();
            return;
          }
        }
      },
    };
    await expect(index.run([broken], { signal: stop.signal })).rejects.toThrow();
    const cursor = index.catalog.noted('web', 'cursor');
    const stored = index.catalog.count();
    expect(cursor === null ? 0 : Number(cursor) + 1).toBe(stored);
  });

  it('is nothing under --strict where a row was bad', async () => {
    const index = indexFolder();
    const bad = [...noting, { record: { id: 'no title' } }];
    await expect(index.run([telling(bad)], { strict: true })).rejects.toThrow('strict');
    expect(index.catalog.noted('web', 'cursor')).toBeNull();
  });
});
