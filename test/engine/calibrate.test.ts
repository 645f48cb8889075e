import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { type Calibration, createCalibration, shareReaching } from '../../src/engine/calibrate.js';
import { LiveIndex } from '../../src/engine/live-index.js';
import {
  choosableScores,
  type JudgedPair,
  LEAST_PAIRS,
  scoreForPrecision,
} from '../../src/engine/score-for-precision.js';
import { cutoffFrom, DEFAULT_CHOICE } from '../../src/recommend/cutoff.js';
import { type IndexFolder, indexFolder } from '../support/index-folder.js';
import { memorySource } from '../support/memory-source.js';
import { ARCHIVE, randomNumbers } from '../support/newsroom.js';

/** `'++-'`: two relevant pairs and one that is not, scores falling by 1 down to 1. */
const pairsOf = (relevance: string): JudgedPair[] =>
  [...relevance].map((sign, i) => ({ standing: relevance.length - i, relevant: sign === '+' }));

describe('the scores that may be chosen on judgments', () => {
  it('end where what follows is less relevant than what came before', () => {
    expect(choosableScores(pairsOf('++-+--'))).toEqual([
      { score: 5, pairs: 2, relevant: 2, precision: 1 },
      { score: 3, pairs: 4, relevant: 3, precision: 3 / 4 },
      { score: 1, pairs: 6, relevant: 3, precision: 1 / 2 },
    ]);
  });

  it('do not end before a stretch that is more relevant than what came before', () => {
    expect(choosableScores(pairsOf('-+++'))).toEqual([{ score: 1, pairs: 4, relevant: 3, precision: 3 / 4 }]);
    expect(choosableScores(pairsOf('+--+++')).map(({ score }) => score)).toEqual([6, 1]);
  });

  it('keep pairs of one score together', () => {
    const pairs = [
      { standing: 2, relevant: true },
      { standing: 1, relevant: false },
      { standing: 2, relevant: false },
      { standing: 1, relevant: false },
    ];
    expect(choosableScores(pairs)).toEqual([
      { score: 2, pairs: 2, relevant: 1, precision: 1 / 2 },
      { score: 1, pairs: 4, relevant: 1, precision: 1 / 4 },
    ]);
  });

  it('let ever more pass with ever less precision, each as many as the pairs themselves say', () => {
    const random = randomNumbers(3);
    const pairs = Array.from({ length: 2000 }, () => {
      const standing = Math.floor(random() * 500) / 500;
      return { standing, relevant: random() < standing ** 2 };
    });
    const scores = choosableScores(pairs);
    expect(scores.length).toBeGreaterThan(10);
    scores.forEach((passing, i) => {
      const those = pairs.filter(({ standing }) => standing >= passing.score);
      const relevant = those.filter((pair) => pair.relevant).length;
      expect(passing).toEqual({
        score: passing.score,
        pairs: those.length,
        relevant,
        precision: relevant / those.length,
      });
      const before = scores[i - 1];
      if (before === undefined) return;
      expect(passing.score).toBeLessThan(before.score);
      expect(passing.precision).toBeLessThan(before.precision);
    });
    expect(scores.at(-1)?.pairs).toBe(pairs.length);
  });

  it('are none without pairs', () => {
    expect(choosableScores([])).toEqual([]);
    expect(scoreForPrecision([], 0.1)).toBeNull();
  });
});

describe('the score for a precision', () => {
  const choosable = choosableScores(pairsOf(`${'+'.repeat(20)}${'+-'.repeat(10)}${'-'.repeat(60)}`));

  it('is the lowest that reaches it', () => {
    expect(scoreForPrecision(choosable, 1)).toMatchObject({ pairs: 21, precision: 1 });
    expect(scoreForPrecision(choosable, 0.76)).toMatchObject({ pairs: 39, relevant: 30 });
    expect(scoreForPrecision(choosable, 0.3)).toMatchObject({ score: 1, pairs: 100, relevant: 30 });
  });

  it('is none where too few pairs reach it', () => {
    const few = (count: number) => choosableScores(pairsOf(`${'+'.repeat(count)}${'-'.repeat(50)}`));
    expect(scoreForPrecision(few(LEAST_PAIRS - 1), 1)).toBeNull();
    expect(scoreForPrecision(few(LEAST_PAIRS), 1)).toMatchObject({ pairs: LEAST_PAIRS });
  });

  it('is none where nothing reaches it', () => {
    expect(scoreForPrecision(choosableScores(pairsOf(`${'-+'.repeat(50)}`)), 0.6)).toBeNull();
  });
});

describe('the share of random pairs that reach a score', () => {
  const quantiles = [
    { share: 0.5, score: 0.1 },
    { share: 0.1, score: 0.2 },
    { share: 0.001, score: 0.4 },
  ];
  const table = { articles: 1_000_000, quantiles };

  it('is the share whose score it is', () => {
    for (const share of [0.5, 0.3, 0.1, 0.05, 0.002, 0.001]) {
      const { related } = cutoffFrom(table, { share });
      expect(shareReaching(table, related)).toBeCloseTo(share, 12);
    }
  });

  it('is that at the end of the table beyond it, and all of them for nothing', () => {
    expect(shareReaching(table, 0.9)).toBe(0.001);
    expect(shareReaching(table, 0.05)).toBe(0.5);
    expect(shareReaching(table, 0)).toBe(1);
    expect(shareReaching({ articles: 0, quantiles: [] }, 0.5)).toBe(0);
  });
});

