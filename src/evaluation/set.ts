import type { RankedDocument } from './measures.js';

/**
 * The systems that are measured side by side. The first seven only score and sort; `served` is the whole pipeline
 * with the collapse of copies, diversity and cut-off.
 */
export const SYSTEMS = [
  'random',
  'newest',
  'section',
  'words',
  'general',
  'archive',
  'fused',
  'served',
] as const;
export type SystemName = (typeof SYSTEMS)[number];

/** The system that the others are tested against. */
export const REFERENCE = 'fused' satisfies SystemName;

/** Systems whose scores say how alike two articles are, on one scale for all queries. The others only order. */
export const SCORING_SYSTEMS = [
  'words',
  'general',
  'archive',
  'fused',
] as const satisfies readonly SystemName[];

/** A temporary index over the articles that are judged. */
export interface EvaluationSet {
  /** Every article of the set: the candidates, and the archive whose coverage is told. */
  readonly articles: readonly SetArticle[];
  /** Name of the embedding model, with its revision where there is one. */
  readonly model: string;
  /**
   * Per system the other articles, best first, at most `depth`; the article itself is in no list, and no list holds
   * an article twice. `null` for an id that the set does not hold. Scores are finite, and count in single precision.
   * What is shown first must have the higher score, also in `served`: runs are put in the order of `inTrecOrder`.
   */
  rank(id: string, depth: number): Rankings | null | Promise<Rankings | null>;
  /**
   * Per system how alike two articles are, higher for more alike; for the `SCORING_SYSTEMS` on the scale of `rank`.
   * Finite. `null` where the set does not hold both.
   */
  compare(a: string, b: string): Comparison | null | Promise<Comparison | null>;
  /** Cosine of two articles in the general space; 0 where one has no vector. */
  similarity(a: string, b: string): number;
  /** What a reader would be told of the `served` list: the reasons for its articles, or why there are none. */
  explain(id: string): Explanation | null | Promise<Explanation | null>;
  /** Share of the exact ten nearest neighbours that the graph finds, per width of the search. */
  neighbourRecall(efs: readonly number[]): readonly NeighbourRecall[] | Promise<readonly NeighbourRecall[]>;
  close(): Promise<void>;
}

export interface SetArticle {
  readonly id: string;
  readonly title: string;
}

export type Rankings = Readonly<Record<SystemName, readonly RankedDocument[]>>;
export type Comparison = Readonly<Record<SystemName, number>>;

export interface Explanation {
  /** Why the list is empty; `null` where it is not. */
  readonly empty: string | null;
  /** By id, for articles in the list: short texts such as `Bank of Japan · yen intervention`. */
  readonly reasons: ReadonlyMap<string, readonly string[]>;
}

/** `recall` is 0–1. */
export interface NeighbourRecall {
  readonly ef: number;
  readonly recall: number;
}
