import type { RankedDocument } from '../../src/evaluation/measures.js';
import { type EvaluationSet, type Rankings, SYSTEMS, type SystemName } from '../../src/evaluation/set.js';

/** What a system would answer: ids from the best to the worst, or the documents with their scores. */
type List = readonly string[] | readonly RankedDocument[];

export interface FakeFacts {
  readonly articles: readonly string[];
  /** By query; a query that is not named has empty lists. Systems not named have the list of `others`. */
  readonly lists?: Readonly<Record<string, Partial<Record<SystemName, List>> & { readonly others?: List }>>;
  /** Scores of pairs by `a b`, for all systems or by system. */
  readonly scores?: Readonly<Record<string, number | Partial<Record<SystemName, number>>>>;
  /** Cosines of pairs by `a b`, 0 where not named. */
  readonly cosines?: Readonly<Record<string, number>>;
}

/** An evaluation set that was written down. */
export function fakeSet({ articles, lists = {}, scores = {}, cosines = {} }: FakeFacts): EvaluationSet & {
  readonly closed: () => boolean;
} {
  let closed = false;
  const eachSystem = <T>(value: (system: SystemName) => T) =>
    Object.fromEntries(SYSTEMS.map((system) => [system, value(system)])) as Record<SystemName, T>;
  return {
    articles: articles.map((id) => ({ id, title: `Title of ${id}` })),
    model: 'fake model',
    rank(id, depth): Rankings | null {
      if (!articles.includes(id)) return null;
      const of = lists[id] ?? {};
      return eachSystem((system) => scored(of[system] ?? of.others ?? []).slice(0, depth));
    },
    compare(a, b) {
      if (!articles.includes(a) || !articles.includes(b)) return null;
      const score = scores[`${a} ${b}`] ?? 0;
      return eachSystem((system) => (typeof score === 'number' ? score : (score[system] ?? 0)));
    },
    similarity: (a, b) => cosines[`${a} ${b}`] ?? cosines[`${b} ${a}`] ?? 0,
    explain: (id) =>
      articles.includes(id) ? { empty: null, reasons: new Map([['x', [`shared by ${id} and x`]]]) } : null,
    neighbourRecall: (efs) => efs.map((ef) => ({ ef, recall: Math.min(1, ef / 100) })),
    close: async () => {
      closed = true;
    },
    closed: () => closed,
  };
}

function scored(list: List): readonly RankedDocument[] {
  return list.map((item, i) => (typeof item === 'string' ? { id: item, score: 1 / (i + 1) } : item));
}
