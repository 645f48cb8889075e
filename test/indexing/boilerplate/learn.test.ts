import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { textHash } from '../../../src/catalog/hashes.js';
import { MIGRATIONS } from '../../../src/catalog/migrations.js';
import type { startBuilder } from '../../../src/indexing/builder.js';
import { DERIVATION } from '../../../src/indexing/derive.js';
import { article } from '../../support/articles.js';
import { buildHere } from '../../support/build-here.js';
import { fakeEmbedder } from '../../support/fake-embedder.js';
import { type IndexFolder, indexFolder } from '../../support/index-folder.js';
import { memorySource } from '../../support/memory-source.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { archive, under } from './random-archive.js';

const DISCLAIMER = 'This flood of words was written with the help of a chip, and checked by an editor.';
const SPACE = { model: 'fake-1', strategy: DERIVATION };
const STOPPED = { code: 'stopped' };

/** So many rows of which the first have the disclaimer. The model knows one word of each: rain. */
const rows = (count: number, disclaimed: number, seed = 1) =>
  under(archive(count, seed), disclaimed, DISCLAIMER).map((text, i) => ({
    ...text,
    id: `a${seed}-${i}`,
    title: `${text.title} rain`,
  }));

const disclaimersEmbedded = (index: IndexFolder) =>
  index.embedder.texts.filter((text) => text.includes(DISCLAIMER)).length;
const lacking = (index: IndexFolder) => index.catalog.countNotEmbedded(SPACE);

