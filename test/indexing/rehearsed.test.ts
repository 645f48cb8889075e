import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.js';
import { copyCatalog } from '../../src/catalog/copy.js';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { DERIVATION, derive } from '../../src/indexing/derive.js';
import { knownFrom, sequenceOfTakeOver } from '../../src/indexing/rehearsed.js';
import { NO_BOILERPLATE } from '../../src/text/boilerplate.js';
import { article } from '../support/articles.js';
import { fakeEmbedder } from '../support/fake-embedder.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const embedder = fakeEmbedder();
const space = { model: embedder.model.revision, strategy: DERIVATION };
const open: Catalog[] = [];

afterAll(() => {
  for (const catalog of open) catalog.close();
});

function opened(file: string): Catalog {
  const catalog = openSqliteCatalog(file);
  open.push(catalog);
  return catalog;
}

async function put(catalog: Catalog, id: string, body: string): Promise<void> {
  const entry = { article: article(id, { body }), bodyFormat: 'auto' } as const;
  const [derived = null] = await derive([entry], async () => embedder, NO_BOILERPLATE);
  catalog.write([{ ...entry, derived }], { kind: 'request' }, space);
}

/** A catalogue of two articles and its copy, into which a run writes what is given. */
async function copied(...run: readonly (readonly [id: string, body: string])[]) {
  const folder = temporaryFolder();
  const file = join(folder, 'catalog.sqlite');
  const catalog = opened(file);
  await put(catalog, 'a', 'bank bank');
  await put(catalog, 'b', 'bank rain');
  copyCatalog(file, join(folder, 'copy.sqlite'));
  const copy = opened(join(folder, 'copy.sqlite'));
  const base = copy.sequence();
  for (const [id, body] of run) await put(copy, id, body);
  const built = { sequence: copy.sequence(), articles: copy.count() };
  /** Under which number it could be taken over now. */
  const taken = () => sequenceOfTakeOver({ copy, catalog, space, built, base }, catalog.sequence());
  return { catalog, copy, base, taken };
}

describe('what was built from a copy', () => {
  it('is the same catalogue, to begin with', async () => {
    const { catalog, copy } = await copied();
    expect([copy.uuid, copy.sequence(), copy.count()]).toEqual([catalog.uuid, 2, 2]);
  });

  it('is taken over where the same run on the catalogue gave the same', async () => {
    const { catalog, taken } = await copied(['c', 'yen yen'], ['a', 'flood']);
    expect(taken()).toBeNull();
    await put(catalog, 'c', 'yen yen');
    await put(catalog, 'a', 'flood');
    expect(taken()).toBe(4);
  });

  it('is not where something else was written before, or another article came first', async () => {
    const other = await copied(['c', 'yen yen'], ['d', 'flood']);
    await put(other.catalog, 'd', 'flood');
    await put(other.catalog, 'c', 'yen yen');
    expect(other.catalog.sequence()).toBe(4);
    expect(other.taken()).toBeNull();
    const later = await copied(['c', 'yen yen']);
    await put(later.catalog, 'c', 'yen yen');
    await put(later.catalog, 'b', 'chip');
    expect(later.taken()).toBeNull();
  });

  it('is taken over as of the copy where the run changed nothing, and little was written since', async () => {
    const { catalog, base, taken } = await copied();
    expect(taken()).toBe(base);
    await put(catalog, 'a', 'flood');
    await put(catalog, 'c', 'yen');
    catalog.delete('b');
    expect(taken()).toBe(base);
    for (let i = 0; i < 60; i += 1) await put(catalog, `n${i}`, 'cloud');
    expect(taken()).toBeNull();
  });
});

describe('what was derived for a copy', () => {
  it('is known again by article and text, whole', async () => {
    const { copy, catalog } = await copied(['c', 'yen chip']);
    const known = knownFrom(copy, space);
    const [derived] = await derive(
      [{ article: article('c', { body: 'yen chip' }), bodyFormat: 'auto' }],
      async () => embedder,
      NO_BOILERPLATE,
    );
    expect(known(article('c', { body: 'yen chip' }), 'auto')).toEqual(derived);
    expect(known(article('c', { body: 'yen' }), 'auto')).toBeNull();
    expect(known(article('c', { body: 'yen chip' }), 'text')).toBeNull();
    expect(known(article('other', { body: 'yen chip' }), 'auto')).toBeNull();
    expect(knownFrom(catalog, space)(article('c', { body: 'yen chip' }), 'auto')).toBeNull();
    expect(knownFrom(copy, { ...space, model: 'x' })(article('c', { body: 'yen chip' }), 'auto')).toBeNull();
  });
});
