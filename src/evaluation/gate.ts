import { createRandom } from './random.js';
import { signFlipTest } from './randomisation.js';
import { type EvaluationResult, mainMeasure, type PerQuery } from './result.js';

/** Differences with a smaller p-value are called significant. */
export const SIGNIFICANT = 0.05;

/** What an earlier run printed with `--json`, as far as it is compared. */
export interface Baseline {
  readonly queries?: number | undefined;
  readonly pairs?: number | undefined;
  readonly systems: readonly {
    readonly name: string;
    readonly measures: Readonly<Record<string, { readonly value: number }>>;
  }[];
  readonly perQuery?: PerQuery | undefined;
}

export interface GateOptions {
  readonly systems: readonly string[];
  /** A drop of no more than this is let pass. */
  readonly maxDrop: number;
  readonly rounds: number;
  readonly seed: number;
}

export interface Drop {
  readonly system: string;
  readonly measure: string;
  readonly old: number;
  readonly now: number;
  /** What makes the drop significant. */
  readonly because: string;
}

/** Why the two cannot be compared, in words for an error; `null` where they can. */
export function incomparable(
  result: EvaluationResult,
  baseline: Baseline,
  systems: readonly string[],
): string | null {
  const measure = mainMeasure(result);
  const [unit, count, before] =
    'queries' in result
      ? ['queries', result.queries, baseline.queries]
      : ['pairs', result.pairs, baseline.pairs];
  if (before !== count)
    return `expected a result over ${count} ${unit}, received one over ${before ?? 'no'} ${unit}`;
  const without = systems.find((name) => meanOf(baseline.systems, name, measure) === undefined);
  return without === undefined ? null : `expected ${measure} of the system ${without}, received nothing`;
}

/**
 * The systems that got significantly worse: the main measure (nDCG@10, or Pearson) fell by more than `maxDrop`, and
 * the fall is not chance. Where both runs have the values of the same queries, the paired randomisation test says
 * so (p < 0.05). Where the baseline has only means, the whole new 95% interval must lie below the old mean, which
 * is no less strict about false alarms, but misses smaller drops, since it does not know that queries are the same.
 * The two must be comparable.
 */
export function findDrops(
  result: EvaluationResult,
  perQuery: PerQuery | null,
  baseline: Baseline,
  options: GateOptions,
): Drop[] {
  const measure = mainMeasure(result);
  return options.systems.flatMap((system) => {
    const interval = result.systems.find(({ name }) => name === system)?.measures[measure];
    const old = meanOf(baseline.systems, system, measure);
    if (interval === undefined || old === undefined) return [];
    const { value: now, high } = interval;
    if (old - now <= options.maxDrop) return [];
    const p = pairedP(system, perQuery, baseline.perQuery, options);
    if (p === null ? high >= old : p >= SIGNIFICANT) return [];
    const because =
      p === null
        ? `the whole 95% interval lies below, up to ${high.toFixed(4)}`
        : `paired randomisation test, p = ${p.toFixed(4)}`;
    return [{ system, measure, old, now, because }];
  });
}

function meanOf(systems: Baseline['systems'], name: string, measure: string): number | undefined {
  return systems.find((system) => system.name === name)?.measures[measure]?.value;
}

/** `null` where the values of the same queries are not there on both sides. */
function pairedP(
  system: string,
  now: PerQuery | null,
  old: PerQuery | undefined,
  { rounds, seed }: GateOptions,
): number | null {
  const [values, before] = [now?.values[system], old?.values[system]];
  if (now === null || old === undefined || values === undefined || before === undefined) return null;
  if (now.measure !== old.measure || before.length !== old.queries.length) return null;
  const places = new Map(old.queries.map((query, place) => [query, place]));
  const differences = now.queries.map((query, i) => {
    const place = places.get(query);
    return place === undefined ? null : (values[i] ?? 0) - (before[place] ?? 0);
  });
  const known = differences.filter((difference) => difference !== null);
  if (known.length !== now.queries.length || known.length !== old.queries.length) return null;
  return signFlipTest(Float64Array.from(known), 1, rounds, createRandom(seed))[0] ?? null;
}
