import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { createJudging, type Judging, type PairToJudge } from '../../src/engine/judging.js';
import { poolUnder } from '../../src/engine/judging-pool.js';
import { followGenerations } from '../../src/engine/served.js';
import { ArticleNotFoundError, DecisionConflictError } from '../../src/errors.js';
import { parseQrels } from '../../src/evaluation/judgments.js';
import { openGenerationStore } from '../../src/generation/store.js';
import { copyOfIndex } from '../support/built-index.js';
import { ROOT, scratchFolder } from '../support/cli.js';
import { memorySource } from '../support/memory-source.js';
import { indexProduct } from '../support/product.js';
import type { Site } from '../support/site.js';
import { sites } from './sites.js';

const { of } = sites();

const judgingOf = ({ engine }: Site): Judging => engine.judging;

const idsOf = ({ query, document }: PairToJudge) => [query.id, document.id] as const;
const named = (pair: PairToJudge | null) => (pair === null ? null : idsOf(pair).join(' '));

const text = (id: string, body: string, more: object = {}) => ({ id, title: `On ${id}`, body, ...more });
/** Of one subject; each with a word of its own, so that none is a copy. */
const YEN = ['one', 'two', 'three', 'four'].map((name) =>
  text(name, `The bank ${name} bought yen, and lenders of ${name} sold yen to the bank for weeks.`),
);

describe('the next pair to judge', () => {
  it('is the same for the same seed, and another for others', async () => {
    const judging = judgingOf(await of(YEN));
    const drawn = Array.from({ length: 12 }, (_, seed) => named(judging.next(seed, [])));
    expect(Array.from({ length: 12 }, (_, seed) => named(judging.next(seed, [])))).toEqual(drawn);
    expect(new Set(drawn).size).toBeGreaterThan(1);
  });

  it('is one that nobody has judged, until none is left', async () => {
    const judging = judgingOf(await of(YEN));
    const judged: string[] = [];
    for (let seed = 0; seed < 50; seed += 1) {
      const pair = judging.next(seed, []);
      if (pair === null) break;
      judged.push(idsOf(pair).join(' '));
      judging.grade(...idsOf(pair), seed % 4, 'ana');
    }
    // Every article under every other, once.
    expect(new Set(judged).size).toBe(12);
    expect(judged).toHaveLength(12);
    expect(judged.filter((pair) => new Set(pair.split(' ')).size < 2)).toEqual([]);
    expect(judging.next(99, [])).toBeNull();
    expect(judging.counts()).toEqual({ judgments: 12, queries: 4 });
    // What is taken back is drawn again.
    judging.grade('two', 'three', null, 'ben');
    expect(named(judging.next(99, []))).toBe('two three');
  });

  it('is none that was skipped', async () => {
    const judging = judgingOf(await of(YEN.slice(0, 2)));
    expect(named(judging.next(1, [['one', 'two']]))).toBe('two one');
    expect(
      judging.next(1, [
        ['one', 'two'],
        ['two', 'one'],
      ]),
    ).toBeNull();
  });

  it('is under one of five articles, until that has ten judgments', async () => {
    const site = await of(
      Array.from({ length: 30 }, (_, i) => text(`y${i}`, `yen ${i} yen w${i} v${i % 7}`)),
    );
    const judging = judgingOf(site);
    const under = new Map<string, number>();
    let mostOpen = 0;
    for (let seed = 0; seed < 50; seed += 1) {
      const pair = judging.next(seed, []);
      if (pair === null) throw new Error('Expected a pair, received none.');
      under.set(pair.query.id, (under.get(pair.query.id) ?? 0) + 1);
      judging.grade(...idsOf(pair), 1, 'ana');
      mostOpen = Math.max(mostOpen, [...under.values()].filter((count) => count < 10).length);
    }
    expect(mostOpen).toBe(5);
    expect(Math.max(...under.values())).toBe(10);
  });

  it('is none that a reader would not be shown, or that qrels cannot name', async () => {
    const site = await of([
      ...YEN.slice(0, 2),
      text('copy', YEN[0]?.body ?? ''),
      text('never', 'The bank never bought yen, and lenders never sold yen to the bank.', {
        noRecommend: true,
      }),
      text('later', 'The bank later bought yen, and lenders later sold yen.', {
        publishedAt: '2026-06-01T00:00:00Z',
      }),
      text('with space', 'The bank with space bought yen, and lenders sold yen to the bank.'),
    ]);
    const judging = judgingOf(site);
    const pairs: string[] = [];
    for (let seed = 0; seed < 50; seed += 1) {
      const pair = judging.next(seed, []);
      if (pair === null) break;
      pairs.push(idsOf(pair).join(' '));
      judging.grade(...idsOf(pair), 0, 'ana');
    }
    expect(pairs.sort()).toEqual([
      'copy two',
      'never copy',
      'never one',
      'never two',
      'one two',
      'two copy',
      'two one',
    ]);
  });

  it('comes with what a person needs to judge', async () => {
    const long = `<p>The <b>bank</b> &amp; the yen. ${'Lenders sold yen. '.repeat(60)}</p>`;
    const site = await of([
      text('html', long, { summary: '<i>Yen</i>', section: 'Markets', publishedAt: '2026-03-01T08:00:00Z' }),
      text('short', 'The bank bought yen.'),
    ]);
    const judging = judgingOf(site);
    const pair = judging.next(0, [['short', 'html']]);
    expect(pair?.document).toEqual({
      id: 'short',
      title: 'On short',
      url: null,
      summary: null,
      beginning: 'The bank bought yen.',
      section: null,
      publishedAt: null,
    });
    expect(pair?.query).toMatchObject({
      summary: 'Yen',
      section: 'Markets',
      publishedAt: '2026-03-01T08:00:00Z',
    });
    expect(pair?.query.beginning).toMatch(
      /^The bank & the yen\. Lenders sold yen\..* (Lenders|sold|yen\.)…$/,
    );
    expect(pair?.query.beginning.length).toBeLessThanOrEqual(600);
    expect(pair?.ranks).toEqual({ words: 1, general: 1, archive: null, names: null, titles: 1 });
    expect(pair?.shown).toBe(site.relatedIds('html', { limit: 4 }).includes('short'));
  });
});

