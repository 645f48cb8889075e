/** An article as a comparison names it. */
export interface ComparedArticle {
  readonly id: string;
  readonly title: string;
  readonly url: string | null;
}

export interface ComparedLink extends ComparedArticle {
  readonly score: number;
}

/** What one index shows under one article. */
export interface ComparedList {
  readonly article: ComparedArticle;
  /** Length of its text in words. */
  readonly words: number;
  /** Best first: more than readers see, so that what was pushed down by new articles can be told from what is gone. */
  readonly links: readonly ComparedLink[];
}

/** What changed from what is served (`before`) to what was built (`after`). Shares are of the lists compared. */
export interface Comparison {
  readonly before: { readonly generation: string; readonly articles: number };
  readonly after: { readonly generation: string; readonly articles: number };
  /** Lists of articles that both know: how many were compared, of how many. */
  readonly compared: number;
  readonly of: number;
  /** Articles that were added and are gone. */
  readonly added: number;
  readonly removed: number;
  /** Lists that differ at all, in links or their order. */
  readonly changed: number;
  /** Links that stayed, of those before: the mean over lists that had any; articles that are new do not count against it. 0–1. */
  readonly overlap: number;
  readonly meanLinks: { readonly before: number; readonly after: number };
  /** Had links, and have none now. */
  readonly lostAll: {
    readonly count: number;
    readonly share: number;
    readonly examples: readonly ComparedArticle[];
  };
  /** Had none, and have some now. */
  readonly gained: number;
  /** Texts that lost more than half of their words. */
  readonly shorter: {
    readonly count: number;
    readonly share: number;
    readonly examples: readonly ComparedArticle[];
  };
  /** Named by so many of the compared lists now that were not before. The most first. */
  readonly newHubs: readonly {
    readonly article: ComparedArticle;
    readonly before: number;
    readonly after: number;
    /** Of the lists. */
    readonly share: number;
  }[];
  /** Lists side by side: the most changed first, as long as readers see them. */
  readonly examples: readonly {
    readonly article: ComparedArticle;
    readonly before: readonly ComparedLink[];
    readonly after: readonly ComparedLink[];
    readonly overlap: number;
  }[];
}
