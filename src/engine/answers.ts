import type { Article } from '../article.js';
import type { Empty } from '../recommend/empty.js';
import { describeReason, type Reason } from '../recommend/reasons/reasons.js';
import { cleanLine } from '../text/clean.js';
import type { Explained } from './explain.js';

/** An article as far as a link to it needs. Fields that do not apply are `null`, never missing. */
export interface ArticleLink {
  readonly id: string;
  /** On one line, as text: archives hold `Q&amp;A` and `<em>`, which only the article itself keeps. */
  readonly title: string;
  readonly url: string | null;
}

/** Why a link is shown, with the words to say it under the link. */
export type SaidReason = Reason & { readonly text: string };

export interface RelatedArticle extends ArticleLink {
  /** On one line, as text. */
  readonly summary: string | null;
  readonly image: string | null;
  readonly section: string | null;
  readonly publishedAt: string | null;
  /** Paid for by somebody: whoever shows the link must say so. */
  readonly sponsored: boolean;
  /** Not for every reader. */
  readonly paywalled: boolean;
  /** 0–1, higher is more related. */
  readonly score: number;
  /** Editors chose its place, whatever its score. */
  readonly pinned: boolean;
  /** The strongest first. */
  readonly reasons: readonly SaidReason[];
  /** Near-identical articles under other ids. */
  readonly alsoCoveredBy: readonly ArticleLink[];
  /** What the score is made of; only where it was asked for. */
  readonly explain?: Explained;
}

/** Which index answered. */
export interface IndexInfo {
  readonly generation: string;
  readonly sequence: number;
  readonly model: string;
  readonly articles: number;
  readonly publishedAt: string;
}

export interface RelatedAnswer {
  /** `null` for a text that is not indexed. */
  readonly article: ArticleLink | null;
  readonly related: readonly RelatedArticle[];
  readonly empty: Empty | null;
  readonly index: IndexInfo;
}

export function toLink({ id, title, url }: Pick<Article, 'id' | 'title' | 'url'>): ArticleLink {
  // A link without a word could neither be seen nor followed.
  return { id, title: cleanLine(title) || title, url };
}

export function toRelated(
  article: Article,
  facts: {
    readonly score: number;
    readonly pinned: boolean;
    readonly reasons: readonly Reason[];
    readonly explain: Explained | null;
  },
  copies: readonly Article[],
): RelatedArticle {
  return {
    ...toLink(article),
    summary: article.summary === null ? null : cleanLine(article.summary) || null,
    image: article.image,
    section: article.section,
    publishedAt: article.publishedAt,
    sponsored: article.sponsored,
    paywalled: article.paywalled,
    score: facts.score,
    pinned: facts.pinned,
    reasons: facts.reasons.map((reason) => ({ ...reason, text: describeReason(reason) })),
    alsoCoveredBy: copies.map(toLink),
    ...(facts.explain === null ? {} : { explain: facts.explain }),
  };
}
