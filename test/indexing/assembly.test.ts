import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Adaptation } from '../../src/adaptation/adaptation.js';
import { combine } from '../../src/adaptation/combine.js';
import { fitAdaptation } from '../../src/adaptation/fit.js';
import { MIN_ARTICLES } from '../../src/adaptation/refit.js';
import { Assembly, hubnessOf } from '../../src/indexing/assembly.js';
import { type Terms, termsOf } from '../../src/lexical/terms.js';
import { createHnswBuilder } from '../../src/vectors/hnsw.js';
import { VectorFile } from '../../src/vectors/vector-file.js';
import { plantedTexts } from '../adaptation/planted.js';
import { randomUnit, seededRandom, unit } from '../support/random.js';
import { temporaryFolder } from '../support/temporary-folder.js';

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

function assembled(given: readonly Text[], adaptation: Adaptation | null = null, general = DIMENSIONS) {
  const dimensions = general + (adaptation?.dimensions ?? 0);
  const assembly = new Assembly({
    adaptation,
    graph: createHnswBuilder(dimensions, HNSW),
    vectors: new VectorFile(join(temporaryFolder(), 'vectors.f32'), dimensions),
  });
  for (const { label, vector, terms } of given) assembly.place(label, vector, terms);
  return assembly;
}

/** Labels that the graph gives when it is asked for all it has. */
const inGraph = ({ graph, vectors }: Assembly) => {
  const [first = 0] = vectors.labels;
  const found = graph.nearest(vectors.get(first) ?? unit(1), vectors.count, 400);
  return found.map(({ label }) => label).sort((a, b) => a - b);
};

const archive = texts(MIN_ARTICLES);
const fitted = fitAdaptation(archive, { articles: MIN_ARTICLES, generalDimensions: DIMENSIONS, seed: 1 });

describe('an article is placed', () => {
  it('by its vector as it is, where nothing was fitted to the archive', () => {
    const { vectors } = assembled(archive);
    for (const { label, vector } of archive) expect(vectors.get(label)).toEqual(vector);
    expect(vectors.count).toBe(archive.filter(({ vector }) => vector !== null).length);
  });

  it('in both spaces, where one was fitted, also by its words alone', () => {
    const { vectors } = assembled(archive, fitted);
    expect(fitted).not.toBeNull();
    for (const { label, vector, terms } of archive) {
      expect(vectors.get(label)).toEqual(combine(vector, terms, fitted));
    }
    expect(archive[6]?.vector).toBeNull();
    const byWords = vectors.get(7);
    expect(byWords?.subarray(0, DIMENSIONS)).toEqual(new Float32Array(DIMENSIONS));
    expect(Math.hypot(...(byWords ?? []))).toBeCloseTo(1, 5);
  });

  it.each([
    ['the model’s space alone', null],
    ['both spaces', fitted],
  ])('anew where it is handed in again, in the graph as in the file, in %s', (_where, adaptation) => {
    const few = archive.slice(0, 60);
    const assembly = assembled(few, adaptation);
    const changed = unit(1, 1, 1, 1);
    assembly.place(1, changed, termsOf('oven flour'));
    assembly.place(2, null, termsOf('unheard'));
    assembly.remove(3);
    assembly.remove(99_999);
    assembly.place(4, null, termsOf(''));
    assembly.place(4, changed, termsOf('yen'));
    const { vectors } = assembly;
    expect(vectors.get(1)).toEqual(combine(changed, termsOf('oven flour'), adaptation));
    expect(vectors.get(4)).toEqual(combine(changed, termsOf('yen'), adaptation));
    expect([vectors.has(2), vectors.has(3)]).toEqual([false, false]);
    expect(inGraph(assembly)).toEqual([...vectors.labels].sort((a, b) => a - b));
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
  const parts = assembled(crowd, null, 6);
  const hubness = hubnessOf(parts, silent);
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
    const vectors = crowd.map(({ vector }) => vector ?? unit(0));
    const nearness = vectors.map((query, row) => {
      const cosines = vectors.map((other) =>
        query.reduce((sum, value, k) => sum + value * (other[k] ?? 0), 0),
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
    const bounded = hubnessOf(assembled(given, null, 30), silent);
    expect([...bounded.subarray(0, 28)]).toEqual(lone.map(() => 0.5));
    expect([...bounded.subarray(28)]).toEqual(twins.map(() => 2));
  });

  it('is 1 where nothing is near to anything', () => {
    const axes = [unit(1, 0, 0), unit(0, 1, 0), unit(0, 0, 1)];
    const apart = axes.map((vector, label): Text => ({ label, vector, terms: termsOf('a') }));
    expect([...hubnessOf(assembled(apart, null, 3), silent)]).toEqual([1, 1, 1]);
    expect([...hubnessOf(assembled(apart.slice(0, 1), null, 3), silent)]).toEqual([1]);
  });

  it('of an archive of nothing is empty, and progress is told of a large one', () => {
    expect(hubnessOf(assembled([]), silent)).toHaveLength(0);
    const heard: [number, number][] = [];
    const many = Array.from({ length: 1100 }, (_, label): Text => {
      return { label, vector: randomUnit(random, DIMENSIONS), terms: termsOf('a') };
    });
    hubnessOf(assembled(many), (done, total) => heard.push([done, total]));
    expect(heard).toEqual([
      [512, 1100],
      [1024, 1100],
    ]);
  });
});
