import type { Interval } from './bootstrap.js';
import type { ListStatistics } from './lists.js';
import type { SystemName } from './set.js';

/** What was measured on qrels; `seealso eval --json` prints exactly this. */
export interface QueryResult {
  /** Articles in the set. */
  readonly articles: number;
  /** Queries in the judgments, those included that the set does not hold. */
  readonly queries: number;
  readonly systems: readonly SystemResult<ListStatistics>[];
  /** Only where asked for: the measure of each query, for a paired comparison with a later run. */
  readonly perQuery?: PerQuery;
}

/** What was measured on graded pairs. */
export interface PairResult {
  readonly articles: number;
  /** Pairs that were compared. */
  readonly pairs: number;
  readonly systems: readonly SystemResult<null>[];
}

export type EvaluationResult = QueryResult | PairResult;

export interface SystemResult<Lists> {
  readonly name: SystemName;
  /** By name: the means over the queries, or the correlations over the pairs. */
  readonly measures: Readonly<Record<string, Interval>>;
  /** `null` for pairs. */
  readonly lists: Lists;
  /** Of the paired randomisation test against `fused` on the result's main measure; `null` for `fused` itself. */
  readonly pValue: number | null;
}

export interface PerQuery {
  readonly measure: string;
  readonly queries: readonly string[];
  /** By name of the system, in the order of `queries`. */
  readonly values: Readonly<Record<string, readonly number[]>>;
}

/** The measure that systems are compared on. */
export function mainMeasure(result: EvaluationResult): 'nDCG@10' | 'pearson' {
  return 'queries' in result ? 'nDCG@10' : 'pearson';
}

/** What the measuring itself is asked. */
export interface EvaluationOptions {
  /** Of the resamples, the randomisation tests and what is sampled. */
  readonly seed: number;
  /** Resamples of the bootstrap, at least 1. */
  readonly samples: number;
  /** Rounds of the randomisation test, at least 1. */
  readonly rounds: number;
  readonly signal: AbortSignal;
  /** Queries or pairs done so far; waited for, so that whoever listens can let others have the thread. */
  readonly progress: (done: number, total: number) => void | Promise<void>;
}
