import { describe, expect, it } from 'vitest';
import type { Adaptation } from '../../src/adaptation/adaptation.js';
import { combine } from '../../src/adaptation/combine.js';
import { MIN_ARTICLES } from '../../src/adaptation/refit.js';
import { type Assembled, Assembly, type AssemblySettings, hubnessOf } from '../../src/indexing/assembly.js';
import { createLexicalIndex } from '../../src/lexical/lexical-index.js';
import { buildPostings } from '../../src/lexical/postings.js';
import { weigh } from '../../src/lexical/statistics.js';
import { type Terms, termsOf } from '../../src/lexical/terms.js';
import type { HnswBuilder } from '../../src/vectors/hnsw.js';
import { createHnswBuilder } from '../../src/vectors/hnsw.js';
import { rowOf } from '../../src/vectors/vector-table.js';
import { plantedTexts } from '../adaptation/planted.js';
import { randomUnit, seededRandom, unit } from '../support/random.js';

const DIMENSIONS = 4;
const HNSW = { M: 4, efConstruction: 20, ef: 20 };
const silent = () => {};

interface Text {
  readonly label: number;
  readonly vector: Float32Array | null;
  readonly terms: Terms;
}

/** So many texts of two topics by turns, labelled from 1; every seventh cannot be placed by the model. */
function texts(count: number): Text[] {
  const random = seededRandom(5);
  return plantedTexts(count).map(({ text }, i) => {
    const vector = randomUnit(random, DIMENSIONS);
    return { label: i + 1, vector: i % 7 === 6 ? null : vector, terms: termsOf(text) };
  });
}

function assembly(settings: Partial<AssemblySettings> = {}): Assembly {
  return new Assembly({
    dimensions: DIMENSIONS,
    hnsw: HNSW,
    createHnsw: createHnswBuilder,
    adaptation: null,
    ...settings,
  });
}

function assembled(given: readonly Text[], settings: Partial<AssemblySettings> = {}): Assembled {
  const parts = assembly(settings);
  for (const { label, vector, terms } of given) parts.add(label, vector, terms);
  return parts.complete(silent);
}

function fitted(given: readonly Text[]): Adaptation {
  const { adaptation } = assembled(given);
  if (adaptation === null) throw new Error('expected an adaptation, received null');
  return adaptation;
}

/** What a graph was told: one for each that was made, with its dimensions. */
function graphs() {
  const made: { readonly dimensions: number; readonly held: Map<number, Float32Array> }[] = [];
  const createHnsw = (dimensions: number): HnswBuilder => {
    const held = new Map<number, Float32Array>();
    made.push({ dimensions, held });
    return {
      add: (label, vector) => held.set(label, vector.slice()),
      remove: (label) => held.delete(label),
      nearest: () => [],
      save: silent,
    };
  };
  return { made, createHnsw };
}

const archive = texts(MIN_ARTICLES);

describe('a small archive', () => {
  const few = archive.slice(0, MIN_ARTICLES - 1);

  it('keeps the vectors of the model as they are, and nothing is fitted to it', () => {
    const { adaptation, vectors, texts: found } = assembled(few);
    expect(adaptation).toBeNull();
    expect(vectors.dimensions).toBe(DIMENSIONS);
    for (const { label, vector } of few) expect(vectors.get(label)).toEqual(vector);
    expect(found.size).toBe(few.length);
    expect(vectors.count).toBe(few.filter(({ vector }) => vector !== null).length);
  });

  it('may be of nothing at all', () => {
    const nothing = assembled([]);
    expect([nothing.vectors.count, nothing.texts.size, nothing.adaptation]).toEqual([0, 0, null]);
    expect(hubnessOf(nothing)).toHaveLength(0);
  });

  it('finds an article without a vector by its words', () => {
    const { vectors, texts: found } = assembled([
      { label: 1, vector: unit(1, 0, 0, 0), terms: termsOf('rain flood') },
      { label: 2, vector: null, terms: termsOf('금리를 올렸다') },
    ]);
    const lexical = createLexicalIndex(buildPostings(found));
    expect(vectors.has(2)).toBe(false);
    expect(lexical.compare(weigh(termsOf('금리가 내렸다'), lexical.statistics)).top(5)).toEqual([2]);
  });

  it('that had a space of its own once, and has shrunk, goes back to the vectors of the model', () => {
    const before = { ...fitted(archive), fittedOn: 1000 };
    const { adaptation, vectors } = assembled(few, { adaptation: before });
    expect(adaptation).toBeNull();
    expect(vectors.dimensions).toBe(DIMENSIONS);
    expect(vectors.get(1)).toEqual(few[0]?.vector);
  });
});

