import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.js';
import { textHash } from '../../src/catalog/hashes.js';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { LiveIndex } from '../../src/engine/live-index.js';
import { createLexicalIndex } from '../../src/lexical/lexical-index.js';
import { buildPostings } from '../../src/lexical/postings.js';
import { packTerms, termsOf, unpackTerms } from '../../src/lexical/terms.js';
import { createExactIndex } from '../../src/vectors/exact.js';
import { tableOf } from '../contracts/vector-index.js';
import { manifest } from '../generation/generations.js';
import { article } from '../support/articles.js';
import { unit } from '../support/random.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const SPACE = { model: 'fake-1', strategy: 'text/1' };
const [EAST, NORTH, UP] = [unit(1, 0, 0), unit(0, 1, 0), unit(0, 0, 1)];

let catalog: Catalog;
beforeEach(() => {
  catalog = openSqliteCatalog(join(temporaryFolder(), 'catalog.sqlite'));
});
afterEach(() => catalog.close());

/** Stores an article whose words are its title and whose vector is given; its key. */
function write(id: string, title: string, vector: Float32Array | null | undefined): number {
  const given = article(id, { title, body: '' });
  const derived =
    vector === undefined
      ? null
      : { textHash: textHash(given, 'auto'), vector, signature: null, terms: packTerms(termsOf(title)) };
  const [result] = catalog.write(
    [{ article: given, bodyFormat: 'auto', derived }],
    { kind: 'request' },
    SPACE,
  );
  return result?.key ?? 0;
}

/** What an indexing run would build of the catalogue as it is now, compared exactly. */
function live(): LiveIndex {
  const entries = catalog.embedded(SPACE, 0, 100);
  return new LiveIndex(
    {
      manifest: manifest({ catalog: catalog.uuid, sequence: catalog.sequence(), count: entries.length }),
      index: createExactIndex(tableOf(entries.map(({ key, vector }) => [key, vector]))),
      lexical: createLexicalIndex(
        buildPostings(new Map(entries.map(({ key, terms }) => [key, unpackTerms(terms)]))),
      ),
    },
    catalog,
  );
}
const found = (index: LiveIndex, query: Float32Array, k = 10) => {
  index.refresh();
  return index.search(query, k).map(({ label }) => label);
};
const sharing = (index: LiveIndex, words: string) => {
  index.refresh();
  return index.compare(termsOf(words)).top(10);
};

