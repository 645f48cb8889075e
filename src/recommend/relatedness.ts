import type { Signals } from './signals.js';

/**
 * How much each signal counts beside that of words, which counts 1. Tuned on the public sets by
 * `npm run tune`; `src/README.md` has the numbers.
 */
export interface Weights {
  readonly general: number;
  readonly archive: number;
  readonly names: number;
  readonly titles: number;
}

/** A long article says with its own words what it is about; a short one leaves much to its meaning. */
const SHORT = 30;
const MOST = 0.8;
const LEAST = 0.05;
const FALL = 0.9;
const ARCHIVE = 0.2;
const NAMES = 0.25;
const TITLES = 0.05;
const HUB_EXPONENT = 0.3;

/** The weights for a query of so many words: all but that of titles fall with its length. */
export function weightsFor(words: number): Weights {
  const general = Math.max(LEAST, Math.min(MOST, MOST * (SHORT / Math.max(1, words)) ** FALL));
  return { general, archive: ARCHIVE * general, names: NAMES * general, titles: TITLES };
}

/**
 * How related two articles are, 0–1: the weighted mean of the signals, negative cosines counted as 0, what cannot
 * be measured left out; damped for an article that is near to everything (Radovanović et al., "Hubs in space",
 * 2010, on why there are such).
 */
export function relatedness(signals: Signals, weights: Weights): number {
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
  return Math.min(1, sum / total / signals.hubness ** HUB_EXPONENT);
}
