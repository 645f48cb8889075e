import { describe, expect, it } from 'vitest';
import { evaluatePairs } from '../../src/evaluation/evaluate-pairs.js';
import { evaluateQueries } from '../../src/evaluation/evaluate-queries.js';
import { parseQrels } from '../../src/evaluation/judgments.js';
import { pairsReport, rankingReport } from '../../src/evaluation/report-data.js';
import { SCORING_SYSTEMS } from '../../src/evaluation/set.js';
import { fakeSet } from './fake-set.js';

const running = { signal: new AbortController().signal, progress: () => undefined };
const options = { depth: 100, seed: 1, samples: 100, rounds: 100, ...running };
const context = { set: 'test', date: '2026-11-23T00:00:00Z', seed: 1, notes: ['A note.'] };

const set = fakeSet({
  articles: ['good', 'bad', 'worse', 'x', 'y', 'z'],
  lists: {
    good: { others: ['x', 'y'] },
    bad: { others: ['z', 'x'], served: ['x'] },
    worse: { others: ['z', 'y'], served: [] },
  },
  scores: { 'bad x': 0.9, 'bad y': 0.1, 'good x': 0.8 },
});
const qrels = parseQrels(
  'good 0 x 1\nbad 0 x 2\nbad 0 y 1\nbad 0 z 0\nworse 0 x 1\nnone 0 x 1\nx 0 y 0\n',
  'test',
);
const evaluation = await evaluateQueries(set, qrels, options);
const report = await rankingReport(set, qrels, evaluation, context, running);

describe('what the report shows of qrels', () => {
  it('are the facts of the run, and every system as in the result', () => {
    expect(report.facts).toEqual({
      ...context,
      articles: 6,
      judged: 5,
      model: 'fake model',
      measure: 'nDCG@10',
      reference: 'fused',
    });
    expect(report.systems.map(({ name, pValue }) => [name, pValue])).toEqual(
      evaluation.result.systems.map(({ name, pValue }) => [name, pValue]),
    );
    expect(report.systems.at(-1)?.lists?.emptyShare).toBe(evaluation.result.systems.at(-1)?.lists.empty);
  });

  it('are the queries on which fused does worst; none that is unknown, or without a relevant document', () => {
    expect(report.worst.map(({ id }) => id)).toEqual(['worse', 'bad', 'good']);
    expect(report.worst[0]?.value).toBe(0);
  });

  it('are their lists side by side, with grades, and reasons for what is served', () => {
    const bad = report.worst.find(({ id }) => id === 'bad');
    expect(bad?.title).toBe('Title of bad');
    expect(bad?.judged).toEqual([
      { id: 'x', title: 'Title of x', grade: 2 },
      { id: 'y', title: 'Title of y', grade: 1 },
    ]);
    expect(bad?.lists.map(({ system }) => system)).toEqual(['words', 'general', 'fused', 'served']);
    expect(bad?.lists[2]?.items).toEqual([
      { id: 'z', title: 'Title of z', score: 1, grade: 0, reasons: [] },
      { id: 'x', title: 'Title of x', score: 0.5, grade: 2, reasons: [] },
    ]);
    expect(bad?.lists[3]?.items[0]?.reasons).toEqual(['shared by bad and x']);
  });

  it('are the scores of relevant and of all other pairs, not only of those ranked first', () => {
    expect(report.distributions.map(({ system }) => system)).toEqual(SCORING_SYSTEMS);
    const [words] = report.distributions;
    const count = (bins: readonly number[] = []) => bins.reduce((sum, one) => sum + one, 0);
    // Of the four queries in the set: bad x, bad y, good x, worse x. The others of 4 × 5 pairs.
    expect([count(words?.relevant), count(words?.other)]).toEqual([4, 16]);
    const bin = (score: number) => words?.edges.findLastIndex((edge) => edge <= score) ?? -1;
    expect(words?.relevant[bin(0.901)]).toBe(1);
    expect(words?.other[bin(0.001)]).toBe(16);
  });

  it('is the recall of the graph by the width of its search', () => {
    expect(report.neighbourRecall[0]).toEqual({ ef: 10, recall: 0.1 });
    expect(report.neighbourRecall.at(-1)?.recall).toBe(1);
  });
});

it('of pairs shows grades and scores, a sample of at most 2,000', async () => {
  const pairs = Array.from({ length: 2500 }, (_, i) => ({ a: `a${i}`, b: 'b', grade: i }));
  const scores = Object.fromEntries(pairs.map(({ a, b, grade }) => [`${a} ${b}`, grade / 10]));
  const many = fakeSet({ articles: ['b', ...pairs.map(({ a }) => a)], scores });
  const { facts, scatter } = pairsReport(many, await evaluatePairs(many, pairs, options), context);
  expect([facts.judged, facts.measure]).toEqual([2500, 'pearson']);
  expect(scatter.map(({ system }) => system)).toEqual(SCORING_SYSTEMS);
  const points = scatter[0]?.points ?? [];
  expect(new Set(points.map(({ grade }) => grade)).size).toBe(2000);
  for (const { grade, score } of points) expect(score).toBe(grade / 10);
});
