import type { ScoreDistribution } from './data.js';

export interface DistributionFacts {
  readonly relevantPairs: number;
  readonly otherPairs: number;
  /**
   * The chance that a relevant pair scores above another one, equal bins counting half: the area under the ROC
   * curve (Hanley and McNeil, 1982). 0–1; `null` where one of the two kinds is missing.
   */
  readonly separation: number | null;
  /** The least edge of a bin from which on at most `PASSING` of the other pairs score; `null` where it is missing. */
  readonly cutOff: { readonly score: number; readonly relevantShare: number } | null;
}

/** The share of other pairs that a cut-off lets pass: 1 in 1,000. */
export const PASSING = 0.001;

export function distributionFacts({ edges, relevant, other }: ScoreDistribution): DistributionFacts {
  const relevantPairs = sum(relevant);
  const otherPairs = sum(other);
  if (relevantPairs === 0 || otherPairs === 0) {
    return { relevantPairs, otherPairs, separation: null, cutOff: null };
  }
  let wins = 0;
  let othersBelow = 0;
  let from = edges.length - 1;
  relevant.forEach((pairs, bin) => {
    const others = other[bin] ?? 0;
    wins += pairs * (othersBelow + others / 2);
    othersBelow += others;
    if (from === edges.length - 1 && otherPairs - (othersBelow - others) <= PASSING * otherPairs) from = bin;
  });
  return {
    relevantPairs,
    otherPairs,
    separation: wins / (relevantPairs * otherPairs),
    cutOff: { score: edges[from] ?? Number.NaN, relevantShare: sum(relevant.slice(from)) / relevantPairs },
  };
}

/** Without the empty bins at both ends, and with neighbours joined until at most `most` are left. */
export function trimmed(distribution: ScoreDistribution, most: number): ScoreDistribution {
  const { system, edges, relevant, other } = distribution;
  const filled = relevant.map((pairs, bin) => pairs + (other[bin] ?? 0) > 0);
  const first = Math.max(0, filled.indexOf(true));
  const end = filled.lastIndexOf(true) + 1;
  if (end === 0) return { system, edges: [], relevant: [], other: [] };
  const step = Math.max(1, Math.ceil((end - first) / most));
  const starts = Array.from({ length: Math.ceil((end - first) / step) }, (_, i) => first + i * step);
  const joined = (counts: readonly number[]) =>
    starts.map((start) => sum(counts.slice(start, Math.min(end, start + step))));
  return {
    system,
    edges: [...starts, end].map((edge) => edges[edge] ?? Number.NaN),
    relevant: joined(relevant),
    other: joined(other),
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, pairs) => total + pairs, 0);
}
