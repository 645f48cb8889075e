import { type Interval, meansWithIntervals } from './bootstrap.js';
import type { Qrels } from './judgments.js';
import { LIST_LENGTH, observeLists } from './lists.js';
import { inTrecOrder, judge, MEASURE_NAMES, MEASURES, type RankedDocument } from './measures.js';
import { createRandom } from './random.js';
import { signFlipTest } from './randomisation.js';
import type { EvaluationOptions, PerQuery, QueryResult } from './result.js';
import { type EvaluationSet, REFERENCE, SYSTEMS, type SystemName } from './set.js';

/** What is compared: the other systems against the reference, on this measure. */
const MAIN = 'nDCG@10';
/** A table of values has for each query (row) a column per system and measure. */
const COLUMNS = SYSTEMS.length * MEASURE_NAMES.length;

export interface QueryOptions extends EvaluationOptions {
  /** Length of the runs that are measured. */
  readonly depth: number;
  /** Hears each run, in order, while it is there: runs are not kept. */
  readonly ranked?: (
    query: string,
    system: SystemName,
    run: readonly RankedDocument[],
  ) => void | Promise<void>;
}

export interface QueryEvaluation {
  readonly result: QueryResult;
  readonly perQuery: PerQuery;
  /** Ids in the judgments that the set does not hold: as queries they have 0, as documents they are never found. */
  readonly unknown: { readonly queries: readonly string[]; readonly documents: readonly string[] };
}

/**
 * Measures every system on every judged query, as `trec_eval -c` does: a query that is missing from the set, or has
 * no relevant document, counts 0 and is counted in the mean.
 */
export async function evaluateQueries(
  set: EvaluationSet,
  qrels: Qrels,
  options: QueryOptions,
): Promise<QueryEvaluation> {
  const queries = [...qrels.keys()];
  const values = new Float64Array(queries.length * COLUMNS);
  const lists = SYSTEMS.map(() => observeLists(set.articles, (a, b) => set.similarity(a, b)));
  const unknownQueries: string[] = [];
  for (const [row, query] of queries.entries()) {
    options.signal.throwIfAborted();
    const rankings = await set.rank(query, options.depth);
    if (rankings === null) unknownQueries.push(query);
    else {
      for (const [i, system] of SYSTEMS.entries()) {
        const run = inTrecOrder(rankings[system]).slice(0, options.depth);
        const list = judge(run, qrels.get(query) ?? new Map());
        MEASURE_NAMES.forEach((name, measure) => {
          values[row * COLUMNS + i * MEASURE_NAMES.length + measure] = MEASURES[name](list);
        });
        lists[i]?.add(run.slice(0, LIST_LENGTH).map(({ id }) => id));
        await options.ranked?.(query, system, run);
      }
    }
    await options.progress(row + 1, queries.length);
  }
  const intervals = meansWithIntervals(values, COLUMNS, options.samples, createRandom(options.seed));
  const perQuery = ofMain(queries, values);
  const pValues = againstReference(perQuery, options);
  return {
    result: {
      articles: set.articles.length,
      queries: queries.length,
      systems: SYSTEMS.map((name, i) => ({
        name,
        measures: Object.fromEntries(
          MEASURE_NAMES.map((measure, j) => [measure, intervals[i * MEASURE_NAMES.length + j] as Interval]),
        ),
        lists: (lists[i] as (typeof lists)[number]).statistics(),
        pValue: pValues.get(name) ?? null,
      })),
    },
    perQuery,
    unknown: { queries: unknownQueries, documents: unknownDocuments(set, qrels) },
  };
}

function ofMain(queries: readonly string[], values: Float64Array): PerQuery {
  const column = (i: number) => i * MEASURE_NAMES.length + MEASURE_NAMES.indexOf(MAIN);
  return {
    measure: MAIN,
    queries,
    values: Object.fromEntries(
      SYSTEMS.map((system, i) => [system, queries.map((_, row) => values[row * COLUMNS + column(i)] ?? 0)]),
    ),
  };
}

function againstReference(
  { queries, values }: PerQuery,
  { rounds, seed }: EvaluationOptions,
): ReadonlyMap<SystemName, number> {
  const others = SYSTEMS.filter((name) => name !== REFERENCE);
  const differences = new Float64Array(queries.length * others.length);
  others.forEach((name, column) => {
    queries.forEach((_, row) => {
      differences[row * others.length + column] =
        (values[name]?.[row] ?? 0) - (values[REFERENCE]?.[row] ?? 0);
    });
  });
  const pValues = signFlipTest(differences, others.length, rounds, createRandom(seed));
  return new Map(others.map((name, column) => [name, pValues[column] ?? 1]));
}

function unknownDocuments(set: EvaluationSet, qrels: Qrels): string[] {
  const known = new Set(set.articles.map(({ id }) => id));
  const judged = new Set([...qrels.values()].flatMap((documents) => [...documents.keys()]));
  return [...judged].filter((id) => !known.has(id));
}
