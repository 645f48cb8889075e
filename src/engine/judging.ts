import type { ArticleLink } from './answers.js';

/** One side of a pair, as far as a person needs it to judge. */
export interface JudgedText extends ArticleLink {
  readonly summary: string | null;
  /** The beginning of the text, at most 600 characters, whole words. */
  readonly beginning: string;
  readonly section: string | null;
  /** ISO 8601. */
  readonly publishedAt: string | null;
}

/** A pair to be judged: how relevant is `document` to a reader of `query`? */
export interface PairToJudge {
  readonly query: JudgedText;
  readonly document: JudgedText;
  /** Rank of the document under the query by each signal, from 1: where they disagree, a judgment tells most. */
  readonly ranks: Readonly<Record<'words' | 'general' | 'archive' | 'names' | 'titles', number | null>>;
  /** Whether it is in the list that readers see. */
  readonly shown: boolean;
}

export interface JudgingCounts {
  readonly judgments: number;
  readonly queries: number;
}

/** Judgments by people, drawn where they tell most. */
export interface Judging {
  /** A pair that nobody has judged; `null` where none is left. `seed` draws another one. `avoid`: `query document` ids that were skipped. */
  next(seed: number, avoid: readonly (readonly [query: string, document: string])[]): PairToJudge | null;
  /** `grade` 0–3, `null` takes it back. Throws `ArticleNotFoundError`. */
  grade(query: string, document: string, grade: number | null, by: string): JudgingCounts;
  counts(): JudgingCounts;
  /** TREC qrels, by query. Ids with white space, which the format cannot hold, are left out. */
  qrels(): string;
}
