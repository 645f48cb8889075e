/**
 * The numbers that the ranking is made with. Tuned on public sets by `npm run tune`; `src/README.md` has what was
 * found. What they mean is said where they count: `relatedness.ts`, `freshness.ts`, `score.ts`.
 */
export interface Ranking {
  /** Words of a query up to which the signals of meaning have their full weight. */
  readonly short: number;
  /** The weight of the general signal under a short query, that of words being 1. */
  readonly most: number;
  /** How fast that weight falls with the query's length: its power. */
  readonly fall: number;
  /** What is left of that weight under the longest query. */
  readonly least: number;
  /** The weight of the archive's own space, as a share of the general one. */
  readonly archive: number;
  /** The weight of shared names, as a share of the general one. */
  readonly names: number;
  /** The weight of the title, that of words being 1. */
  readonly titles: number;
  /** How much hubs are damped: 0 is not at all. */
  readonly hubExponent: number;
  /** How steep the decay with time begins; the half-life stays. */
  readonly timeExponent: number;
  /** What an article of the query's section is multiplied by. */
  readonly sameSection: number;
}

export const RANKING: Ranking = {
  short: 30,
  most: 0.8,
  fall: 0.9,
  least: 0.05,
  archive: 0.2,
  names: 0.25,
  titles: 0.05,
  hubExponent: 0.3,
  timeExponent: 0.2,
  sameSection: 1.1,
};