describe('an archive that is large enough', () => {
  it('gets a space of its own, where every article lies as it would be folded in', () => {
    const { adaptation, vectors } = assembled(archive);
    expect(adaptation?.fittedOn).toBe(MIN_ARTICLES);
    expect(vectors.dimensions).toBe(DIMENSIONS + (adaptation?.dimensions ?? 0));
    for (const { label, vector, terms } of archive) {
      expect(vectors.get(label)).toEqual(combine(vector, terms, adaptation));
    }
  });

  it('places an article that the model cannot, by its words', () => {
    const { vectors } = assembled(archive);
    expect(archive[6]?.vector).toBeNull();
    const vector = vectors.get(7);
    expect(vector?.subarray(0, DIMENSIONS)).toEqual(new Float32Array(DIMENSIONS));
    expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 5);
  });

  it('is fitted the same way again from the same articles', () => {
    expect(fitted(archive)).toEqual(fitted(archive));
  });

  it('is put into one graph, once it is fitted, and progress is told', () => {
    const { made, createHnsw } = graphs();
    const parts = assembly({ createHnsw });
    const many = texts(1100);
    for (const { label, vector, terms } of many) parts.add(label, vector, terms);
    expect(made.map(({ held }) => held.size)).toEqual([0]);
    const heard: [number, number][] = [];
    const { vectors, adaptation } = parts.complete((done, total) => heard.push([done, total]));
    expect(heard).toEqual([
      [512, 1100],
      [1024, 1100],
    ]);
    const last = made.at(-1);
    expect(last?.dimensions).toBe(DIMENSIONS + (adaptation?.dimensions ?? 0));
    expect(last?.held.size).toBe(1100);
    for (const label of [1, 7, 1100]) expect(last?.held.get(label)).toEqual(vectors.get(label));
  });

  it('lets the mistake through when somebody gives up while it is put together', () => {
    const parts = assembly({ createHnsw: graphs().createHnsw });
    for (const { label, vector, terms } of texts(600)) parts.add(label, vector, terms);
    const stop = () => {
      throw new Error('stopped');
    };
    expect(() => parts.complete(stop)).toThrow('stopped');
  });
});

describe('a space that was fitted before', () => {
  const before = fitted(archive);

  it('is gone on with while the archive is about as large, and the graph grows at once', () => {
    const { made, createHnsw } = graphs();
    const parts = assembly({ adaptation: before, createHnsw });
    const more = texts(MIN_ARTICLES + 99);
    for (const { label, vector, terms } of more) parts.add(label, vector, terms);
    expect(made.map(({ held }) => held.size)).toEqual([more.length]);
    const { adaptation, vectors } = parts.complete(() => {
      throw new Error('nothing is left to be put in');
    });
    expect(adaptation).toBe(before);
    expect(made).toHaveLength(1);
    const last = more.at(-1);
    if (last === undefined) throw new Error('expected a text, received none');
    expect(vectors.get(last.label)).toEqual(combine(last.vector, last.terms, before));
  });

  it.each([
    ['has grown by a third', MIN_ARTICLES, 400],
    ['has shrunk to half', 600, MIN_ARTICLES],
  ])('is fitted anew when the archive %s', (_what, fittedOn, count) => {
    const { adaptation, vectors } = assembled(texts(count), { adaptation: { ...before, fittedOn } });
    expect(adaptation).toEqual(fitted(texts(count)));
    expect(adaptation?.fittedOn).toBe(count);
    expect(vectors.count).toBe(count);
    expect(vectors.dimensions).toBe(DIMENSIONS + (adaptation?.dimensions ?? 0));
  });
});

