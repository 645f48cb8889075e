/** How related random pairs of an archive's articles are: pairs of a share, and the relatedness it exceeds. */
export interface CutoffTable {
  /** Articles of the archive when it was measured. */
  readonly articles: number;
  /** Shares descending, scores ascending: of random pairs the share `share` is at least as related as `score`. */
  readonly quantiles: readonly { readonly share: number; readonly score: number }[];
  /** Relatedness set by whoever judged, instead of one from a share; `null` where nobody did. */
  readonly calibrated: number | null;
}

/** One random pair in a thousand may pass. */
export const DEFAULT_SHARE = 0.001;

/** In a small archive the related pairs alone are more than one in a thousand: so many per article may pass. */
const LINKS_PER_ARTICLE = 4;

/** Of the pairs that pass, so many are of one story. */
const STORY_SHARE = 1 / 4;

/** Shares that a table is made for. */
export const SHARES: readonly number[] = [
  0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001,
];

export interface Cutoff {
  /** What is less related is not shown. */
  readonly related: number;
  /** What is at least so related counts as one story. */
  readonly story: number;
}

export function cutoffFrom(table: CutoffTable, share = DEFAULT_SHARE): Cutoff {
  const passing = Math.min(1, Math.max(share, LINKS_PER_ARTICLE / Math.max(1, table.articles)));
  const related = table.calibrated ?? scoreAt(table, passing);
  return { related, story: Math.max(related, scoreAt(table, passing * STORY_SHARE)) };
}

/** The relatedness that this share of random pairs reaches; between two shares of the table, in between. */
function scoreAt({ quantiles }: CutoffTable, share: number): number {
  const after = quantiles.findIndex((entry) => entry.share <= share);
  const below = after < 0 ? quantiles.at(-1) : quantiles[after];
  const above = quantiles[(after < 0 ? quantiles.length : after) - 1];
  if (below === undefined) return 0;
  if (after < 0 || above === undefined) return below.score;
  // Tails fall exponentially: in between by the logarithm of the share.
  const part = Math.log(above.share / share) / Math.log(above.share / below.share);
  return above.score + part * (below.score - above.score);
}

/** The table of these pairs' relatedness. Without pairs, whatever is related at all passes. */
export function cutoffTable(relatedness: Float64Array, articles: number): CutoffTable {
  const sorted = relatedness.slice().sort();
  const quantiles = SHARES.flatMap((share) => {
    const score = sorted[Math.max(0, sorted.length - Math.max(1, Math.round(share * sorted.length)))];
    return score === undefined ? [] : [{ share, score }];
  });
  return { articles, quantiles, calibrated: null };
}
