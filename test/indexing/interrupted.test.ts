import { describe, expect, it, vi } from 'vitest';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { startBuilder } from '../../src/indexing/builder.js';
import { DERIVATION, derive } from '../../src/indexing/derive.js';
import { article } from '../support/articles.js';
import { countWords, fakeEmbedder } from '../support/fake-embedder.js';
import { type IndexFolder, indexFolder } from '../support/index-folder.js';
import { memorySource } from '../support/memory-source.js';

const rows = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: `a${i}`, title: `Rain ${i}`, body: 'A flood.' }));
const SPACE = { model: 'fake-1', strategy: DERIVATION };
const STOPPED = { code: 'stopped' };

/** A builder during whose last step something else happens. */
const meanwhile =
  (happens: () => void | Promise<void>): typeof startBuilder =>
  (settings) => {
    const builder = startBuilder(settings);
    return {
      ...builder,
      get added() {
        return builder.added;
      },
      async finish() {
        await happens();
        return await builder.finish();
      },
    };
  };

/** What a server does on PUT, in another process. */
async function put(index: IndexFolder, id: string, text: string): Promise<void> {
  const other = openSqliteCatalog(`${index.folder}/catalog.sqlite`);
  const given = article(id, { title: text, body: '' });
  const [derived] = await derive(
    [{ article: given, bodyFormat: 'auto' }],
    async () => index.embedder,
    other.boilerplate(),
  );
  other.write([{ article: given, bodyFormat: 'auto', derived: derived ?? null }], { kind: 'request' }, SPACE);
  other.close();
}

describe('a run that is asked to stop', () => {
  it('while it reads keeps the batches it has stored and publishes nothing; the next one goes on', async () => {
    const index = indexFolder();
    const stop = new AbortController();
    const source = memorySource('a', rows(1500), {
      onRow: (before) => {
        if (before === 500) stop.abort();
      },
    });
    await expect(index.run([source], { signal: stop.signal })).rejects.toMatchObject(STOPPED);
    expect(source.given).toBeLessThan(1500);
    await vi.waitFor(() => expect(source.reading).toBe(false));
    const stored = index.catalog.count();
    expect(stored).toBeGreaterThan(0);
    expect(stored % 64).toBe(0);
    expect(await index.store.current()).toBeNull();
    expect(index.leftOver()).toEqual([]);

    const embedded = index.embedder.texts.length;
    const { summary } = await index.run([memorySource('a', rows(1500))]);
    expect(summary).toMatchObject({ added: 1500 - stored, unchanged: stored, articles: 1500 });
    expect(summary.embedded).toBe(1500 - stored);
    expect(index.embedder.texts.length - embedded).toBe(1500 - stored);
    expect(await index.indexed()).toHaveLength(1500);
  });

  it('while the graph is finished leaves the current generation as it was', async () => {
    const index = indexFolder();
    const first = await index.run([memorySource('a', rows(3))]);
    const stop = new AbortController();
    const run = index.run([memorySource('a', rows(10))], {
      signal: stop.signal,
      startBuilder: meanwhile(() => stop.abort()),
    });
    await expect(run).rejects.toMatchObject(STOPPED);
    expect(await index.store.list()).toEqual([first.summary.generation]);
    expect(index.leftOver()).toEqual([]);
    expect((await index.run([])).summary).toMatchObject({ embedded: 0, articles: 10 });
    expect(await index.indexed()).toHaveLength(10);
  });

  it('while it embeds with another model goes on from there the next time', async () => {
    const index = indexFolder();
    await index.run([memorySource('a', rows(600))]);
    const embedder = fakeEmbedder('fake-2');
    const stop = new AbortController();
    embedder.before = async () => {
      if (embedder.texts.length > 256) stop.abort();
    };
    await expect(index.run([], { embedder, signal: stop.signal })).rejects.toMatchObject(STOPPED);
    const done = embedder.texts.length;
    expect(done).toBeLessThan(600);
    const { summary } = await index.run([], { embedder });
    expect(summary.embedded).toBe(600 - done);
  });
});

