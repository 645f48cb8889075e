import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Adaptation } from '../../src/adaptation/adaptation.js';
import { combine } from '../../src/adaptation/combine.js';
import type { Catalog } from '../../src/catalog/catalog.js';
import { textHash } from '../../src/catalog/hashes.js';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { LiveIndex } from '../../src/engine/live-index.js';
import { createLexicalIndex, NO_MATCH } from '../../src/lexical/lexical-index.js';
import { buildPostings } from '../../src/lexical/postings.js';
import { lengthOf, packTerms, termsOf, unpackTerms } from '../../src/lexical/terms.js';
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

const derivedOf = (title: string, vector: Float32Array | null) => ({
  textHash: textHash(article('x', { title, body: '' }), 'auto'),
  vector,
  signature: null,
  terms: packTerms(termsOf(title)),
  segments: new Uint32Array(),
  leftOut: new Uint32Array(),
  words: lengthOf(termsOf(title)),
});

/** Stores an article whose words are its title and whose vector is given; its key. */
function write(id: string, title: string, vector: Float32Array | null | undefined): number {
  const given = article(id, { title, body: '' });
  const derived = vector === undefined ? null : derivedOf(title, vector);
  const [result] = catalog.write(
    [{ article: given, bodyFormat: 'auto', derived }],
    { kind: 'request' },
    SPACE,
  );
  return result?.key ?? 0;
}

/** What an indexing run would build of the catalogue as it is now, compared exactly. */
function live(
  adaptation: Adaptation | null = null,
  hubs: ReadonlyMap<number, number> = new Map(),
): LiveIndex {
  const entries = catalog.placeable(SPACE, 0, 100).map(({ key, vector, terms }) => {
    const unpacked = unpackTerms(terms);
    return { key, terms: unpacked, vector: combine(vector, unpacked, adaptation) };
  });
  const placed = entries.flatMap(({ key, vector }) => (vector === null ? [] : [[key, vector] as const]));
  const table = tableOf(placed);
  return new LiveIndex(
    {
      manifest: manifest({
        catalog: catalog.uuid,
        sequence: catalog.sequence(),
        articles: entries.length,
        count: placed.length,
        dimensions: 3 + (adaptation?.dimensions ?? 0),
        files: { ...manifest().files, adaptation: adaptation === null ? null : manifest().files.graph },
      }),
      index: createExactIndex(table),
      table,
      lexical: createLexicalIndex(buildPostings(new Map(entries.map(({ key, terms }) => [key, terms])))),
      hubness: (key) => hubs.get(key) ?? 1,
      adaptation,
    },
    catalog,
  );
}

/** A space of the archive with a dimension for each of these words, and a mean for the model's three. */
function spaceOf(words: readonly string[], mean: readonly number[] = [0, 0, 0]): Adaptation {
  const known = words.map((word) => ({ hash: termsOf(word).hashes[0] ?? 0, word }));
  known.sort((a, b) => a.hash - b.hash);
  const directions = new Float32Array(words.length ** 2);
  known.forEach(({ word }, row) => {
    directions[row * words.length + words.indexOf(word)] = 1;
  });
  return {
    fittedOn: 300,
    mean: Float32Array.from(mean),
    terms: Uint32Array.from(known, ({ hash }) => hash),
    idf: new Float32Array(words.length).fill(1),
    directions,
    dimensions: words.length,
  };
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
    expect(index.compare(termsOf('bank')).of(x)).toEqual(NO_MATCH);
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
    expect(index.closeness(EAST, [x, y])).toEqual([null, { general: 0, archive: null }]);
    expect(index.compare(termsOf('bank')).of(x)).toEqual(NO_MATCH);
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
    catalog.addDerived([{ key: x, derived: derivedOf('rain flood', UP) }], SPACE);
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
    reopened.refresh();
    expect(reopened.search(unit(1, 1, 1), 10).map(({ label }) => label)).toEqual([x, z]);
  });

  it('takes over many changes some at a time, in their order, and says whether more are waiting', () => {
    const index = live();
    const [x, y] = [write('x', 'bank yen', EAST), write('y', 'bank rain', NORTH)];
    catalog.delete('x');
    const z = write('z', 'bank chip', UP);
    const known = () => index.search(unit(1, 1, 1), 10).map(({ label }) => label);
    expect(index.refresh(1)).toBe(true);
    expect(known()).toEqual([y]);
    expect(index.sequence).toBeLessThan(catalog.sequence());
    // The deletion came after what is known of x was written.
    expect(index.refresh(2)).toBe(true);
    expect(index.refresh(2)).toBe(false);
    expect(known()).toEqual([y, z]);
    expect(index.vector(x)).toBeNull();
    expect(index.sequence).toBe(catalog.sequence());
  });

  it('gives exact cosines in the order asked, of what was published and of what was added', () => {
    const [x, y] = [write('x', 'bank yen', EAST), write('y', 'rain', null)];
    const index = live();
    const z = write('z', 'chip', unit(3, 4, 0));
    index.refresh();
    expect(index.closeness(EAST, [z, y, x, 999])).toEqual([
      { general: expect.closeTo(0.6, 6), archive: null },
      null,
      { general: 1, archive: null },
      null,
    ]);
    expect(index.similarity(x, z)).toBeCloseTo(0.6, 6);
    expect(index.similarity(z, x)).toBeCloseTo(0.6, 6);
    expect([index.similarity(x, y), index.similarity(y, z), index.similarity(x, 999)]).toEqual([0, 0, 0]);
  });

  it('knows the hubs of its generation; an article that is new or has another text is like any', () => {
    const [x, y] = [write('x', 'bank yen', EAST), write('y', 'bank rain', NORTH)];
    const hubs = new Map([
      [x, 1.5],
      [y, 0.75],
    ]);
    const index = live(null, hubs);
    expect([index.hubness(x), index.hubness(y), index.hubness(999)]).toEqual([1.5, 0.75, 1]);
    write('x', 'flood', UP);
    const z = write('z', 'chip', EAST);
    index.refresh();
    expect([index.hubness(x), index.hubness(y), index.hubness(z)]).toEqual([1, 0.75, 1]);
  });

  it('finds an article without a vector by its words alone, published or added', () => {
    const [x, y] = [write('x', 'bank yen', EAST), write('y', '금리를 올렸다', null)];
    const index = live();
    expect(index.count).toBe(2);
    expect(found(index, unit(1, 1, 1))).toEqual([x]);
    expect(sharing(index, '금리가 내렸다')).toEqual([y]);
    const z = write('z', '은행이 금리가', null);
    expect(sharing(index, '금리').sort()).toEqual([y, z]);
    expect(found(index, unit(1, 1, 1))).toEqual([x]);
    expect(index.vector(z)).toBeNull();
    expect(index.count).toBe(3);
  });

  it('tells names and titles apart from words, also in what was added', () => {
    const x = write('x', 'we saw the Lyon of old', EAST);
    write('y', 'we saw nothing', NORTH);
    const index = live();
    const z = write('z', 'they left Lyon', UP);
    index.refresh();
    const scores = index.compare(termsOf('back to Lyon'));
    for (const key of [x, z]) {
      expect(scores.of(key).names).toBeCloseTo(1, 6);
      expect(scores.of(key).words).toBeGreaterThan(0);
      expect(scores.of(key).titles).toBe(0);
    }
    expect(scores.top(10)).toEqual(expect.arrayContaining([x, z]));
  });

  it('leaves a vector where the model put it while nothing was fitted to the archive', () => {
    const index = live();
    const vector = unit(1, 2, 3);
    expect(index.place(vector, termsOf('bank'))).toBe(vector);
    expect(index.place(null, termsOf('bank'))).toBeNull();
  });

  it('forgets an article whose new text says nothing at all', () => {
    const [x, y] = [write('x', 'bank yen', EAST), write('y', 'bank rain', NORTH)];
    const index = live();
    write('x', '…', null);
    expect(sharing(index, 'bank')).toEqual([y]);
    expect(sharing(index, 'yen')).toEqual([]);
    expect(index.closeness(EAST, [x])).toEqual([null]);
  });
});

