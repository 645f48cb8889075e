import { describe, expect, it } from 'vitest';
import { indexFolder, listener } from '../support/index-folder.js';
import { memorySource } from '../support/memory-source.js';

const GOOD = Array.from({ length: 100 }, (_, i) => ({ id: `a${i}`, title: `Rain ${i}`, body: 'A flood.' }));

describe('a strict run', () => {
  it('stores everything where every row is good', async () => {
    const index = indexFolder();
    const { summary } = await index.run([memorySource('a', GOOD)], { strict: true });
    expect(summary).toMatchObject({ read: 100, added: 100, rejected: 0, embedded: 100 });
    expect(index.leftOver()).toEqual([]);
  });

  it('stores the same articles as a run that is not strict, whatever characters they hold', async () => {
    const rows = [
      { id: 'lines', title: 'Line separators', body: 'one\u2028two\u2029three\r\nfour\nfive\u0085six' },
      {
        id: 'fields',
        title: 'Every field',
        body: 'x',
        summary: 'S',
        url: 'https://example.org/ł',
        tags: ['a', 'b'],
        authors: ['c'],
        language: 'pt_BR',
        publishedAt: '2026-01-02T03:04:05.678+02:00',
        updatedAt: '2026-01-02',
        noRecommend: true,
        extra: { one: 1 },
        another: { two: [2, null, '\u2028'] },
      },
    ];
    const [strict, lenient] = [indexFolder(), indexFolder()];
    await strict.run([memorySource('a', rows)], { strict: true });
    await lenient.run([memorySource('a', rows)]);
    for (const { id } of rows) {
      expect(strict.catalog.find(id)).not.toBeNull();
      expect(strict.catalog.find(id)).toEqual(lenient.catalog.find(id));
    }
    expect((await lenient.run([memorySource('a', rows)], { strict: true })).summary).toMatchObject({
      unchanged: 2,
    });
  });

  /** Runs strictly over an index of one article, and expects that nothing of it is left to see. */
  async function rejected(sources: Parameters<ReturnType<typeof indexFolder>['run']>[0]) {
    const index = indexFolder();
    const before = await index.run([
      memorySource('before', [{ id: 'before', title: 'Bank', body: 'A chip.' }]),
    ]);
    const sequence = index.catalog.sequence();
    const observer = listener();
    const error: unknown = await index.run(sources, { strict: true, prune: true, observer }).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(index.catalog.sequence()).toBe(sequence);
    expect(index.catalog.count()).toBe(1);
    expect(await index.store.list()).toEqual([before.summary.generation]);
    expect(index.leftOver()).toEqual([]);
    expect(index.embedder.texts).toHaveLength(1);
    return { error, observer };
  }

  it('keeps nothing where one row is bad, and tells every bad one', async () => {
    const { error, observer } = await rejected([memorySource('a', [...GOOD, { id: 'x' }, 'half'])]);
    expect(error).toMatchObject({
      code: 'strict_run_rejected',
      message: expect.stringContaining('2 of 102 rows'),
    });
    expect(observer.rejections.map(({ location }) => location)).toEqual(['a:101', 'a:102']);
  });

  it('keeps nothing of the other sources either', async () => {
    const { error } = await rejected([
      memorySource('a', GOOD),
      memorySource('b', ['half']),
      memorySource('c', GOOD),
    ]);
    expect(error).toMatchObject({ code: 'strict_run_rejected' });
  });

  it('keeps nothing where a source breaks off', async () => {
    const { error } = await rejected([memorySource('a', GOOD, { breaks: true })]);
    expect(error).toMatchObject({ code: 'source_unreadable' });
  });

  it('keeps nothing where the last of several sources breaks off', async () => {
    const { error } = await rejected([memorySource('a', GOOD), memorySource('b', [], { breaks: true })]);
    expect(error).toMatchObject({ code: 'source_unreadable' });
  });

  it('stops on request while it still reads', async () => {
    const index = indexFolder();
    const stop = new AbortController();
    const source = memorySource('a', [...GOOD, ...GOOD, ...GOOD], {
      onRow: (before) => {
        if (before === 70) stop.abort();
      },
    });
    await expect(index.run([source], { strict: true, signal: stop.signal })).rejects.toMatchObject({
      code: 'stopped',
    });
    expect(source.given).toBeLessThan(150);
    expect(source.reading).toBe(false);
    expect(index.catalog.count()).toBe(0);
    expect(index.leftOver()).toEqual([]);
  });
});
