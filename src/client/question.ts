/** What a question for related articles may say: the parameters of the endpoint, under their own names. */
export interface RelatedQuestion {
  /** Length of the list, 1–50; default 4. */
  readonly limit?: number;
  /** `any` or a language tag; default: the article's own. */
  readonly language?: string;
  readonly mode?: 'related' | 'background' | 'followup' | 'same-event';
  /** Days after which a score has halved, or `none`; default: that of the mode. */
  readonly halfLife?: number | 'none';
  /** One of these. */
  readonly section?: string | readonly string[];
  /** At least one of these. */
  readonly tag?: string | readonly string[];
  /** ISO 8601. */
  readonly publishedAfter?: string | Date;
  readonly publishedBefore?: string | Date;
  /** Ids of articles that are on the page already. */
  readonly exclude?: string | readonly string[];
  /** Leave out what the article's body links to. */
  readonly excludeLinked?: boolean;
  readonly sponsored?: boolean;
  readonly paywalled?: boolean;
  /** Every signal's value and rank beside each link. */
  readonly explain?: boolean;
}

/** A text that is not indexed: at least a title or a body. */
export interface DraftText {
  /** Of an indexed article, which is then left out of the list. */
  readonly id?: string | null;
  readonly title?: string | null;
  readonly body?: string | null;
  readonly summary?: string | null;
  readonly language?: string | null;
  readonly section?: string | null;
  readonly tags?: readonly string[];
  readonly url?: string | null;
  /** ISO 8601. */
  readonly publishedAt?: string | null;
}

/** An article to be stored. */
export interface ArticleInput extends Omit<DraftText, 'id' | 'title' | 'body'> {
  readonly title: string;
  readonly body: string;
  readonly image?: string | null;
  readonly authors?: readonly string[];
  readonly formerUrls?: readonly string[];
  /** ISO 8601. */
  readonly updatedAt?: string | null;
  readonly noRecommend?: boolean;
  readonly sponsored?: boolean;
  readonly paywalled?: boolean;
}

/** What is asked about clicks. */
export interface ClicksQuestion {
  readonly by?: 'pair' | 'article' | 'link' | 'position';
  /** ISO 8601; its day counts whole. */
  readonly since?: string | Date;
  readonly until?: string | Date;
  /** Only under the article of this id. */
  readonly article?: string;
  readonly limit?: number;
}

type Value = string | number | boolean | Date | readonly string[] | null | undefined;

/**
 * Names and values of a query, without those that are not said, for which programs without types also write `null`; a
 * list is one name several times.
 */
export function queryOf(question: Readonly<Record<string, Value>>): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(question)) {
    if (value === undefined || value === null) continue;
    for (const one of Array.isArray(value) ? value : [value])
      query.append(name, one instanceof Date ? one.toISOString() : String(one));
  }
  return query;
}
