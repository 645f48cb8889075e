import { describe, expect, it } from 'vitest';
import { closenessOf } from '../../src/adaptation/combine.js';
import { drawn, type Measurable, measureCutoffs, NEIGHBOURS } from '../../src/indexing/cutoffs.js';
import { createLexicalIndex } from '../../src/lexical/lexical-index.js';
import { buildPostings } from '../../src/lexical/postings.js';
import { lengthOf, NO_TERMS, type Terms, termsOf } from '../../src/lexical/terms.js';
import { SHARES } from '../../src/recommend/cutoff.js';
import { RANKING } from '../../src/recommend/ranking.js';
import { weightsFor } from '../../src/recommend/relatedness.js';
import { createExactIndex } from '../../src/vectors/exact.js';
import { plantedTexts } from '../adaptation/planted.js';
import { tableOf } from '../contracts/vector-index.js';
import { matchByHand, archive as readArchive, TEXTS } from '../lexical/by-hand.js';
import { randomUnit, seededRandom, unit } from '../support/random.js';

const SEED = 4;

interface Parts {
  readonly vectors?: ReadonlyMap<number, Float32Array>;
  readonly hubs?: ReadonlyMap<number, number>;
}

/** An archive of these texts as the thread that builds a generation hands it over; vectors have no archive half. */
function measurable(
  texts: ReadonlyMap<number, Terms>,
  { vectors = new Map(), hubs = new Map() }: Parts = {},
): Measurable {
  const index = createExactIndex(tableOf([...vectors]));
  const vector = (label: number) => index.vector(label);
  return {
    labels: [...texts.keys()],
    lexical: createLexicalIndex(buildPostings(texts)),
    vector,
    terms: (label) => texts.get(label) ?? NO_TERMS,
    near(label) {
      const query = vector(label);
      return query === null ? [] : index.search(query, NEIGHBOURS).map((neighbour) => neighbour.label);
    },
    closeness: (query, keys) => closenessOf(query, keys, vector, index.dimensions),
    hubness: (label) => hubs.get(label) ?? 1,
  };
}

const planted = (count: number) =>
  new Map(plantedTexts(count).map(({ text }, i) => [i + 1, termsOf(text)] as const));

