import { ascending } from './correlation.js';
import type { PairEvaluation } from './evaluate-pairs.js';
import type { QueryEvaluation } from './evaluate-queries.js';
import type { Qrels } from './judgments.js';
import { LIST_LENGTH, type ListStatistics } from './lists.js';
import { compareBytes, inTrecOrder } from './measures.js';
import { createRandom, type Random } from './random.js';
import type {
  PairsReport,
  RankingReport,
  ReportFacts,
  ScoreDistribution,
  SystemList,
  WorstQuery,
} from './report/data.js';
import { scoreHistogram } from './report/score-histogram.js';
import { type EvaluationOptions, mainMeasure, type PairResult, type QueryResult } from './result.js';
import { type EvaluationSet, REFERENCE, SCORING_SYSTEMS } from './set.js';

const WORST = 20;
const SHOWN_SIDE_BY_SIDE = ['words', 'general', 'fused', 'served'] as const;
/** Pairs of each kind whose scores are drawn: enough to see what one random pair in 1,000 reaches. */
const SAMPLED_PAIRS = 50_000;
const BINS = 400;
const SCATTERED_PAIRS = 2_000;
const SEARCH_WIDTHS = [10, 20, 40, 80, 160, 320];

/** What the measuring does not know. */
export interface ReportContext {
  /** Name of the set. */
  readonly set: string;
  /** ISO 8601. */
  readonly date: string;
  readonly seed: number;
  readonly notes: readonly string[];
}

type Running = Pick<EvaluationOptions, 'signal' | 'progress'>;

/** What the report shows of qrels. The few lists that it shows are ranked once more. */
export async function rankingReport(
  set: EvaluationSet,
  qrels: Qrels,
  { result, perQuery, unknown }: QueryEvaluation,
  context: ReportContext,
  running: Running,
): Promise<RankingReport> {
  const titles = new Map(set.articles.map(({ id, title }) => [id, title]));
  const missing = new Set(unknown.queries);
  const values = perQuery.values[REFERENCE] ?? [];
  const candidates = perQuery.queries
    .map((id, i) => ({ id, value: values[i] ?? 0 }))
    .filter(({ id }) => !missing.has(id) && [...(qrels.get(id)?.values() ?? [])].some((grade) => grade >= 1))
    .sort((a, b) => a.value - b.value || compareBytes(a.id, b.id))
    .slice(0, WORST);
  const worst: WorstQuery[] = [];
  for (const { id, value } of candidates) {
    const judged = qrels.get(id) ?? new Map<string, number>();
    worst.push({
      id,
      title: titles.get(id) ?? id,
      value,
      judged: [...judged]
        .filter(([, grade]) => grade >= 1)
        .sort(([a, grade], [b, other]) => other - grade || compareBytes(a, b))
        .map(([document, grade]) => ({ id: document, title: titles.get(document) ?? document, grade })),
      lists: await listsOf(set, id, judged, titles),
    });
  }
  return {
    kind: 'ranking',
    facts: facts(set, result, context),
    systems: result.systems.map(({ name, measures, pValue, lists }) => ({
      name,
      measures,
      pValue,
      lists: renamed(lists),
    })),
    distributions: await distributions(set, qrels, createRandom(context.seed), running),
    neighbourRecall: await set.neighbourRecall(SEARCH_WIDTHS),
    worst,
  };
}

/** What the report shows of graded pairs. */
export function pairsReport(
  set: EvaluationSet,
  { result, grades, scores }: PairEvaluation,
  context: ReportContext,
): PairsReport {
  const random = createRandom(context.seed);
  const shuffled = ascending(Float64Array.from(grades, () => random.bits())).slice(0, SCATTERED_PAIRS);
  return {
    kind: 'pairs',
    facts: facts(set, result, context),
    systems: result.systems.map(({ name, measures, pValue }) => ({ name, measures, pValue })),
    scatter: SCORING_SYSTEMS.map((system) => ({
      system,
      points: Array.from(shuffled, (i) => ({ grade: grades[i] ?? 0, score: scores[system][i] ?? 0 })),
    })),
  };
}

function facts(set: EvaluationSet, result: QueryResult | PairResult, context: ReportContext): ReportFacts {
  return {
    ...context,
    articles: result.articles,
    judged: 'queries' in result ? result.queries : result.pairs,
    model: set.model,
    measure: mainMeasure(result),
    reference: REFERENCE,
  };
}

function renamed({ diversity, coverage, empty, mostRecommended }: ListStatistics) {
  return { diversity, coverage, emptyShare: empty, mostRecommended };
}

async function listsOf(
  set: EvaluationSet,
  query: string,
  judged: ReadonlyMap<string, number>,
  titles: ReadonlyMap<string, string>,
): Promise<SystemList[]> {
  const rankings = await set.rank(query, LIST_LENGTH);
  const explanation = await set.explain(query);
  return SHOWN_SIDE_BY_SIDE.map((system) => ({
    system,
    empty: system === 'served' ? (explanation?.empty ?? null) : null,
    items: inTrecOrder(rankings?.[system] ?? [])
      .slice(0, LIST_LENGTH)
      .map(({ id, score }) => ({
        id,
        title: titles.get(id) ?? id,
        score,
        grade: judged.get(id) ?? null,
        reasons: system === 'served' ? (explanation?.reasons.get(id) ?? []) : [],
      })),
  }));
}

/**
 * How the scores of relevant pairs and of other pairs are spread. Both kinds are drawn evenly over the queries, from
 * all that there are and not from what is ranked first, which would show only the others that score high.
 */
async function distributions(
  set: EvaluationSet,
  qrels: Qrels,
  random: Random,
  { signal, progress }: Running,
): Promise<readonly ScoreDistribution[]> {
  const histograms = SCORING_SYSTEMS.map((system) => ({ system, histogram: scoreHistogram({ bins: BINS }) }));
  const add = async (query: string, other: string, relevant: boolean) => {
    const compared = await set.compare(query, other);
    if (compared === null) return;
    for (const { system, histogram } of histograms) histogram.add(compared[system], relevant);
  };
  const each = Math.ceil(SAMPLED_PAIRS / Math.max(1, qrels.size));
  let done = 0;
  for (const [query, judged] of qrels) {
    signal.throwIfAborted();
    const relevant = [...judged].flatMap(([id, grade]) => (grade >= 1 && id !== query ? [id] : []));
    for (const id of drawn(relevant, each, random)) await add(query, id, true);
    for (const { id } of drawn(set.articles, each, random)) {
      if (id !== query && (judged.get(id) ?? 0) < 1) await add(query, id, false);
    }
    done += 1;
    await progress(done, qrels.size);
  }
  return histograms.map(({ system, histogram }) => histogram.distribution(system));
}

/** At most `count` of the items, each as likely as any other and none twice. */
function drawn<T>(items: readonly T[], count: number, random: Random): readonly T[] {
  if (items.length <= count) return items;
  const places = new Set<number>();
  // Floyd's sampling: no copy of the whole list.
  for (let last = items.length - count; last < items.length; last++) {
    const place = random.below(last + 1);
    places.add(places.has(place) ? last : place);
  }
  return [...places].flatMap((place) => items.slice(place, place + 1));
}
