import { describe, expect, it } from 'vitest';
import { pearson, spearman } from '../../src/evaluation/correlation.js';
import { evaluatePairs } from '../../src/evaluation/evaluate-pairs.js';
import { createRandom } from '../../src/evaluation/random.js';
import { fakeSet } from './fake-set.js';

const options = {
  seed: 1,
  samples: 400,
  rounds: 400,
  signal: new AbortController().signal,
  progress: () => undefined,
};

/** Sixty pairs: `fused` follows the grade closely, `words` loosely, `random` not at all, `section` is constant. */
const random = createRandom(11);
const noise = (size: number) => (random.below(2001) / 1000 - 1) * size;
const pairs = Array.from({ length: 60 }, (_, i) => ({ a: `a${i}`, b: `b${i}`, grade: i % 5 }));
const scores = Object.fromEntries(
  pairs.map(({ a, b, grade }) => [
    `${a} ${b}`,
    { fused: grade + noise(1), words: grade + noise(6), random: noise(1), section: 0.3, served: grade },
  ]),
);
const set = fakeSet({ articles: pairs.flatMap(({ a, b }) => [a, b]), scores });
const { result } = await evaluatePairs(set, pairs, options);
const of = (name: string) => result.systems.find((system) => system.name === name);

describe('measuring pairs', () => {
  it('gives Pearson’s and Spearman’s correlation with the grades', () => {
    expect([result.articles, result.pairs]).toEqual([120, 60]);
    const grades = pairs.map(({ grade }) => grade);
    const words = pairs.map(({ a, b }) => scores[`${a} ${b}`]?.words ?? 0);
    expect(of('words')?.measures.pearson?.value).toBeCloseTo(pearson(words, grades), 12);
    expect(of('words')?.measures.spearman?.value).toBeCloseTo(spearman(words, grades), 12);
    expect(of('section')?.measures.pearson).toEqual({ value: 0, low: 0, high: 0 });
  });

  it('has intervals around them that are wider where the scores say less', () => {
    const width = (name: string, measure: string) => {
      const { value = 0, low = 0, high = 0 } = of(name)?.measures[measure] ?? {};
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
      return high - low;
    };
    for (const measure of ['pearson', 'spearman']) {
      // Fisher: about 2 · 1.96 / √57 for no correlation.
      expect(width('random', measure)).toBeGreaterThan(0.35);
      expect(width('random', measure)).toBeLessThan(0.7);
      expect(width('fused', measure)).toBeLessThan(0.1);
    }
  });

  it('tests every system against fused', () => {
    expect(of('fused')?.pValue).toBeNull();
    expect(of('random')?.pValue).toBe(1 / 401);
    expect(of('words')?.pValue).toBeLessThan(0.05);
  });

  it('leaves pairs out that the set does not hold, and tells them', async () => {
    const lost = { a: 'a1', b: 'nowhere', grade: 4 };
    const more = await evaluatePairs(set, [...pairs, lost], options);
    expect(more.unknown).toEqual([lost]);
    expect(more.result).toEqual(result);
  });

  it('gives zeros where there is nothing to compare', async () => {
    const none = await evaluatePairs(set, [], options);
    expect(none.result.systems[0]?.measures.pearson).toEqual({ value: 0, low: 0, high: 0 });
  });
});
