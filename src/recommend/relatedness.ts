import { RANKING, type Ranking } from './ranking.js';
import type { Signals } from './signals.js';

/** How much each signal counts beside that of words, which counts 1. */
export interface Weights {
  readonly general: number;
  readonly archive: number;
  readonly names: number;
  readonly titles: number;
}

/**
 * The weights for a query of so many words: all but that of titles fall with its length. A long article says with
 * its own words what it is about; a short one leaves much to its meaning.
 */
export function weightsFor(words: number, ranking: Ranking = RANKING): Weights {
  const { short, most, fall, least, archive, names, titles } = ranking;
  const general = Math.max(least, Math.min(most, most * (short / Math.max(1, words)) ** fall));
  return { general, archive: archive * general, names: names * general, titles };
}

/**
 * How related two articles are, 0–1: the weighted mean of the signals, negative cosines counted as 0, what cannot
 * be measured left out; damped for an article that is near to everything (Radovanović et al., "Hubs in space",
 * 2010, on why there are such).
 */
export function relatedness(signals: Signals, weights: Weights, { hubExponent }: Ranking = RANKING): number {
  let sum = signals.words + weights.names * signals.names + weights.titles * signals.titles;
  let total = 1 + weights.names + weights.titles;
  if (signals.general !== null) {
    sum += weights.general * Math.max(0, signals.general);
    total += weights.general;
  }
  if (signals.archive !== null) {
    sum += weights.archive * Math.max(0, signals.archive);
    total += weights.archive;
  }
  return Math.min(1, sum / total / signals.hubness ** hubExponent);
}