describe.each<[string, Adaptation | null]>([
  ['fitted at the end', null],
  ['fitted before', fitted(archive)],
])('what is handed in again, %s', (_when, adaptation) => {
  it('takes the place of what was there, with a vector or without', () => {
    const { made, createHnsw } = graphs();
    const parts = assembly({ adaptation, createHnsw });
    for (const { label, vector, terms } of archive) parts.add(label, vector, terms);
    const changed = unit(1, 1, 1, 1);
    parts.add(1, changed, termsOf('oven flour'));
    parts.add(2, null, termsOf('unheard'));
    parts.add(7, changed, termsOf('yen bank'));
    parts.remove(3);
    parts.remove(99_999);
    parts.add(4, null, termsOf(''));
    parts.add(4, changed, termsOf('yen'));
    const result = parts.complete(silent);

    const place = (terms: Terms) => combine(changed, terms, result.adaptation);
    expect(result.vectors.get(1)).toEqual(place(termsOf('oven flour')));
    expect(result.vectors.get(7)).toEqual(place(termsOf('yen bank')));
    expect(result.vectors.get(4)).toEqual(place(termsOf('yen')));
    expect([result.vectors.has(2), result.vectors.has(3)]).toEqual([false, false]);
    expect([result.texts.has(2), result.texts.has(3)]).toEqual([true, false]);
    const table = result.vectors.table();
    expect([...(made.at(-1)?.held.keys() ?? [])].sort()).toEqual([...table.labels].sort());
  });
});

describe('hubness', () => {
  const random = seededRandom(9);
  const centre = unit(1, 1, 1, 1, 1, 1);
  /** Some in a bunch, most scattered. */
  const crowd = Array.from({ length: 200 }, (_, i): Text => {
    const scattered = randomUnit(random, 6);
    const vector = i < 40 ? unit(...centre.map((part, k) => part + 0.2 * (scattered[k] ?? 0))) : scattered;
    return { label: i + 1, vector, terms: termsOf('word') };
  });
  const parts = assembled(crowd, { dimensions: 6 });
  const hubness = hubnessOf(parts);
  const mean = (values: Iterable<number>) => {
    const all = [...values];
    return all.reduce((sum, value) => sum + value, 0) / all.length;
  };

  it('is 1 on average, row by row of the vectors', () => {
    expect(hubness).toHaveLength(200);
    expect(mean(hubness)).toBeCloseTo(1, 2);
  });

  it('is higher for what everything is near to', () => {
    expect(mean(hubness.subarray(0, 40))).toBeGreaterThan(mean(hubness.subarray(40)) + 0.1);
  });

  it('is each article’s mean cosine to its ten nearest, beside the average one', () => {
    const table = parts.vectors.table();
    const nearness = Array.from(table.labels, (_, row) => {
      const query = rowOf(table, row);
      const cosines = Array.from(table.labels, (_label, other) =>
        query.reduce((sum, value, k) => sum + value * (rowOf(table, other)[k] ?? 0), 0),
      );
      cosines.splice(row, 1);
      return mean(cosines.sort((a, b) => b - a).slice(0, 10));
    });
    const errors = nearness.map((value, row) => Math.abs(value / mean(nearness) - (hubness[row] ?? 0)));
    // The graph may miss one of the ten.
    expect(mean(errors)).toBeLessThan(0.01);
  });

  it('is never above 2 nor below ½, however unlike the others an article is', () => {
    const axis = (i: number) => unit(...Array.from({ length: 30 }, (_, k) => (k === i ? 1 : 0)));
    const lone = Array.from({ length: 28 }, (_, i) => axis(i + 1));
    const twins = Array.from({ length: 12 }, () => axis(0));
    const given = [...lone, ...twins].map((vector, i): Text => ({ label: i, vector, terms: termsOf('a') }));
    const bounded = hubnessOf(assembled(given, { dimensions: 30 }));
    expect([...bounded.subarray(0, 28)]).toEqual(lone.map(() => 0.5));
    expect([...bounded.subarray(28)]).toEqual(twins.map(() => 2));
  });

  it('is 1 where nothing is near to anything', () => {
    const axes = [unit(1, 0, 0), unit(0, 1, 0), unit(0, 0, 1)];
    const apart = axes.map((vector, label): Text => ({ label, vector, terms: termsOf('a') }));
    expect([...hubnessOf(assembled(apart, { dimensions: 3 }))]).toEqual([1, 1, 1]);
    expect([...hubnessOf(assembled(apart.slice(0, 1), { dimensions: 3 }))]).toEqual([1]);
  });
});
