import type { Cutoff } from '../recommend/cutoff.js';
import type { Recommended } from '../recommend/recommend.js';
import { type Weights, weightsFor } from '../recommend/relatedness.js';
import type { Measured, Signals } from '../recommend/signals.js';

const NAMES = ['words', 'general', 'archive', 'names', 'titles'] as const satisfies (keyof Signals)[];

export interface ExplainedSignal {
  /** A cosine; `null` where it could not be measured. */
  readonly value: number | null;
  /** Among the articles that were measured for this question, 1 for the highest; `null` without a value. */
  readonly rank: number | null;
  /** What it counts beside `words`, which counts 1. */
  readonly weight: number;
}

/** What a score is made of. */
export interface Explained {
  readonly signals: Readonly<Record<(typeof NAMES)[number], ExplainedSignal>>;
  /** How near everything is to this article, 1 for an average one. */
  readonly hubness: number;
  /** The signals' weighted mean, less what hubness takes. */
  readonly relatedness: number;
  /** How far that stands out for this question: what is held against the cut-off. */
  readonly standing: number;
  readonly cutoff: Cutoff;
  /** What relatedness is multiplied by. */
  readonly factors: Recommended['factors'];
  /** Articles measured for this question. */
  readonly measured: number;
}

export function explain(
  item: Recommended,
  measured: readonly Measured[],
  cutoff: Cutoff,
  words: number,
): Explained {
  const weights: Partial<Record<keyof Signals, number>> & Weights = weightsFor(words);
  const signal = (name: (typeof NAMES)[number]): ExplainedSignal => {
    const value = item.signals[name];
    const higher = measured.filter(({ signals }) => value !== null && (signals[name] ?? -2) > value);
    return {
      value: value === null ? null : rounded(value),
      rank: value === null ? null : higher.length + 1,
      weight: rounded(weights[name] ?? 1),
    };
  };
  return {
    signals: {
      words: signal('words'),
      general: signal('general'),
      archive: signal('archive'),
      names: signal('names'),
      titles: signal('titles'),
    },
    hubness: rounded(item.signals.hubness),
    relatedness: rounded(item.relatedness),
    standing: rounded(item.standing),
    cutoff: { related: rounded(cutoff.related), story: rounded(cutoff.story) },
    factors: {
      freshness: rounded(item.factors.freshness),
      section: item.factors.section,
      depth: rounded(item.factors.depth),
    },
    measured: measured.length,
  };
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
