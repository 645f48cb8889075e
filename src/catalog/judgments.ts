/** How relevant an article is under another, as a person judged it. */
export interface JudgmentRecord {
  /** Ids: of the article asked about, and of the one judged under it. */
  readonly query: string;
  readonly document: string;
  /** 0 (not at all) to 3 (exactly that). */
  readonly grade: number;
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Judgments made at the desk: one for a pair in that direction, the latest counts. Not of deleted articles. */
export interface JudgmentStore {
  /** Pairs by keys; `null` takes the judgment back. */
  grade(query: number, document: number, grade: number | null, by: string, at: number): void;
  /** Keys of what was judged under that article. */
  judged(query: number): number[];
  count(): { readonly judgments: number; readonly queries: number };
  /** By query, then document. */
  all(): JudgmentRecord[];
}
