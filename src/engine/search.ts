import type { Article } from '../article.js';
import type { Catalog } from '../catalog/catalog.js';
import { type ArticleLink, toLink } from './answers.js';

/** An article as somebody who looks for it tells it from others. */
export interface FoundArticle extends ArticleLink {
  readonly section: string | null;
  /** ISO 8601. */
  readonly publishedAt: string | null;
}

/** Published articles by the beginnings of words of their titles, or by id; the best first. Without a word, the newest. */
export function searchArticles(
  catalog: Pick<Catalog, 'search' | 'load'>,
  text: string,
  now: number,
  limit: number,
): FoundArticle[] {
  return catalog.load(catalog.search(text, now, limit)).map(({ article }) => toFound(article));
}

export function toFound(article: Article): FoundArticle {
  return { ...toLink(article), section: article.section, publishedAt: article.publishedAt };
}