describe('a live index with a space of the archive', () => {
  const space = spaceOf(['bank', 'rain']);
  const halves = (index: LiveIndex, one: number, other: number) => {
    const vector = index.vector(one);
    if (vector === null) throw new Error(`expected a vector of ${one}, received null`);
    return index.closeness(vector, [other])[0];
  };

  it('puts what is added there too', () => {
    const x = write('x', 'bank', EAST);
    write('y', 'rain', NORTH);
    const index = live(space);
    const z = write('z', 'bank', unit(3, 4, 0));
    index.refresh();
    expect(index.vector(z)).toHaveLength(5);
    expect(index.vector(z)).toEqual(index.place(unit(3, 4, 0), termsOf('bank')));
    expect(halves(index, x, z)).toEqual({
      general: expect.closeTo(0.6, 5),
      archive: expect.closeTo(1, 5),
    });
    expect(index.similarity(x, z)).toBeCloseTo(0.7 * 0.6 + 0.3, 5);
  });

  it('takes the mean of the archive off what is added, as off what was published', () => {
    const centred = spaceOf(['bank', 'rain'], [0.5, 0, 0]);
    const x = write('x', 'bank', EAST);
    const index = live(centred);
    const z = write('z', 'bank', EAST);
    index.refresh();
    expect(index.vector(z)).toEqual(index.vector(x));
    const there = index.place(unit(0, 1, 0), termsOf('rain'));
    expect(there?.[0]).toBeLessThan(-0.1);
  });

  it('finds what was added between what was published, in both halves', () => {
    const [x, y] = [write('x', 'bank', EAST), write('y', 'rain', EAST)];
    const index = live(space);
    const z = write('z', 'bank rain', EAST);
    index.refresh();
    const query = index.place(EAST, termsOf('bank'));
    expect(query === null ? [] : found(index, query)).toEqual([x, z, y]);
  });

  it('places a text that the model cannot, by its words; the model’s half is missing then', () => {
    const x = write('x', 'bank', EAST);
    const index = live(space);
    const z = write('z', 'bank', null);
    index.refresh();
    expect(halves(index, x, z)).toEqual({ general: null, archive: expect.closeTo(1, 5) });
    const query = index.place(null, termsOf('bank'));
    expect(query === null ? [] : found(index, query)).toEqual([z, x]);
  });

  it('has no archive half of a text without a word that it knows', () => {
    const x = write('x', 'bank', EAST);
    const index = live(space);
    const z = write('z', 'chip', unit(3, 4, 0));
    index.refresh();
    expect(halves(index, x, z)).toEqual({ general: expect.closeTo(0.6, 5), archive: null });
    const nowhere = write('nowhere', 'chip', null);
    index.refresh();
    expect(index.vector(nowhere)).toBeNull();
    expect(sharing(index, 'bank')).toEqual([x]);
  });
});
