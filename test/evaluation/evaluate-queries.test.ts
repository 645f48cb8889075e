import { describe, expect, it } from 'vitest';
import { evaluateQueries, type QueryOptions } from '../../src/evaluation/evaluate-queries.js';
import { parseQrels } from '../../src/evaluation/judgments.js';
import { MEASURE_NAMES } from '../../src/evaluation/measures.js';
import { SYSTEMS, type SystemName } from '../../src/evaluation/set.js';
import { fakeSet } from './fake-set.js';

const options: QueryOptions = {
  depth: 1000,
  seed: 1,
  samples: 200,
  rounds: 500,
  signal: new AbortController().signal,
  progress: () => undefined,
};
const qrels = (text: string) => parseQrels(text.trim().replaceAll(/^\s+/gm, ''), 'test');

const set = fakeSet({
  articles: ['q', 'r', 'a', 'b', 'c'],
  lists: {
    q: { fused: ['a', 'b', 'c'], words: ['c', 'b', 'a'], served: ['a'], others: [] },
    r: { fused: ['b', 'a'], words: ['a', 'b'], others: [] },
  },
});
const judgments = qrels(`
  q 0 a 1
  q 0 b 0
  r 0 b 2
  r 0 a 1`);

async function valuesOf(system: SystemName, text: string | null = null) {
  const { result } = await evaluateQueries(set, text === null ? judgments : qrels(text), options);
  const measures = result.systems.find(({ name }) => name === system)?.measures ?? {};
  return (measure: string) => measures[measure]?.value;
}