describe('an indexing run', () => {
  it('leaves what recurs out of vectors and terms, and says so', async () => {
    const index = indexFolder();
    const { summary } = await index.run([memorySource('a', rows(60, 20))]);
    expect(summary.boilerplate).toEqual({ passages: 1, articles: 20, examples: [DISCLAIMER] });
    expect(summary).toMatchObject({ added: 60, articles: 60 });
    const placed = index.catalog.placeable(SPACE, 0, 100);
    const rain = Float32Array.of(0, 0, 1, 0, 0, 0);
    expect(placed.map(({ vector }) => vector)).toEqual(placed.map(() => rain));
    const { index: graph } = await index.current();
    expect(placed.map(({ key }) => graph.vector(key))).toEqual(placed.map(() => rain));
    expect(await index.indexed()).toHaveLength(60);
  });

  it('embeds and changes nothing the second time', async () => {
    const index = indexFolder();
    const first = await index.run([memorySource('a', rows(60, 20))]);
    const texts = index.embedder.texts.length;
    const sequence = index.catalog.sequence();
    const second = await index.run([memorySource('a', rows(60, 20))]);
    expect(second.summary).toMatchObject({
      unchanged: 60,
      embedded: 0,
      generation: first.summary.generation,
    });
    expect(second.summary.boilerplate).toEqual(first.summary.boilerplate);
    expect(index.catalog.sequence()).toBe(sequence);
    expect(index.embedder.texts).toHaveLength(texts);
  });

  it('does not embed an archive with a disclaimer under every article twice', async () => {
    const index = indexFolder();
    await index.run([memorySource('a', rows(560, 560))]);
    // What had been prepared when it was first found, after 256 articles: at most four batches more.
    expect(disclaimersEmbedded(index)).toBeLessThanOrEqual(256 + 4 * 64);
    expect(index.embedder.texts.length).toBe(560 + disclaimersEmbedded(index));
    expect(lacking(index)).toBe(0);
  });

  it('learns what recurs only since articles were added, and embeds those again that have it', async () => {
    const index = indexFolder();
    await index.run([memorySource('a', rows(40, 4))]);
    expect(index.catalog.boilerplate().size).toBe(0);
    const { summary } = await index.run([memorySource('b', rows(5, 3, 2))]);
    // Three new ones with what they were read with, then all seven without the disclaimer, and the other two.
    expect(summary).toMatchObject({ added: 5, embedded: 5 + 7 });
    expect(summary.boilerplate).toMatchObject({ passages: 1, articles: 7 });
  });

  it('takes back what recurs no more', async () => {
    const index = indexFolder();
    await index.run([memorySource('a', rows(60, 20))]);
    const { summary } = await index.run([memorySource('a', rows(60, 2))]);
    expect(summary).toMatchObject({ changed: 18, unchanged: 42 });
    expect(summary.boilerplate).toEqual({ passages: 0, articles: 0, examples: [] });
    expect(index.embedder.texts.slice(-2).every((text) => text.includes(DISCLAIMER))).toBe(true);
    expect(lacking(index)).toBe(0);
  });

  it('that is stopped after it has learned leaves the rest to the next, which publishes it', async () => {
    const index = indexFolder();
    const first = await index.run([memorySource('a', rows(400, 4))]);
    const stop = new AbortController();
    const source = memorySource('b', rows(300, 300, 2));
    index.embedder.before = async () => {
      // The disclaimer is known, and articles of the first run wait.
      if (index.catalog.boilerplate().size > 0) stop.abort();
    };
    await expect(index.run([source], { signal: stop.signal })).rejects.toMatchObject(STOPPED);
    expect(await index.store.current()).toBe(first.summary.generation);
    expect(lacking(index)).toBeGreaterThan(0);

    index.embedder.before = async () => {};
    const { summary } = await index.run([memorySource('b', rows(300, 300, 2))]);
    expect(summary.generation).not.toBe(first.summary.generation);
    expect(summary.boilerplate.articles).toBe(304);
    expect(lacking(index)).toBe(0);
    expect(await index.indexed()).toHaveLength(700);
  });

  it('publishes what had only been embedded again when the last one died', async () => {
    const index = indexFolder();
    const first = await index.run([memorySource('a', rows(60, 4))]);
    const dying: typeof startBuilder = (settings) => ({
      ...buildHere(settings),
      finish: async () => {
        throw new Error('killed');
      },
    });
    const again = () => memorySource('b', rows(5, 5, 2));
    await expect(index.run([again()], { startBuilder: dying })).rejects.toThrow('killed');
    expect(lacking(index)).toBe(0);
    const { summary } = await index.run([again()]);
    expect(summary).toMatchObject({ embedded: 0 });
    expect(summary.generation).not.toBe(first.summary.generation);
    expect(summary.boilerplate.articles).toBe(9);
    expect((await index.current()).manifest.sequence).toBe(index.catalog.sequence());
  });

  it('embeds with another model what the first one left out as well', async () => {
    const index = indexFolder();
    await index.run([memorySource('a', rows(60, 20))]);
    const embedder = fakeEmbedder('fake-2');
    const { summary } = await index.run([], { embedder });
    expect(summary).toMatchObject({ embedded: 60 });
    expect(embedder.texts.some((text) => text.includes(DISCLAIMER))).toBe(false);
  });

  it('looks through an archive that an earlier version stored', async () => {
    const folder = temporaryFolder();
    olderCatalogue(join(folder, 'catalog.sqlite'), rows(60, 20));
    const index = indexFolder(folder);
    const { summary } = await index.run([]);
    expect(summary.boilerplate).toMatchObject({ passages: 1, articles: 20 });
    expect(lacking(index)).toBe(0);
    expect((await index.run([])).summary.embedded).toBe(0);
  });
});

/** A catalogue as the first format had it, with articles that are not embedded. */
function olderCatalogue(file: string, articles: ReturnType<typeof rows>): void {
  const database = new Database(file);
  database.exec(MIGRATIONS[0]?.sql ?? '');
  database.pragma('application_id = 1936024929');
  database.pragma('user_version = 1');
  database.prepare("INSERT INTO meta VALUES ('uuid', 'old')").run();
  const insert = database.prepare(`
    INSERT INTO articles (id, sequence, content_hash, text_hash, title, tags, authors, no_recommend, sponsored,
      paywalled, extra, body_format, body) VALUES (?, ?, ?, ?, ?, '[]', '[]', 0, 0, 0, '{}', 'auto', ?)`);
  // Together: each by itself waits for the disk.
  database.exec('BEGIN');
  articles.forEach(({ id, title, body }, i) => {
    const hash = textHash(article(id, { title, body }), 'auto');
    insert.run(id, i + 1, `content ${id}`, hash, title, body);
  });
  database.prepare("UPDATE meta SET value = ? WHERE name = 'sequence'").run(articles.length);
  database.exec('COMMIT');
  database.close();
}