describe('a live index', () => {
  it('is the generation where nothing was written since', () => {
    const [x, y] = [write('x', 'bank yen', EAST), write('y', 'rain yen', NORTH)];
    const index = live();
    expect(found(index, unit(2, 1, 0))).toEqual([x, y]);
    expect(sharing(index, 'yen')).toEqual([x, y]);
    expect(index.count).toBe(2);
    expect(index.sequence).toBe(catalog.sequence());
    expect(index.vector(x)).toEqual(EAST);
    expect(index.pending).toEqual([]);
  });

  it('finds what was added, in its place among the others, by meaning and by words', () => {
    const [x, y] = [write('x', 'bank yen', EAST), write('y', 'rain bank', NORTH)];
    const index = live();
    const z = write('z', 'bank yen yen', unit(2, 1, 0));
    expect(found(index, EAST)).toEqual([x, z, y]);
    expect(found(index, EAST, 2)).toEqual([x, z]);
    expect(sharing(index, 'yen')).toContain(z);
    expect(index.vector(z)).toEqual(unit(2, 1, 0));
    expect(index.score(EAST, [y, z]).map(({ label }) => label)).toEqual([z, y]);
    expect(index.sequence).toBe(catalog.sequence());
  });

  it('finds a changed article by its new text only', () => {
    const [x, y] = [write('x', 'bank yen', EAST), write('y', 'bank rain', unit(1, 1, 0))];
    const z = write('z', 'rain chip', NORTH);
    const index = live();
    write('x', 'rain flood', UP);
    expect(found(index, EAST, 1)).toEqual([y]);
    expect(found(index, UP, 1)).toEqual([x]);
    expect(found(index, EAST).filter((key) => key === x)).toHaveLength(1);
    expect(index.vector(x)).toEqual(UP);
    expect(sharing(index, 'bank')).toEqual([y]);
    expect(sharing(index, 'rain').sort()).toEqual([x, y, z]);
    expect(index.compare(termsOf('bank')).of(x)).toBe(0);
    write('x', 'bank bank', EAST);
    expect(found(index, EAST, 1)).toEqual([x]);
    expect(sharing(index, 'rain').sort()).toEqual([y, z]);
  });

  it('finds a changed article still when only its metadata changed', () => {
    const x = write('x', 'bank yen', EAST);
    write('y', 'bank rain', NORTH);
    const index = live();
    const given = article('x', { title: 'bank yen', body: '', section: 'Markets' });
    catalog.write([{ article: given, bodyFormat: 'auto', derived: null }], { kind: 'request' }, SPACE);
    expect(found(index, EAST, 1)).toEqual([x]);
    expect(sharing(index, 'bank')).toContain(x);
    expect(index.pending).toEqual([]);
  });

  it('finds what lies behind many that were deleted or changed', () => {
    const near = Array.from({ length: 50 }, (_, i) => write(`near ${i}`, 'bank yen', unit(100, i, 0)));
    const [far, farther] = [write('far', 'bank', unit(1, 1, 0)), write('farther', 'bank', unit(1, 2, 0))];
    const index = live();
    for (const [i] of near.entries()) {
      if (i % 2 === 0) catalog.delete(`near ${i}`);
      else write(`near ${i}`, 'rain', UP);
    }
    expect(found(index, EAST, 1)).toEqual([far]);
    expect(found(index, EAST, 2)).toEqual([far, farther]);
    expect(sharing(index, 'bank').sort()).toEqual([far, farther]);
  });

  it('hides what was deleted, and finds it again when it comes back', () => {
    const [x, y] = [write('x', 'bank yen', EAST), write('y', 'bank rain', NORTH)];
    const index = live();
    catalog.delete('x');
    expect(found(index, EAST)).toEqual([y]);
    expect(sharing(index, 'bank')).toEqual([y]);
    expect(index.score(EAST, [x, y]).map(({ label }) => label)).toEqual([y]);
    expect(index.vector(x)).toBeNull();
    write('x', 'bank yen', EAST);
    expect(found(index, EAST)).toEqual([x, y]);
    catalog.delete('x');
    expect(found(index, EAST)).toEqual([y]);
  });

  it('hides what can no longer be placed', () => {
    const [x, y] = [write('x', 'bank yen', EAST), write('y', 'bank rain', NORTH)];
    const index = live();
    write('x', '…', null);
    expect(found(index, EAST)).toEqual([y]);
    expect(index.vector(x)).toBeNull();
    expect(index.pending).toEqual([]);
  });

  it('keeps the old vector of a changed article until the new text has one', () => {
    const x = write('x', 'bank yen', EAST);
    write('y', 'bank rain', NORTH);
    const index = live();
    write('x', 'rain flood', undefined);
    expect(found(index, EAST, 1)).toEqual([x]);
    expect(index.pending).toEqual([x]);
    const derived = {
      textHash: textHash(article('x', { title: 'rain flood', body: '' }), 'auto'),
      vector: UP,
      signature: null,
      terms: packTerms(termsOf('rain flood')),
    };
    catalog.addDerived([{ key: x, derived }], SPACE);
    index.resolve(x);
    expect(index.pending).toEqual([]);
    expect(found(index, UP, 1)).toEqual([x]);
    expect(sharing(index, 'rain')).toContain(x);
  });

  it('goes on waiting for the vector of an article whose text has changed again', () => {
    write('y', 'bank rain', NORTH);
    const index = live();
    const x = write('x', 'rain flood', undefined);
    index.refresh();
    index.resolve(x);
    expect(index.pending).toEqual([x]);
    catalog.delete('x');
    index.refresh();
    expect(index.pending).toEqual([]);
  });

  it('may begin with a generation of nothing', () => {
    const index = live();
    expect(found(index, EAST)).toEqual([]);
    const x = write('x', 'bank yen', EAST);
    expect(found(index, EAST)).toEqual([x]);
    expect(index.count).toBe(1);
  });

  it('takes over what was written before it was opened', () => {
    const x = write('x', 'bank yen', EAST);
    write('y', 'bank rain', NORTH);
    const { generation } = live();
    catalog.delete('y');
    const z = write('z', 'chip', UP);
    const reopened = new LiveIndex(generation, catalog);
    expect(reopened.search(unit(1, 1, 1), 10).map(({ label }) => label)).toEqual([x, z]);
  });
});
