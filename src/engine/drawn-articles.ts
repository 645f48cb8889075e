import type { Catalog, PublishedArticle } from '../catalog/catalog.js';
import { createRandom } from '../evaluation/random.js';

/**
 * Published articles, each once: first `drawn` by chance, then those that follow the last of them by key, and at the
 * end the first ones, `most` at most. The same ones for the same seed, until the archive changes. An archive of no
 * more than `most` articles is given whole.
 */
export function* drawnArticles(
  catalog: Pick<Catalog, 'published' | 'count'>,
  seed: number,
  now: number,
  { drawn, most }: { readonly drawn: number; readonly most: number },
): Generator<PublishedArticle> {
  const random = createRandom(seed);
  const given = new Set<number>();
  const after = (key: number) => catalog.published(now, key, 1)[0] ?? catalog.published(now, 0, 1)[0];
  const keys = highestKey(catalog, now);
  let last = 0;
  for (let i = 0; i < drawn; i += 1) {
    const article = after(random.below(keys));
    if (article === undefined) return;
    last = article.key;
    if (given.has(article.key)) continue;
    given.add(article.key);
    yield article;
  }
  const first = last;
  while (given.size < most) {
    const article = after(last);
    if (article === undefined || article.key === first) return;
    last = article.key;
    if (given.has(article.key)) continue;
    given.add(article.key);
    yield article;
  }
}

/** 0 without a published article. Found in about twice the logarithm of it in questions. */
function highestKey(catalog: Pick<Catalog, 'published' | 'count'>, now: number): number {
  const isBelow = (key: number) => catalog.published(now, key, 1).length > 0;
  if (!isBelow(0)) return 0;
  let [below, above] = [0, Math.max(1, catalog.count())];
  while (isBelow(above)) [below, above] = [above, above * 2];
  // A key is above `below`, none is above `above`.
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (isBelow(middle)) below = middle;
    else above = middle;
  }
  return above;
}
