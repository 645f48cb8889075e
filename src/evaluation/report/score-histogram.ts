import type { ScoreDistribution } from './data.js';

/** Counts the scores of relevant and of other pairs as they come, in constant memory. */
export interface ScoreHistogram {
  add(score: number, relevant: boolean): void;
  distribution(system: string): ScoreDistribution;
}

/**
 * `bins` bins of equal width from `low` to `high`; a score beyond them counts in the first or the last. The default
 * holds every cosine. What is not a number is left out.
 */
export function scoreHistogram({ low = -1, high = 1, bins = 80 } = {}): ScoreHistogram {
  const relevantCounts = new Array<number>(bins).fill(0);
  const otherCounts = new Array<number>(bins).fill(0);
  return {
    add(score, relevant) {
      if (Number.isNaN(score)) return;
      const bin = Math.min(bins - 1, Math.max(0, Math.floor(((score - low) / (high - low)) * bins)));
      const counts = relevant ? relevantCounts : otherCounts;
      counts[bin] = (counts[bin] ?? 0) + 1;
    },
    distribution: (system) => ({
      system,
      edges: Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins),
      relevant: [...relevantCounts],
      other: [...otherCounts],
    }),
  };
}
