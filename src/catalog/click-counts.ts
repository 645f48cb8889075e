/** How often a link was seen and clicked under an article, at one place of the list. */
export interface ClickCount {
  /** Id of the article under which it stood. */
  readonly article: string;
  /** Id of the article that it leads to. */
  readonly link: string;
  /** In the list, from 1. */
  readonly position: number;
  readonly impressions: number;
  readonly clicks: number;
}

export interface ClickQuery {
  /** What is summed up in a row: a link under one article, all links under it, all links to it, a place in the list. */
  readonly by: 'pair' | 'article' | 'link' | 'position';
  /** Days since 1970, UTC, both inclusive. */
  readonly from: number;
  readonly to: number;
  /** Id of the only article under which it counts; `null`: all. */
  readonly article: string | null;
  readonly limit: number;
}

export interface ClickTotals {
  readonly impressions: number;
  readonly clicks: number;
  /** The most seen first; positions in their order. Titles are `null` of what was deleted since. */
  readonly rows: readonly {
    readonly article: { readonly id: string; readonly title: string | null } | null;
    readonly link: { readonly id: string; readonly title: string | null } | null;
    readonly position: number | null;
    readonly impressions: number;
    readonly clicks: number;
  }[];
}
