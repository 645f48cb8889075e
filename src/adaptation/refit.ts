import type { Adaptation } from './adaptation.js';

/** Below this many articles there is no second space: the general model knows more than they can tell. */
export const MIN_ARTICLES = 300;

/**
 * Whether an archive of so many articles should be fitted anew: it has grown by a third since, has shrunk to
 * half, or was never fitted and is large enough now.
 */
export function needsRefit(adaptation: Adaptation | null, articles: number): boolean {
  if (adaptation === null) return articles >= MIN_ARTICLES;
  return 3 * articles >= 4 * adaptation.fittedOn || 2 * articles <= adaptation.fittedOn;
}