describe('the cut-offs of an archive', () => {
  /**
   * The definition over the five texts that were read by hand, in all ordered pairs: the weighted mean of the
   * signals, damped for hubs, over the square root of that of the question's best article.
   */
  function byHand({ vectors = new Map(), hubs = new Map() }: Parts): { share: number; score: number }[] {
    const texts = readArchive();
    const standings = TEXTS.flatMap((question, i) => {
      const weights = weightsFor(lengthOf(texts.get(10 + i) ?? termsOf('')));
      const related = TEXTS.flatMap((text, j) => {
        if (i === j) return [];
        const { words, names, titles } = matchByHand(question, text);
        const [a, b] = [vectors.get(10 + i), vectors.get(10 + j)];
        const dot = a?.reduce((sum, value, k) => sum + value * (b?.[k] ?? Number.NaN), 0) ?? Number.NaN;
        const meaning = Number.isNaN(dot) ? [] : [[weights.general, Math.max(0, dot)] as const];
        const signals = [[1, words], [weights.names, names], [weights.titles, titles], ...meaning] as const;
        const total = signals.reduce((sum, [weight]) => sum + weight, 0);
        const mean = signals.reduce((sum, [weight, value]) => sum + weight * value, 0) / total;
        return [mean / (hubs.get(10 + j) ?? 1) ** RANKING.hubExponent];
      });
      const reach = Math.max(...related);
      return related.map((value) => (reach > 0 ? value / Math.sqrt(reach) : 0));
    });
    const highestFirst = standings.sort((a, b) => b - a);
    return SHARES.map((share) => ({
      share,
      score: highestFirst[Math.max(1, Math.round(share * highestFirst.length)) - 1] ?? Number.NaN,
    }));
  }

  it.each<[string, Parts]>([
    ['of words, names and titles', {}],
    ['damped for hubs', { hubs: new Map([10, 12].map((label, i) => [label, [2, 0.5][i] ?? 1])) }],
    [
      'with vectors, of which one is missing',
      {
        vectors: new Map([
          [10, unit(1, 0, 0)],
          [11, unit(2, 1, 0)],
          [12, unit(-1, 0, 1)],
          [13, unit(0, 1, 1)],
        ]),
      },
    ],
  ])('are those of the definition, %s', (_what, parts) => {
    const found = measureCutoffs(measurable(readArchive(), parts), SEED);
    const expected = byHand(parts);
    expect(found.map(({ share }) => share)).toEqual(expected.map(({ share }) => share));
    found.forEach(({ score }, i) => {
      expect(score).toBeCloseTo(expected[i]?.score ?? Number.NaN, 6);
    });
    expect(new Set(found.map(({ score }) => score)).size).toBeGreaterThan(3);
  });

  it('ask for more, the rarer the share', () => {
    const scores = measureCutoffs(measurable(planted(400)), SEED).map(({ score }) => score);
    expect(scores).toHaveLength(SHARES.length);
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect(scores.at(-1)).toBeGreaterThan(scores[0] ?? Number.NaN);
  });

  it('are let through by so many random pairs as they say', () => {
    const random = seededRandom(8);
    const vectors = new Map(Array.from({ length: 150 }, (_, i) => [i + 1, randomUnit(random, 6)] as const));
    const nothing = new Map(Array.from(vectors.keys(), (label) => [label, termsOf('')] as const));
    const archive = measurable(nothing, { vectors });
    // All cosines are measured here, the texts saying nothing: what is left of the formula is the share of meaning.
    const { general, names, titles } = weightsFor(0);
    const share = general / (1 + general + names + titles);
    const standings = [...vectors.keys()].flatMap((question) => {
      const query = vectors.get(question) ?? unit(1, 0, 0, 0, 0, 0);
      const labels = [...vectors.keys()].filter((label) => label !== question);
      const values = archive
        .closeness(query, labels)
        .map((close) => share * Math.max(0, close?.general ?? Number.NaN));
      // The best two of 150 stand for what it can hope for.
      const [, reach = 0] = [...values].sort((a, b) => b - a);
      return values.map((value) => value / Math.sqrt(reach));
    });
    for (const cutoff of measureCutoffs(archive, SEED)) {
      const wanted = Math.round(cutoff.share * standings.length);
      // Where several stand out equally far, all of them pass.
      expect(standings.filter((value) => value > cutoff.score + 1e-9).length).toBeLessThan(wanted);
      expect(standings.filter((value) => value > cutoff.score - 1e-9).length).toBeGreaterThanOrEqual(wanted);
    }
  });

  it('are the same for the same seed, and drawn from other pairs for another', () => {
    const archive = measurable(planted(400));
    expect(measureCutoffs(archive, SEED)).toEqual(measureCutoffs(archive, SEED));
    expect(measureCutoffs(archive, SEED + 1)).not.toEqual(measureCutoffs(archive, SEED));
  });

  it.each<[string, ReadonlyMap<number, Terms>]>([
    ['no article', new Map()],
    ['one article', new Map([[1, termsOf('yen bank')]])],
  ])('are none where there is %s', (_what, texts) => {
    expect(measureCutoffs(measurable(texts), SEED)).toEqual([]);
  });

  it('are nothing where no two articles have anything in common', () => {
    const apart = ['yen', 'rain', '', '금리'].map((text, i) => [i + 1, termsOf(text)] as const);
    const scores = measureCutoffs(measurable(new Map(apart)), SEED).map(({ score }) => score);
    expect(scores).toEqual(SHARES.map(() => 0));
  });
});

describe('a draw', () => {
  const labels = Array.from({ length: 50 }, (_, i) => 100 + 3 * i);

  it('takes everything where there is no more than is asked for', () => {
    expect(drawn(labels, 50, SEED)).toEqual(labels);
    expect(drawn([], 5, SEED)).toEqual([]);
  });

  it('takes so many, none twice, and the same ones for the same seed', () => {
    const taken = drawn(labels, 20, SEED);
    expect(new Set(taken).size).toBe(20);
    expect(taken.filter((label) => !labels.includes(label))).toEqual([]);
    expect(drawn(labels, 20, SEED)).toEqual(taken);
    expect(drawn(labels, 20, SEED + 1)).not.toEqual(taken);
  });

  it('gives each about the same chance', () => {
    const times = new Map(labels.map((label) => [label, 0]));
    for (let seed = 0; seed < 1000; seed += 1) {
      for (const label of drawn(labels, 10, seed)) times.set(label, (times.get(label) ?? 0) + 1);
    }
    // 200 each, with a standard deviation of 13.
    for (const [, count] of times) expect(Math.abs(count - 200)).toBeLessThan(55);
  });
});
