import { seededBits } from '../adaptation/chance.js';
import type { LexicalIndex } from '../lexical/lexical-index.js';
import { weigh } from '../lexical/statistics.js';
import { lengthOf, type Terms } from '../lexical/terms.js';
import type { Archive } from '../recommend/archive.js';
import { AT_LEAST } from '../recommend/candidates.js';
import { type CutoffTable, quantilesOf, reachOf, standing } from '../recommend/cutoff.js';
import { relatedness, weightsFor } from '../recommend/relatedness.js';
import { measureSignals } from '../recommend/signals.js';

/** Articles that are asked about, and others drawn for each: 50,000 random pairs. */
const QUESTIONS = 250;
const OTHERS = 200;

export interface Measurable extends Pick<Archive, 'closeness' | 'hubness'> {
  readonly labels: readonly number[];
  readonly lexical: LexicalIndex;
  vector(label: number): Float32Array | null;
  /** Of one of the articles that are asked about. */
  terms(question: number): Terms;
  /** The `NEIGHBOURS` articles nearest to one that is asked about, or more; it may be among them. */
  near(question: number): readonly number[];
}

/** Neighbours that a question's reach is measured by. */
export const NEIGHBOURS = AT_LEAST;

/** The articles that are asked about. */
export function questionsOf(labels: readonly number[], seed: number): readonly number[] {
  return drawn(labels, QUESTIONS, seed);
}

/** How far random pairs of the archive's articles stand out: each as it would be ranked. */
export function measureCutoffs(archive: Measurable, seed: number): CutoffTable['quantiles'] {
  const { labels } = archive;
  const standings = questionsOf(labels, seed).flatMap((question, i) => {
    const terms = archive.terms(question);
    const vector = archive.vector(question);
    const shared = archive.lexical.compare(weigh(terms, archive.lexical.statistics));
    const weights = weightsFor(lengthOf(terms));
    const measure = (keys: readonly number[]) =>
      measureSignals({ vector }, shared, keys, archive).map(({ signals }) => relatedness(signals, weights));
    const best = new Set([...archive.near(question), ...shared.top(AT_LEAST)]);
    best.delete(question);
    const reach = reachOf(measure([...best]), labels.length);
    const others = drawn(labels, OTHERS, seed + i + 1).filter((label) => label !== question);
    return measure(others).map((value) => standing(value, reach));
  });
  return quantilesOf(Float64Array.from(standings));
}

/** So many of the labels at random, each at most once; all where there are no more. */
export function drawn(labels: readonly number[], limit: number, seed: number): readonly number[] {
  if (labels.length <= limit) return labels;
  const places = new Set<number>();
  for (let i = 0; places.size < limit; i += 1) places.add(seededBits(seed, i) % labels.length);
  return Array.from(places, (place) => labels[place] ?? 0);
}
