import type { ArticleLink, IndexInfo } from './answers.js';

/** An article and when it was published, ISO 8601. */
export interface DatedLink extends ArticleLink {
  readonly publishedAt: string;
}

/** A finished run of indexing. */
export interface RunEntry {
  readonly run: number;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** `IndexSummary`, as it was then. */
  readonly outcome: Readonly<Record<string, unknown>>;
}

/** What the lists of an archive look like from above: of all articles, or estimated from a sample of them. */
export interface Survey {
  /** ISO 8601. */
  readonly measuredAt: string;
  readonly generation: string;
  /** Articles whose lists were looked at, and how many there are: an estimate where these differ. */
  readonly sampled: number;
  readonly articles: number;
  /** Links per list, on average. */
  readonly meanLinks: number;
  /** Articles without a list, by whatever reason; `count` of all articles. */
  readonly noList: {
    readonly count: number;
    readonly share: number;
    readonly examples: readonly (ArticleLink & { readonly reason: string })[];
  };
  /**
   * Articles that may be recommended, and that nothing links to; `count` and `share` of all articles. In an estimate
   * rather too many: of each only the ten articles are asked that are most related to it.
   */
  readonly orphans: {
    readonly count: number;
    readonly share: number;
    readonly examples: readonly ArticleLink[];
  };
  /** Those in most lists, the most first: of the lists looked at, so many name it. */
  readonly hubs: readonly {
    readonly article: ArticleLink;
    readonly lists: number;
    readonly share: number;
  }[];
}

export interface SurveyOptions {
  /** Above 0 and up to 1: so much of the time it may take, 1 where not given; the rest is for whatever else goes on. */
  readonly share?: number;
  readonly signal?: AbortSignal;
  /** Told after each article: how much is done, and of how much; in lists, of which fewer may be needed in the end. */
  readonly progress?: (done: number, total: number) => void;
}

/** How an index does. */
export interface Status {
  readonly index: IndexInfo & {
    /** Changes of articles since the generation was built, which answers know all the same. */
    readonly changesSince: number;
    /** Articles that the generation places by meaning. */
    readonly vectors: number;
  };
  /** The newest article that is published, recommendable or not, and the newest that lists can name now. */
  readonly newest: {
    readonly published: DatedLink | null;
    readonly indexed: DatedLink | null;
  };
  /**
   * Published articles that no list can name yet, since the index has nothing of their texts. What there is nothing to
   * place by does not wait, nor does an article whose text before its last change can still be found.
   */
  readonly waiting: number;
  /**
   * So long the one that waits longest has been waiting, at most: since its date or, if later, since the generation was
   * built; when it was stored is not kept. 0 where none waits. Seconds.
   */
  readonly lag: number;
  /** Since the newest article was published; `null` where none has a date. Seconds. */
  readonly silence: number | null;
  /** `null` until it has been made. */
  readonly survey: Survey | null;
  /** The last ten, the latest first. */
  readonly runs: readonly RunEntry[];
}
