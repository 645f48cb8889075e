import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import type { Adaptation } from '../../src/adaptation/adaptation.js';
import { type FitOptions, fitAdaptation, type SampledArticle } from '../../src/adaptation/fit.js';
import { foldIn } from '../../src/adaptation/fold-in.js';
import { randomUnit, seededRandom } from '../support/random.js';
import { dot, plantedSample, plantedTexts, wordsOnly, wordTerms } from './planted.js';

function fitted(sample: readonly SampledArticle[], options: Partial<FitOptions> = {}): Adaptation {
  const all = { articles: sample.length, generalDimensions: 4, seed: 1, ...options };
  const adaptation = fitAdaptation(sample, all);
  if (adaptation === null) throw new Error('Expected an adaptation, received null.');
  return adaptation;
}

const repeat = (count: number, ...texts: string[]): SampledArticle[] =>
  wordsOnly(Array.from({ length: count }, (_, i) => texts[i % texts.length] ?? ''));

const numbersOf = ({ mean, idf, directions }: Adaptation): number[] => [...mean, ...idf, ...directions];

describe('the archive’s own space', () => {
  it('keeps two topics apart', () => {
    const planted = plantedTexts(400);
    const adaptation = fitted(plantedSample(400), { dimensions: 4 });
    const placed = planted.map(({ topic, text }) => ({ topic, vector: foldIn(wordTerms(text), adaptation) }));
    const cosines = { same: [] as number[], other: [] as number[] };
    placed.slice(0, 60).forEach((a, i) => {
      for (const b of placed.slice(i + 1)) {
        cosines[a.topic === b.topic ? 'same' : 'other'].push(dot(a.vector, b.vector));
      }
    });
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(cosines.same)).toBeGreaterThan(mean(cosines.other) + 0.4);
  });

  it('brings words together that keep the same company, also where they never meet', () => {
    const adaptation = fitted(
      repeat(
        400,
        'car driver road wheel fuel',
        'automobile driver road wheel fuel',
        'loaf baker oven crust flour',
        'bun baker oven crust flour',
      ),
      { dimensions: 2 },
    );
    const place = (text: string) => foldIn(wordTerms(text), adaptation);
    expect(dot(place('car'), place('automobile'))).toBeGreaterThan(0.95);
    expect(dot(place('car'), place('loaf'))).toBeLessThan(0.1);
  });

  it('is the truncated singular value decomposition: a text of the fit gets its row of U·√Σ', () => {
    const texts = plantedTexts(320).map(({ text }) => text);
    const adaptation = fitted(wordsOnly(texts), { dimensions: 6 });
    const rows = exactRows(texts, 6);
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [5, 9],
      [17, 300],
      [44, 45],
    ] as const) {
      const place = (k: number) => foldIn(wordTerms(texts[k] ?? ''), adaptation);
      expect(dot(place(i), place(j))).toBeCloseTo(dot(rows[i] ?? null, rows[j] ?? null), 2);
    }
  });

  it('is that decomposition to the last digit where it has room for every direction', () => {
    const texts = plantedTexts(300).map(({ text }) => text);
    const adaptation = fitted(wordsOnly(texts), { dimensions: 30 });
    const rows = exactRows(texts, 22);
    expect(adaptation.dimensions).toBe(22);
    for (let i = 0; i < 20; i += 1) {
      const [a, b] = [i, 299 - 7 * i].map((k) => foldIn(wordTerms(texts[k] ?? ''), adaptation));
      expect(dot(a ?? null, b ?? null)).toBeCloseTo(dot(rows[i] ?? null, rows[299 - 7 * i] ?? null), 5);
    }
  });

  it('is the same for the same seed, and says the same about texts for another', () => {
    const sample = plantedSample(400);
    const [first, again, other] = [fitted(sample), fitted(sample), fitted(sample, { seed: 2 })];
    expect(again).toEqual(first);
    expect(other.directions).not.toEqual(first.directions);
    const cosine = (adaptation: Adaptation) =>
      dot(foldIn(wordTerms('yen bank'), adaptation), foldIn(wordTerms('bond tax year'), adaptation));
    expect(cosine(other)).toBeCloseTo(cosine(first), 3);
  });

  it('is made of words alone, of those in at least two articles', () => {
    const texts = Array.from({ length: 300 }, (_, i) => `yen bank ${i === 7 ? 'once' : ''}`);
    const plain = fitted(wordsOnly(texts));
    const withOtherKinds = texts.map((text) => {
      const { hashes, counts } = wordTerms(text);
      const more = [...hashes].flatMap((hash, i) =>
        [0, 1, 2, 3].map((kind) => [hash + kind, counts[i] ?? 1]),
      );
      more.sort(([a = 0], [b = 0]) => a - b);
      const terms = {
        hashes: Uint32Array.from(more, ([hash = 0]) => hash),
        counts: Uint8Array.from(more, ([, count = 0]) => count),
      };
      return { terms, vector: null };
    });
    expect(fitted(withOtherKinds)).toEqual(plain);
    expect(plain.terms).toEqual(wordTerms('yen bank').hashes);
  });

  it('keeps the mean of the general vectors that are there', () => {
    const vectors = [Float32Array.of(1, 0), Float32Array.of(0, 1), null];
    const sample = plantedSample(300).map((one, i) => ({ ...one, vector: vectors[i % 3] ?? null }));
    expect([...fitted(sample, { generalDimensions: 2 }).mean]).toEqual([0.5, 0.5]);
    expect([...fitted(plantedSample(300), { generalDimensions: 3 }).mean]).toEqual([0, 0, 0]);
  });

  it('refuses general vectors of other dimensions than it was told', () => {
    const random = seededRandom(1);
    const sample = plantedSample(300).map((one) => ({ ...one, vector: randomUnit(random, 3) }));
    expect(() => fitted(sample, { generalDimensions: 4 })).toThrow(/4 dimensions, received one of 3/);
  });
});

