import { RANKING } from './ranking.js';

const DAY = 86_400_000;

/** For an article whose date is not known: as if it were a year away. */
const UNKNOWN = 365;

/**
 * What is left of a score at a distance in time, 0–1: (1 + 31 · days / half-life)^−0.2, which is 1 at once and
 * ½ after the half-life; the 31 goes with the exponent: 2^(1/exponent) − 1. A power law, steep at first and
 * long-lived after, since stories come in bursts and archives go back for decades. Without a date to be near to, or
 * with an infinite half-life, nothing decays.
 */
export function freshness(
  queryAt: number | null,
  publishedAt: number | null,
  halfLife: number,
  exponent: number = RANKING.timeExponent,
): number {
  if (queryAt === null || halfLife === Number.POSITIVE_INFINITY) return 1;
  const days = publishedAt === null ? UNKNOWN : Math.abs(publishedAt - queryAt) / DAY;
  const pace = 2 ** (1 / exponent) - 1;
  return (1 + (pace * days) / halfLife) ** -exponent;
}
