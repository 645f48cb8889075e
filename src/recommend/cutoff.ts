/**
 * How far random pairs of an archive's articles stand out: of them the share `share` stands out at least as far as
 * `score`.
 */
export interface CutoffTable {
  /** Articles of the archive when it was measured. */
  readonly articles: number;
  /** Shares descending, scores ascending. */
  readonly quantiles: readonly { readonly share: number; readonly score: number }[];
}

/** What may pass: a share of random pairs, or a score that was found on judgments. */
export type CutoffChoice = { readonly share: number } | { readonly score: number };

/** One random pair in a thousand may pass. */
export const DEFAULT_CHOICE: CutoffChoice = { share: 0.001 };

/** In a small archive the related pairs alone are more than one in a thousand: so many per article may pass. */
const LINKS_PER_ARTICLE = 5;

/** Pairs that count as one story: so many per article, at least so many of all, at most so many of those that pass. */
const STORY = { perArticle: 0.5, share: 0.0001, ofPassing: 1 / 4 };

/** Shares that a table is made for. */
export const SHARES: readonly number[] = [
  0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001,
];

export interface Cutoff {
  /** What stands out less is not shown. */
  readonly related: number;
  /** What stands out at least so far counts as one story. */
  readonly story: number;
}

export function cutoffFrom(table: CutoffTable, choice: CutoffChoice): Cutoff {
  const articles = Math.max(1, table.articles);
  const share = 'share' in choice ? choice.share : (DEFAULT_CHOICE as { share: number }).share;
  const passing = Math.min(1, Math.max(share, LINKS_PER_ARTICLE / articles));
  const related = 'score' in choice ? choice.score : scoreAt(table, passing);
  const story = Math.min(passing * STORY.ofPassing, Math.max(STORY.share, STORY.perArticle / articles));
  return { related, story: Math.max(related, scoreAt(table, story)) };
}

/**
 * How far an article stands out among those that a question could hope for: its relatedness over the square root of
 * the question's reach. Some texts are a little related to everything, some to nothing: half of that, on the
 * logarithm, is taken off before an article is held against the cut-off.
 */
export function standing(relatedness: number, reach: number): number {
  return reach > 0 ? relatedness / Math.sqrt(reach) : 0;
}

/** One article in so many is taken for what a question can hope for, but no more than so many articles. */
const HOPED = { oneIn: 100, most: 100 };

/** How far a question reaches: the relatedness of its hundredth best article, or of the best of a hundred. */
export function reachOf(relatedness: readonly number[], articles: number): number {
  const place = Math.min(HOPED.most, Math.ceil(articles / HOPED.oneIn), relatedness.length);
  return [...relatedness].sort((a, b) => b - a)[place - 1] ?? 0;
}

/** The table of these pairs' standings. Without pairs, whatever is related at all passes. */
export function quantilesOf(standings: Float64Array): CutoffTable['quantiles'] {
  const sorted = standings.slice().sort();
  return SHARES.flatMap((share) => {
    const score = sorted[Math.max(0, sorted.length - Math.max(1, Math.round(share * sorted.length)))];
    return score === undefined ? [] : [{ share, score }];
  });
}

/** The score that this share of random pairs reaches; between two shares of the table, in between. */
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
