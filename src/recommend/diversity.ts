import type { Archive } from './archive.js';

/** How much of a score an article loses that says just what a better one in the list says already. */
const PENALTY = 0.5;
/** Up to this cosine two articles are of different aspects. */
const APART = 0.5;
/** Looked at per place in the list: those further down would have to be far more different than related. */
const PER_PLACE = 4;

/**
 * Maximal marginal relevance (Carbonell and Goldstein, 1998), multiplied: again and again the article of the
 * highest score, less what its similarity to the nearest one chosen takes. Scores stay as they are. `spare` more are
 * given, which change nothing of the first `limit`.
 */
export function diversify<T extends { readonly key: number; readonly score: number }>(
  ranked: readonly T[],
  limit: number,
  archive: Pick<Archive, 'similarity'>,
  spare = 0,
): T[] {
  const left = ranked.slice(0, limit * PER_PLACE).map((item) => ({ item, nearest: 0 }));
  const chosen: T[] = [];
  while (chosen.length < limit + spare) {
    let best = -1;
    let value = -1;
    left.forEach(({ item, nearest }, i) => {
      const worth = item.score * (1 - (PENALTY * Math.max(0, nearest - APART)) / (1 - APART));
      if (worth > value) [best, value] = [i, worth];
    });
    const [next] = best < 0 ? [] : left.splice(best, 1);
    if (next === undefined) break;
    chosen.push(next.item);
    for (const other of left)
      other.nearest = Math.max(other.nearest, archive.similarity(next.item.key, other.item.key));
  }
  // What is spare may be asked from beyond what was looked at.
  const beyond = ranked.slice(limit * PER_PLACE);
  return [...chosen, ...beyond.slice(0, limit + spare - chosen.length)];
}