describe('what was judged', () => {
  it('is written as qrels, without ids that they cannot hold', async () => {
    const judging = judgingOf(await of([...YEN, text('with space', 'yen')]));
    expect(judging.qrels()).toBe('');
    judging.grade('two', 'one', 3, 'ana');
    judging.grade('one', 'four', 0, 'ben');
    judging.grade('one', 'with space', 2, 'ben');
    judging.grade('one', 'four', 2, 'ana');
    expect(judging.qrels()).toBe('one 0 four 2\ntwo 0 one 3\n');
  });

  it('is of two articles that are published', async () => {
    const judging = judgingOf(await of(YEN));
    expect(() => judging.grade('one', 'gone', 1, 'ana')).toThrow(ArticleNotFoundError);
    expect(() => judging.grade('gone', 'one', 1, 'ana')).toThrow(ArticleNotFoundError);
    expect(() => judging.grade('one', 'one', 1, 'ana')).toThrow(DecisionConflictError);
    expect(judging.counts()).toEqual({ judgments: 0, queries: 0 });
  });
});

describe('on the sample', () => {
  const qrels = parseQrels(readFileSync(join(ROOT, 'data/judgments.qrels'), 'utf8'), 'judgments.qrels');
  const gradeOf = (query: string, document: string) => qrels.get(query)?.get(document) ?? 0;
  /** How far the places by words and by meaning are apart. */
  const disagreement = ({ ranks: { words, general } }: Pick<PairToJudge, 'ranks'>) =>
    Math.abs((words === null ? 0 : 1 / (words + 5)) - (general === null ? 0 : 1 / (general + 5)));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  let drawn: PairToJudge[];
  let all: { query: string; document: string; disagreement: number }[];

  beforeAll(async () => {
    const lines = readFileSync(join(ROOT, 'data/articles.jsonl'), 'utf8').trimEnd().split('\n');
    const articles = lines.map((line): unknown => JSON.parse(line));
    const indexDir = join(scratchFolder(), 'index');
    await copyOfIndex(articles, indexDir, async (folder) => {
      await indexProduct(memorySource('sample', articles), folder, { strict: true });
    });
    const catalog = openSqliteCatalog(join(indexDir, 'catalog.sqlite'));
    const log = () => undefined;
    const served = await followGenerations(
      { catalog, store: openGenerationStore(indexDir), log, rebuild: async () => undefined },
      { watch: false },
    );
    const index = served.live();
    if (index === null) throw new Error('Expected an index, received none.');
    const now = Date.parse('2026-01-01T00:00:00Z');
    const none = () => ({ article: null, related: [], empty: null, index: {} as never });
    const judging = createJudging({ catalog, live: () => index, related: none, clock: () => now });
    drawn = [];
    for (let seed = 0; drawn.length < 60; seed += 1) {
      const pair = judging.next(seed, []);
      if (pair === null) break;
      drawn.push(pair);
      judging.grade(pair.query.id, pair.document.id, gradeOf(...idsOf(pair)), 'ana');
    }
    const known = catalog.published(now, 0, 1000);
    const idOf = new Map(known.map(({ key, id }) => [key, id]));
    all = catalog.load([...idOf.keys()]).flatMap((stored) =>
      poolUnder(stored, index, catalog, now).map((one) => ({
        query: stored.article.id,
        document: idOf.get(one.key) ?? '',
        disagreement: disagreement(one),
      })),
    );
    return async () => {
      await served.close();
      catalog.close();
    };
  });

  it('the signals disagree more about the pairs drawn than about all that could be', () => {
    expect(drawn).toHaveLength(60);
    expect(mean(drawn.map(disagreement))).toBeGreaterThan(1.3 * mean(all.map((one) => one.disagreement)));
  });

  it('pairs of both kinds are drawn, and relevant ones oftener than by chance', () => {
    const relevant = drawn.filter((pair) => gradeOf(...idsOf(pair)) > 0).length;
    const byChance = all.filter(({ query, document }) => gradeOf(query, document) > 0).length / all.length;
    expect(relevant / drawn.length).toBeGreaterThan(byChance);
    expect(relevant).toBeLessThan(drawn.length);
  });
});