describe('a run whose model breaks down', () => {
  it('keeps the articles that it has read ahead of their vectors; the next one makes what is lacking', async () => {
    const index = indexFolder();
    // The first texts take so long that others are read meanwhile.
    let goOn = () => {};
    const ahead = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    index.embedder.before = async () => {
      await ahead;
      if (index.catalog.count() === 1000) throw new Error('out of memory');
    };
    const source = memorySource('a', rows(1000), {
      onRow: (before) => {
        if (before === 600) goOn();
      },
    });
    await expect(index.run([source])).rejects.toThrow('out of memory');
    const lacking = index.catalog.countNotEmbedded(SPACE);
    expect([index.catalog.count(), await index.store.current(), index.leftOver()]).toEqual([1000, null, []]);
    expect(lacking).toBeGreaterThan(0);
    // All but the vector is there: what would recur could be looked for, and words are found.
    expect(index.catalog.texts.worded()).toHaveLength(1000);

    index.embedder.before = async () => {};
    expect((await index.run([])).summary).toMatchObject({ embedded: lacking, articles: 1000 });
    expect(await index.indexed()).toHaveLength(1000);
  });
});

describe('what is written while an index is built', () => {
  it('is in the graph, or has a higher number than the generation', async () => {
    const index = indexFolder();
    const run = index.run([memorySource('a', rows(5))], {
      startBuilder: meanwhile(() => put(index, 'put', 'chip cloud')),
    });
    const { summary } = await run;
    expect(summary.articles).toBe(6);
    const { manifest, index: graph } = await index.current();
    const stored = index.catalog.find('put');
    expect(graph.has(stored?.key ?? 0)).toBe(false);
    expect(manifest.sequence).toBeLessThan(stored?.sequence ?? 0);
    expect(index.catalog.changesSince(manifest.sequence, SPACE)).toMatchObject([
      { key: stored?.key, deleted: false, vector: countWords('chip cloud') },
    ]);
    // The next run folds it in.
    await index.run([]);
    expect(await index.indexed()).toContain('put');
  });

  it('with the old model, while the new one fills up, is left to the overlay', async () => {
    const index = indexFolder();
    await index.run([memorySource('a', rows(290))]);
    const newer = fakeEmbedder('fake-2');
    newer.before = async () => {
      // The cursor has taken the first articles along; this one changes behind it, in the old space only.
      newer.before = async () => {};
      await put(index, 'a0', 'chip cloud');
    };
    await index.run([], { embedder: newer });
    const { manifest } = await index.current();
    const key = index.catalog.find('a0')?.key;
    const space = { model: 'fake-2', strategy: DERIVATION };
    expect(index.catalog.changesSince(manifest.sequence, space)).toMatchObject([{ key, vector: undefined }]);
  });

  it('to an article of the run itself is not lost: the PUT wins', async () => {
    const index = indexFolder();
    let written = false;
    const source = memorySource('a', rows(280), {
      onRow: async (before) => {
        // By then the first batch has been stored.
        if (before < 270 || written || index.catalog.find('a1') === null) return;
        written = true;
        await put(index, 'a1', 'chip cloud chip');
      },
    });
    await index.run([source]);
    expect(written).toBe(true);
    expect(index.catalog.find('a1')?.article.title).toBe('chip cloud chip');
    const { index: graph } = await index.current();
    expect(graph.vector(index.catalog.find('a1')?.key ?? 0)).toEqual(countWords('chip cloud chip'));
  });

  it('does not come back when it is a deletion: what was embedded already is left out of the graph', async () => {
    const index = indexFolder();
    const source = memorySource('a', rows(300), {
      onRow: (before) => {
        if (before === 290) expect(index.catalog.delete('a1')).toBe(true);
      },
    });
    const { summary } = await index.run([source]);
    expect(summary).toMatchObject({ added: 300, articles: 299 });
    expect(await index.indexed()).not.toContain('a1');
    expect((await index.current()).manifest.count).toBe(299);
  });

  it('does not stop the run when it fails to build: nothing is published, what was stored is kept', async () => {
    const index = indexFolder();
    const failing = meanwhile(() => {
      throw new Error('the disk is full');
    });
    await expect(index.run([memorySource('a', rows(5))], { startBuilder: failing })).rejects.toThrow(
      'the disk is full',
    );
    expect(await index.store.current()).toBeNull();
    expect(index.leftOver()).toEqual([]);
    expect((await index.run([])).summary).toMatchObject({ embedded: 0, articles: 5 });
  });
});
