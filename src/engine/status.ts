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
  /** Articles without a list; `count` of all articles. */
  readonly noList: {
    readonly count: number;
    readonly share: number;
    readonly examples: readonly (ArticleLink & { readonly reason: string })[];
  };
  /** Articles that nothing links to. */
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

/** How an index does. */
export interface Status {
  readonly index: IndexInfo & {
    /** Changes of articles since the generation was built, which answers know all the same. */
    readonly changesSince: number;
    readonly vectors: number;
  };
  /** The newest article that is published, and the newest that readers can find. */
  readonly newest: {
    readonly published: DatedLink | null;
    readonly indexed: DatedLink | null;
  };
  /** Published articles that no list can name yet. */
  readonly waiting: number;
  /** So long the one that waits longest has been waiting; 0 where none is. Seconds. */
  readonly lag: number;
  /** Since the newest article was published; `null` where none has a date. Seconds. */
  readonly silence: number | null;
  /** `null` until it has been made. */
  readonly survey: Survey | null;
  /** The last ten, the latest first. */
  readonly runs: readonly RunEntry[];
}