describe('an archive that says little', () => {
  it.each([
    ['archive', 300, 299],
    ['sample', 299, 5000],
  ])('has no space of its own where the %s has fewer than 300 articles', (_which, sampled, articles) => {
    expect(fitAdaptation(plantedSample(sampled), { articles, generalDimensions: 4, seed: 1 })).toBeNull();
  });

  it('has one from 300 articles on', () => {
    expect(fitted(plantedSample(300)).fittedOn).toBe(300);
  });

  it.each([
    ['no text has a word', ['']],
    ['no two texts share a word', Array.from({ length: 300 }, (_, i) => `word${i}`)],
  ])('has none where %s', (_when, texts) => {
    const sample = repeat(300, ...texts);
    expect(fitAdaptation(sample, { articles: 300, generalDimensions: 4, seed: 1 })).toBeNull();
  });

  it('has one dimension where all texts are the same', () => {
    const adaptation = fitted(repeat(300, 'yen bank rate rate'));
    expect(adaptation.dimensions).toBe(1);
    const [same, part] = ['yen bank rate rate', 'yen'].map((text) => foldIn(wordTerms(text), adaptation));
    expect(dot(same ?? null, part ?? null)).toBeCloseTo(1, 6);
  });

  it.each([
    ['words', 5, repeat(300, 'a b', 'b c', 'c d e', 'd e a', 'b e', 'c a')],
    ['different texts', 3, repeat(300, 'a b c d', 'd e f g', 'a g h i')],
    ['texts with a word at all', 2, repeat(300, '', 'a b c', '', 'd e')],
  ])('has no more dimensions than it has %s', (_what, dimensions, sample) => {
    const adaptation = fitted(sample);
    expect(adaptation.dimensions).toBe(dimensions);
    expect(adaptation.directions).toHaveLength(adaptation.terms.length * dimensions);
    expect(numbersOf(adaptation).every(Number.isFinite)).toBe(true);
  });
});

/**
 * Rows of U·√Σ, of unit length, from another decomposition of the same weights, √count · ln((n + 1) / df).
 */
function exactRows(texts: readonly string[], dimensions: number): Float32Array[] {
  const terms = texts.map(wordTerms);
  const vocabulary = [...new Set(terms.flatMap(({ hashes }) => [...hashes]))];
  const idf = vocabulary.map((hash) => {
    const articles = terms.filter(({ hashes }) => hashes.includes(hash)).length;
    return Math.log((texts.length + 1) / articles);
  });
  const rows = terms.map(({ hashes, counts }) => {
    const row = vocabulary.map((hash, i) => {
      const count = counts[hashes.indexOf(hash)] ?? 0;
      return Math.sqrt(count) * (idf[i] ?? 0);
    });
    return row.map((value) => value / Math.hypot(...row));
  });
  const { leftSingularVectors, diagonal } = new SingularValueDecomposition(new Matrix(rows));
  return texts.map((_, i) => {
    const row = Array.from(
      { length: dimensions },
      (_, k) => leftSingularVectors.get(i, k) * Math.sqrt(diagonal[k] ?? 0),
    );
    return Float32Array.from(row, (value) => value / Math.hypot(...row));
  });
}
