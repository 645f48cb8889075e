/** What a report shows. Every text may be hostile: the page escapes it. Whoever fills it passes the date in. */
export type ReportData = RankingReport | PairsReport;

/** Lists that were judged by qrels. */
export interface RankingReport {
  readonly kind: 'ranking';
  readonly facts: ReportFacts;
  /** In the order in which they are shown; names are unique. */
  readonly systems: readonly RankingSystem[];
  /** For systems whose scores are continuous; leave out those that only order, such as `random` or `newest`. */
  readonly distributions: readonly ScoreDistribution[];
  /** In any order; empty where it was not measured. */
  readonly neighbourRecall: readonly NeighbourRecall[];
  /** Worst first: by the reference's `facts.measure` ascending, ties by id ascending. About 20. */
  readonly worst: readonly WorstQuery[];
}

/** Pairs of texts whose likeness people graded. */
export interface PairsReport {
  readonly kind: 'pairs';
  readonly facts: ReportFacts;
  readonly systems: readonly MeasuredSystem[];
  /** One for each system whose scores are continuous. */
  readonly scatter: readonly ScoreScatter[];
}

export interface ReportFacts {
  /** Name of the set, such as `digitalgov`. */
  readonly set: string;
  readonly articles: number;
  /** Number of queries, or of pairs. */
  readonly judged: number;
  /** Of the bootstrap, the randomisation test and the system `random`. */
  readonly seed: number;
  /** Name of the embedding model, with its revision where there is one. */
  readonly model: string;
  /** When it was measured, ISO 8601. */
  readonly date: string;
  /** The measure that p-values are about and that `worst` is sorted by, such as `nDCG@10` or `spearman`. */
  readonly measure: string;
  /** The system that the others are compared with: `fused`. */
  readonly reference: string;
  /** Anything else that a reader must know, one sentence each. */
  readonly notes: readonly string[];
}

/** A system as in `--json`. */
export interface MeasuredSystem {
  readonly name: string;
  /** By name, in the order in which they are shown; the same names for every system. */
  readonly measures: Readonly<Record<string, MeasureInterval>>;
  /** Of the paired randomisation test against the reference, 0–1; `null` for the reference and where untested. */
  readonly pValue: number | null;
}

/** A mean over the queries with its bootstrap 95% interval: low ≤ value ≤ high. */
export interface MeasureInterval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface RankingSystem extends MeasuredSystem {
  /** `null` where lists were not looked at. */
  readonly lists: ListStatistics | null;
}

/** What a system's lists are like, whatever was judged. */
export interface ListStatistics {
  /** Mean of 1 − cosine over the pairs within a list, 0–1; `null` where no list has two articles. */
  readonly diversity: number | null;
  /** Share of the archive that is in some list, 0–1. */
  readonly coverage: number;
  /** Share of the queries whose list is empty, 0–1. */
  readonly emptyShare: number;
  /** Most often first; a handful. */
  readonly mostRecommended: readonly {
    readonly id: string;
    readonly title: string;
    readonly lists: number;
  }[];
}

/** Counts of scores in bins; `scoreHistogram` counts them as they come. */
export interface ScoreDistribution {
  readonly system: string;
  /** Edges of the bins, ascending, one more than there are bins. */
  readonly edges: readonly number[];
  /** For each bin the pairs of a query and an article that was judged relevant (grade > 0). */
  readonly relevant: readonly number[];
  /** For each bin other pairs, unjudged ones included; of either kind an even sample will do. */
  readonly other: readonly number[];
}

/** Share of the exact nearest neighbours that the graph finds when it keeps `ef` candidates, 0–1. */
export interface NeighbourRecall {
  readonly ef: number;
  readonly recall: number;
}

export interface WorstQuery {
  readonly id: string;
  readonly title: string;
  /** The reference's `facts.measure` for this query. */
  readonly value: number;
  /** The articles judged relevant (grade > 0), highest grade first. */
  readonly judged: readonly { readonly id: string; readonly title: string; readonly grade: number }[];
  /** Side by side, in this order: `words`, `general`, `fused`, `served`. */
  readonly lists: readonly SystemList[];
}

export interface SystemList {
  readonly system: string;
  /** Why there is nothing in it; `null` where there is something, or no reason is known. */
  readonly empty: string | null;
  /** Best first, at most ten. */
  readonly items: readonly ListedArticle[];
}

export interface ListedArticle {
  readonly id: string;
  readonly title: string;
  readonly score: number;
  /** `null` where the article was not judged for this query. */
  readonly grade: number | null;
  /** Short texts such as `Bank of Japan · yen intervention`; may be empty. */
  readonly reasons: readonly string[];
}

/** A system's scores over the grades that people gave. A sample of up to 2,000 pairs is enough. */
export interface ScoreScatter {
  readonly system: string;
  readonly points: readonly { readonly grade: number; readonly score: number }[];
}
