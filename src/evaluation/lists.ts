import { compareBytes } from './measures.js';
import type { SetArticle } from './set.js';

/** How long the lists are whose make-up is told. */
export const LIST_LENGTH = 10;
const MOST_RECOMMENDED = 5;

/** What a system's lists are like, whatever was judged; of each list the first ten. */
export interface ListStatistics {
  /** Mean over the lists of 1 − cosine over the pairs within a list, 0–2; `null` where no list has two articles. */
  readonly diversity: number | null;
  /** Share of the archive that is in some list, 0–1. */
  readonly coverage: number;
  /** Share of the lists that are empty, 0–1. */
  readonly empty: number;
  /** The five articles that are in most lists: most first, then by id. */
  readonly mostRecommended: readonly (SetArticle & { readonly lists: number })[];
}

/** Hears of one list after the other and keeps only counts. */
export interface ListObserver {
  add(ids: readonly string[]): void;
  statistics(): ListStatistics;
}

/** `similarity` is the cosine of two articles. */
export function observeLists(
  articles: readonly SetArticle[],
  similarity: (a: string, b: string) => number,
): ListObserver {
  const recommended = new Map<string, number>();
  let [lists, empty] = [0, 0];
  const diversity = { lists: 0, sum: 0 };
  return {
    add(ids) {
      const list = ids.slice(0, LIST_LENGTH);
      lists += 1;
      if (list.length === 0) empty += 1;
      for (const id of list) recommended.set(id, (recommended.get(id) ?? 0) + 1);
      if (list.length < 2) return;
      diversity.lists += 1;
      diversity.sum += intraListDiversity(list, similarity);
    },
    statistics: () => ({
      diversity: diversity.lists === 0 ? null : diversity.sum / diversity.lists,
      coverage: articles.length === 0 ? 0 : recommended.size / articles.length,
      empty: lists === 0 ? 0 : empty / lists,
      mostRecommended: mostRecommended(articles, recommended),
    }),
  };
}

/** Mean of 1 − similarity over the pairs of a list of at least two. (Ziegler and others, WWW 2005.) */
export function intraListDiversity(
  list: readonly string[],
  similarity: (a: string, b: string) => number,
): number {
  let [sum, pairs] = [0, 0];
  list.forEach((a, i) => {
    for (const b of list.slice(i + 1)) {
      sum += 1 - similarity(a, b);
      pairs += 1;
    }
  });
  return sum / pairs;
}

function mostRecommended(articles: readonly SetArticle[], recommended: ReadonlyMap<string, number>) {
  const first = [...recommended]
    .sort(([a, lists], [b, others]) => others - lists || compareBytes(a, b))
    .slice(0, MOST_RECOMMENDED);
  const titles = new Map(articles.map(({ id, title }) => [id, title]));
  return first.map(([id, lists]) => ({ id, title: titles.get(id) ?? '', lists }));
}