describe('the calibration of an index', () => {
  const NOW = Date.parse('2026-01-01T00:00:00Z');
  let site: IndexFolder;
  let calibration: Calibration;

  beforeEach(async () => {
    site = indexFolder();
    const hidden = {
      title: 'Yen against the dollar',
      body: 'The yen and the Bank of Japan.',
      language: 'en',
    };
    const articles = [
      ...ARCHIVE,
      { ...hidden, id: 'of-the-future', publishedAt: '2026-02-01T00:00:00Z' },
      { ...hidden, id: 'not-to-be-shown', noRecommend: true },
    ];
    await site.run([memorySource('newsroom', articles)]);
    const index = new LiveIndex(await site.current(), site.catalog);
    calibration = createCalibration({
      catalog: site.catalog,
      index,
      clock: () => NOW,
      close: async () => {},
    });
  });
  afterEach(async () => {
    await calibration.close();
    site.catalog.close();
  });

  const judge = (...lines: readonly (readonly [query: string, document: string, grade: number])[]) => {
    const qrels = new Map<string, Map<string, number>>();
    for (const [query, document, grade] of lines) {
      const judged = qrels.get(query) ?? new Map<string, number>();
      qrels.set(query, judged.set(document, grade));
    }
    return calibration.judge(qrels, async () => {});
  };

  it('holds every article that the query could be given against the judgments', async () => {
    const { pairs, queries, relevant } = await judge(
      ['yen-falls', 'dollar-rally', 2],
      ['yen-falls', 'rates-held', 1],
      ['yen-falls', 'cup-final', 0],
    );
    // Neither itself, nor the German one, nor the two that are not shown to anybody.
    expect(pairs.length).toBeGreaterThan(2);
    expect(pairs.length).toBeLessThanOrEqual(ARCHIVE.length - 2);
    expect([queries, relevant]).toEqual([1, 2]);
    expect(pairs.filter((pair) => pair.relevant)).toHaveLength(2);
    const best = pairs.reduce((a, b) => (b.standing > a.standing ? b : a));
    expect(best.relevant).toBe(true);
  });

  it('tells queries that the index does not hold, and counts what it could show only', async () => {
    const { pairs, queries, unknown, relevant } = await judge(
      ['nobody-knows', 'yen-falls', 1],
      ['cup-final', 'league-opens', 1],
      ['cup-final', 'long-gone', 1],
      ['cup-final', 'cup-final', 2],
    );
    expect([queries, unknown, relevant]).toEqual([1, ['nobody-knows'], 1]);
    expect(pairs.filter((pair) => pair.relevant)).toHaveLength(1);
  });

  it('says after each query how far it is', async () => {
    const heard: string[] = [];
    const qrels = new Map(['yen-falls', 'none', 'cup-final'].map((id) => [id, new Map([['rates-held', 1]])]));
    await calibration.judge(qrels, async (done, total) => {
      heard.push(`${done}/${total}`);
    });
    expect(heard).toEqual(['1/3', '2/3', '3/3']);
  });

  it('says what a choice makes of the lists', () => {
    const shown = ARCHIVE.length;
    const nothing = calibration.effect({ score: 99 }, 4);
    expect(nothing.lists).toEqual({ sampled: shown, limit: 4, averageLength: 0, emptyShare: 1 });
    const everything = calibration.effect({ score: 0 }, 50);
    expect(everything.randomPairs).toBe(1);
    expect(everything.lists.emptyShare).toBeLessThan(0.2);
    expect(everything.lists.averageLength).toBeGreaterThan(2);
    const cut = calibration.effect({ score: 0 }, 2);
    expect(cut.lists.averageLength).toBeLessThanOrEqual(2);
    expect(cut.lists.averageLength).toBeLessThan(everything.lists.averageLength);
    const between = calibration.effect(DEFAULT_CHOICE, 4);
    expect(between.score).toBeGreaterThan(0);
    expect(between.isDefault).toBe(true);
    expect(calibration.effect({ share: 0.001 }, 4).isDefault).toBe(false);
  });

  it('is remembered for whoever opens the catalogue, until the default is chosen again', async () => {
    const other = openSqliteCatalog(join(site.folder, 'catalog.sqlite'));
    const theirs = createCalibration({
      catalog: other,
      index: new LiveIndex(await site.current(), other),
      clock: () => NOW,
      close: async () => {},
    });
    try {
      expect(theirs.choice()).toBe(DEFAULT_CHOICE);
      calibration.choose({ score: 0.25 });
      expect([calibration.choice(), theirs.choice()]).toEqual([{ score: 0.25 }, { score: 0.25 }]);
      calibration.choose({ share: 0.01 });
      expect(theirs.choice()).toEqual({ share: 0.01 });
      calibration.choose(null);
      expect(theirs.choice()).toBe(DEFAULT_CHOICE);
    } finally {
      other.close();
    }
  });
});
