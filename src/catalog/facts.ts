/** What decides whether an article may be shown, without its texts. */
export interface ArticleFacts {
  readonly key: number;
  readonly id: string;
  /** Primary language subtag in lower case, or `null` where unknown. */
  readonly language: string | null;
  /** Milliseconds since 1970, or `null` where unknown. */
  readonly publishedAt: number | null;
  readonly noRecommend: boolean;
  /** As the publisher writes it. */
  readonly section: string | null;
  readonly tags: readonly string[];
  readonly sponsored: boolean;
  readonly paywalled: boolean;
  readonly url: string | null;
  /** The url's canonical address; `null` where there is none. */
  readonly address: string | null;
  /** Length of the text, boilerplate left out; 0 where it was not derived yet. */
  readonly words: number;
}

/** Conditions on candidates that the store can evaluate by itself. An article passes if it meets all of them. */
export interface EligibilityFilter {
  /** Milliseconds since 1970: articles published later do not pass, undated ones do. */
  readonly now: number;
  /** Primary language subtag; articles of unknown language pass. `null`: any language. */
  readonly language: string | null;
  /** One of these, in any case of its letters; empty: any, or none. */
  readonly sections: readonly string[];
  /** At least one of these, in any case of their letters; empty: any, or none. */
  readonly tags: readonly string[];
  /** Milliseconds since 1970, inclusive; undated articles do not pass. `null`: any date. */
  readonly publishedAfter: number | null;
  /** Milliseconds since 1970, exclusive; undated articles do not pass. `null`: any date. */
  readonly publishedBefore: number | null;
  /** `null`: both. */
  readonly sponsored: boolean | null;
  /** `null`: both. */
  readonly paywalled: boolean | null;
  /** Ids of articles that are on the page already. */
  readonly excludeIds: readonly string[];
  /** Canonical addresses of articles that the body links to already. */
  readonly excludeAddresses: readonly string[];
}