describe('measuring queries', () => {
  it('gives the mean of every measure over the queries, for every system', async () => {
    const { result } = await evaluateQueries(set, judgments, options);
    expect([result.articles, result.queries]).toEqual([5, 2]);
    expect(result.systems.map(({ name }) => name)).toEqual(SYSTEMS);
    for (const { measures } of result.systems) expect(Object.keys(measures)).toEqual(MEASURE_NAMES);
    const words = await valuesOf('words');
    // q: a at rank 3, 1/log2(4). r: grades 1 2 where 2 1 is best.
    const r = (1 + 2 / Math.log2(3)) / (2 + 1 / Math.log2(3));
    expect(words('nDCG@10')).toBeCloseTo((0.5 + r) / 2, 12);
    expect(words('MRR')).toBeCloseTo((1 / 3 + 1) / 2, 12);
    expect(words('MAP')).toBeCloseTo((1 / 3 + 1) / 2, 12);
    expect(words('P@5')).toBeCloseTo((1 / 5 + 2 / 5) / 2, 12);
  });

  it('counts a query that the set does not hold as 0, and tells its id', async () => {
    const fused = await valuesOf('fused', 'q 0 a 1\nmissing 0 a 1');
    expect([fused('nDCG@10'), fused('MRR'), fused('Success@5')]).toEqual([0.5, 0.5, 0.5]);
    const { unknown } = await evaluateQueries(set, qrels('q 0 a 1\nmissing 0 a 1'), options);
    expect(unknown).toEqual({ queries: ['missing'], documents: [] });
  });

  it('counts a query without a relevant document as 0, as trec_eval -c does', async () => {
    const fused = await valuesOf('fused', 'q 0 a 1\nr 0 a 0\nr 0 b -1');
    expect([fused('nDCG@10'), fused('Recall@100'), fused('MAP')]).toEqual([0.5, 0.5, 0.5]);
  });

  it('counts a relevant document that the set does not hold among those to be found, and tells its id', async () => {
    const fused = await valuesOf('fused', 'q 0 a 1\nq 0 nowhere 1');
    expect(fused('Recall@10')).toBe(0.5);
    const { unknown } = await evaluateQueries(set, qrels('q 0 a 1\nq 0 nowhere 1'), options);
    expect(unknown.documents).toEqual(['nowhere']);
  });

  it('reads a run in the order of trec_eval: by score, ties by id, descending', async () => {
    const tied = fakeSet({
      articles: ['q', 'a', 'b'],
      lists: {
        q: {
          others: [
            { id: 'a', score: 1 },
            { id: 'b', score: 1 },
          ],
        },
      },
    });
    const { result } = await evaluateQueries(tied, qrels('q 0 a 1'), options);
    expect(result.systems[0]?.measures.MRR?.value).toBe(1 / 2);
  });

  it('tests every system against fused on nDCG@10: fused itself has no p, its equal has 1', async () => {
    const queries = Array.from({ length: 30 }, (_, i) => `q${i}`);
    const better = { fused: ['a'], served: ['a'], words: ['b', 'a'], others: [] };
    const thirty = fakeSet({
      articles: [...queries, 'a', 'b'],
      lists: Object.fromEntries(queries.map((id) => [id, better])),
    });
    const { result } = await evaluateQueries(
      thirty,
      qrels(queries.map((id) => `${id} 0 a 1`).join('\n')),
      options,
    );
    const p = Object.fromEntries(result.systems.map(({ name, pValue }) => [name, pValue]));
    expect([p.fused, p.served, p.words]).toEqual([null, 1, 1 / 501]);
  });

  it('draws from its seed: the same one gives the same intervals and p-values, another gives others', async () => {
    const queries = Array.from({ length: 25 }, (_, i) => `q${i}`);
    const uneven = fakeSet({
      articles: [...queries, 'a', 'b', 'c'],
      lists: Object.fromEntries(
        queries.map((id, i) => [
          id,
          { fused: i % 3 === 0 ? ['b', 'a'] : ['a'], others: i % 4 === 0 ? ['c'] : ['a'] },
        ]),
      ),
    });
    const seeded = async (seed: number) =>
      (
        await evaluateQueries(uneven, qrels(queries.map((id) => `${id} 0 a 1`).join('\n')), {
          ...options,
          seed,
        })
      ).result;
    expect(await seeded(1)).toEqual(await seeded(1));
    const [first, second] = [(await seeded(1)).systems[0], (await seeded(2)).systems[0]];
    expect(first?.measures.MAP).not.toEqual(second?.measures.MAP);
    expect(first?.measures.MAP?.value).toBe(second?.measures.MAP?.value);
    expect(first?.pValue).not.toBe(second?.pValue);
  });

  it('hands on each run while it is there, cut to the depth', async () => {
    const heard: string[] = [];
    await evaluateQueries(set, judgments, {
      ...options,
      depth: 2,
      ranked: (query, system, run) => {
        if (system === 'fused') heard.push(`${query}: ${run.map(({ id }) => id).join(' ')}`);
      },
    });
    expect(heard).toEqual(['q: a b', 'r: b a']);
  });

  it('tells what the lists are like, of the queries that the set holds', async () => {
    const { result } = await evaluateQueries(set, qrels('q 0 a 1\nr 0 a 1\nmissing 0 a 1'), options);
    const served = result.systems.find(({ name }) => name === 'served');
    expect(served?.lists).toEqual({
      diversity: null,
      coverage: 1 / 5,
      empty: 1 / 2,
      mostRecommended: [{ id: 'a', title: 'Title of a', lists: 1 }],
    });
  });

  it('gives nDCG@10 of every query in the order of the judgments', async () => {
    const { perQuery } = await evaluateQueries(set, judgments, options);
    expect([perQuery.measure, perQuery.queries]).toEqual(['nDCG@10', ['q', 'r']]);
    expect(perQuery.values.fused).toEqual([1, 1]);
    expect(perQuery.values.words?.[0]).toBe(0.5);
  });

  it('tells how far it is, and stops when it is asked to', async () => {
    const stop = new AbortController();
    const heard: string[] = [];
    const stopped = evaluateQueries(set, judgments, {
      ...options,
      signal: stop.signal,
      progress: (done, total) => {
        heard.push(`${done} of ${total}`);
        stop.abort();
      },
    });
    await expect(stopped).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(heard).toEqual(['1 of 2']);
  });
});
