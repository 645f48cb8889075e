import type {
  ListedArticle,
  PairsReport,
  RankingReport,
  RankingSystem,
  ReportFacts,
  WorstQuery,
} from '../../../src/evaluation/report/data.js';
import { scoreHistogram } from '../../../src/evaluation/report/score-histogram.js';

const FACTS: ReportFacts = {
  set: 'sample',
  articles: 2241,
  judged: 512,
  seed: 7,
  model: 'seealso-en',
  date: '2026-11-22T10:00:00Z',
  measure: 'nDCG@10',
  reference: 'fused',
  notes: ['An article that was not judged counts as not relevant.'],
};

export function facts(overrides: Partial<ReportFacts> = {}): ReportFacts {
  return { ...FACTS, ...overrides };
}

/** A system whose measures are all near `value`. */
export function system(name: string, value: number, pValue: number | null = 0.0004): RankingSystem {
  const around = (middle: number) => ({ value: middle, low: middle - 0.02, high: middle + 0.02 });
  return {
    name,
    measures: { 'nDCG@5': around(value - 0.01), 'nDCG@10': around(value), MAP: around(value - 0.1) },
    pValue,
    lists: {
      diversity: 0.61,
      coverage: 0.42,
      emptyShare: name === 'served' ? 0.083 : 0,
      mostRecommended: [{ id: 'hub', title: 'Weather for the week', lists: 40 }],
    },
  };
}

export function listed(id: string, grade: number | null, reasons: readonly string[] = []): ListedArticle {
  return { id, title: `Title of ${id}`, score: 0.5, grade, reasons };
}

export function worstQuery(overrides: Partial<WorstQuery> = {}): WorstQuery {
  return {
    id: 'q1',
    title: 'Yen falls to a new low',
    value: 0.031,
    judged: [
      { id: 'intervention', title: 'Tokyo steps in', grade: 2 },
      { id: 'missed', title: 'Bank of Japan holds', grade: 1 },
    ],
    lists: [
      { system: 'words', empty: null, items: [listed('a', null), listed('intervention', 2)] },
      { system: 'general', empty: null, items: [listed('b', 0)] },
      { system: 'fused', empty: null, items: [listed('intervention', 2, ['Tokyo', 'yen intervention'])] },
      { system: 'served', empty: 'nothing above the cut-off', items: [] },
    ],
    ...overrides,
  };
}

/** Scores between 0 and 1, those of relevant pairs higher. */
export function distribution(name: string) {
  const histogram = scoreHistogram();
  for (let i = 0; i < 100; i++) histogram.add(0.3 + i / 200, true);
  for (let i = 0; i < 2000; i++) histogram.add(i / 5000, false);
  return histogram.distribution(name);
}

export function rankingReport(overrides: Partial<RankingReport> = {}): RankingReport {
  return {
    kind: 'ranking',
    facts: facts(),
    systems: [
      system('random', 0.03),
      system('words', 0.39),
      system('general', 0.41, 0.31),
      system('fused', 0.42, null),
      system('served', 0.43, 0.02),
    ],
    distributions: [distribution('words'), distribution('general'), distribution('fused')],
    neighbourRecall: [
      { ef: 128, recall: 0.991 },
      { ef: 16, recall: 0.861 },
    ],
    worst: [worstQuery(), worstQuery({ id: 'q2', title: 'Budget passes', value: 0.04 })],
    ...overrides,
  };
}

export function pairsReport(overrides: Partial<PairsReport> = {}): PairsReport {
  const correlated = (name: string, value: number, pValue: number | null) => ({
    name,
    pValue,
    measures: {
      pearson: { value, low: value - 0.05, high: value + 0.05 },
      spearman: { value: -value, low: -value - 0.05, high: -value + 0.05 },
    },
  });
  return {
    kind: 'pairs',
    facts: facts({ measure: 'spearman', judged: 90 }),
    systems: [correlated('words', 0.4, 0.01), correlated('fused', 0.6, null)],
    scatter: ['words', 'fused'].map((name) => ({
      system: name,
      points: Array.from({ length: 90 }, (_, i) => ({ grade: i % 4, score: (i % 4) / 4 + i / 1000 })),
    })),
    ...overrides,
  };
}
