import { describe, expect, it } from 'vitest';
import { type Baseline, findDrops, type GateOptions, incomparable } from '../../src/evaluation/gate.js';
import type { EvaluationResult, PerQuery } from '../../src/evaluation/result.js';

const options: GateOptions = { systems: ['fused', 'served'], maxDrop: 0.01, rounds: 1000, seed: 1 };

interface Mean {
  readonly value: number;
  readonly high?: number;
}

/** A result over 100 queries, of which only nDCG@10 is said. */
function result(fused: Mean, served: Mean): EvaluationResult {
  const system = (name: 'fused' | 'served', { value, high = value + 0.02 }: Mean) => ({
    name,
    measures: { 'nDCG@10': { value, low: value - 0.02, high } },
    lists: { diversity: null, coverage: 0, empty: 0, mostRecommended: [] },
    pValue: null,
  });
  return { articles: 10, queries: 100, systems: [system('fused', fused), system('served', served)] };
}

const baseline: Baseline = result({ value: 0.4 }, { value: 0.38 });
const perQuery = (fused: (i: number) => number): PerQuery => ({
  measure: 'nDCG@10',
  queries: Array.from({ length: 100 }, (_, i) => `q${i}`),
  values: { fused: Array.from({ length: 100 }, (_, i) => fused(i)) },
});

describe('the gate against a baseline of means', () => {
  it('finds a system whose whole interval lies below the old mean', () => {
    const drops = findDrops(result({ value: 0.36, high: 0.39 }, { value: 0.38 }), null, baseline, options);
    expect(drops).toEqual([
      {
        system: 'fused',
        measure: 'nDCG@10',
        old: 0.4,
        now: 0.36,
        because: 'the whole 95% interval lies below, up to 0.3900',
      },
    ]);
  });

  it('lets a drop pass that may be chance', () => {
    expect(findDrops(result({ value: 0.36, high: 0.4 }, { value: 0.38 }), null, baseline, options)).toEqual(
      [],
    );
  });

  it('lets a drop pass that is no larger than allowed, however sure it is', () => {
    const small = result({ value: 0.391, high: 0.392 }, { value: 0.38 });
    expect(findDrops(small, null, baseline, options)).toEqual([]);
    expect(findDrops(small, null, baseline, { ...options, maxDrop: 0.005 })).toHaveLength(1);
  });

  it('lets a rise pass', () => {
    expect(findDrops(result({ value: 0.5 }, { value: 0.6 }), null, baseline, options)).toEqual([]);
  });

  it('looks at the systems that were named', () => {
    const worse = result({ value: 0.3 }, { value: 0.3 });
    const found = (systems: readonly string[]) =>
      findDrops(worse, null, baseline, { ...options, systems }).map(({ system }) => system);
    expect(found(['fused', 'served'])).toEqual(['fused', 'served']);
    expect(found(['served'])).toEqual(['served']);
  });
});

describe('the gate against a baseline with every query', () => {
  const now = result({ value: 0.38 }, { value: 0.38 });
  const withQueries = (values: PerQuery): Baseline => ({ ...baseline, perQuery: values });

  it('finds a drop that the intervals do not show: each query lost a little', () => {
    const old = withQueries(perQuery((i) => i / 100 + 0.02));
    expect(findDrops(now, null, old, options)).toEqual([]);
    const [drop] = findDrops(
      now,
      perQuery((i) => i / 100),
      old,
      options,
    );
    expect(drop?.because).toBe('paired randomisation test, p = 0.0010');
  });

  it('lets a drop pass that comes from a few queries among others that rose', () => {
    const old = withQueries(perQuery(() => 0.4));
    const values = perQuery((i) => (i % 2 === 0 ? 0.4 + 0.3 : 0.4 - 0.34));
    expect(findDrops(now, values, old, options)).toEqual([]);
  });

  it('pairs queries by id and not by place', () => {
    const values = perQuery((i) => i / 100);
    const turned = {
      ...values,
      queries: [...values.queries].reverse(),
      values: { fused: [...(values.values.fused ?? [])].reverse().map((value) => value + 0.02) },
    };
    expect(findDrops(now, values, withQueries(turned), options)).toHaveLength(1);
  });

  it('falls back on the interval where the queries are others', () => {
    const old = withQueries({
      ...perQuery(() => 1),
      queries: Array.from({ length: 100 }, (_, i) => `other${i}`),
    });
    expect(
      findDrops(
        now,
        perQuery(() => 0),
        old,
        options,
      ),
    ).toEqual([]);
  });
});

describe('a baseline that cannot be compared', () => {
  const now = result({ value: 0.4 }, { value: 0.4 });
  it.each([
    [
      'of another number of queries',
      { ...baseline, queries: 99 },
      'expected a result over 100 queries, received one over 99 queries',
    ],
    [
      'of pairs',
      { pairs: 100, systems: [] },
      'expected a result over 100 queries, received one over no queries',
    ],
    [
      'without a system',
      { ...baseline, systems: baseline.systems.slice(0, 1) },
      'expected nDCG@10 of the system served, received nothing',
    ],
  ])('%s is told', (_, old, problem) => {
    expect(incomparable(now, old, options.systems)).toBe(problem);
  });

  it('is none that has all', () => {
    expect(incomparable(now, baseline, options.systems)).toBeNull();
  });
});
