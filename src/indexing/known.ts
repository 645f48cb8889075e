import type { Article, BodyFormat } from '../article.js';
import type { DerivedText, PlaceableArticle } from '../catalog/catalog.js';
import { derivationHash } from '../catalog/hashes.js';
import type { Embedder } from '../embedding/embedder.js';
import { type Boilerplate, leftOutOf } from '../text/boilerplate.js';
import { derive } from './derive.js';
import type { Rehearsed } from './rehearsed.js';

/**
 * What is known, and what had to be derived, in order.
 *
 * @param embedder `null` leaves the vectors of what is not known to be made later
 */
export async function deriveUnknown(
  articles: readonly { readonly article: Article; readonly bodyFormat: BodyFormat }[],
  boilerplate: Boilerplate,
  knownOf: Rehearsed['known'],
  embedder: (() => Promise<Embedder>) | null,
): Promise<DerivedText[]> {
  const known = articles.map(({ article, bodyFormat }) => {
    const found = knownOf(article, bodyFormat);
    return found !== null && isWithout(found, boilerplate) ? found : null;
  });
  const made = await derive(
    articles.filter((_, i) => known[i] === null),
    embedder,
    boilerplate,
  );
  let next = 0;
  return known.flatMap((found) => found ?? made[next++] ?? []);
}

/** Whether exactly what is boilerplate was left out. */
function isWithout({ segments, leftOut }: DerivedText, boilerplate: Boilerplate): boolean {
  return areEqual(leftOutOf(segments, boilerplate), leftOut);
}

export function areEqual(some: Uint32Array, others: Uint32Array): boolean {
  return some.length === others.length && some.every((number, i) => number === others[i]);
}

/** What places an article beside others: nothing, where neither the model nor its words can, or it is not embedded yet. */
export function placeable(
  key: number,
  { textHash, leftOut, vector, terms }: Pick<DerivedText, 'textHash' | 'leftOut' | 'vector' | 'terms'>,
): PlaceableArticle[] {
  if (vector === undefined || (vector === null && terms.length === 0)) return [];
  return [{ key, textHash: derivationHash(textHash, leftOut), vector, terms }];
}
