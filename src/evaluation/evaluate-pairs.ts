import { percentileInterval, resample } from './bootstrap.js';
import { ascending, averageRanks, pearson, spearman } from './correlation.js';
import type { GradedPair } from './pairs.js';
import { createRandom } from './random.js';
import { swapTest } from './randomisation.js';
import type { EvaluationOptions, PairResult, SystemResult } from './result.js';
import { type EvaluationSet, REFERENCE, SYSTEMS, type SystemName } from './set.js';

export interface PairEvaluation {
  readonly result: PairResult;
  /** Of the pairs that were compared. */
  readonly grades: Float64Array;
  /** The scores of each system, in the order of `grades`. */
  readonly scores: Readonly<Record<SystemName, Float64Array>>;
  /** Pairs left out, because the set does not hold both sides. */
  readonly unknown: readonly GradedPair[];
}

/** Measures how each system's scores of pairs go with the grades that people gave. */
export async function evaluatePairs(
  set: EvaluationSet,
  pairs: readonly GradedPair[],
  options: EvaluationOptions,
): Promise<PairEvaluation> {
  const unknown: GradedPair[] = [];
  const grades: number[] = [];
  const collected = ofSystems((): number[] => []);
  for (const [i, pair] of pairs.entries()) {
    options.signal.throwIfAborted();
    const compared = await set.compare(pair.a, pair.b);
    if (compared === null) unknown.push(pair);
    else {
      grades.push(pair.grade);
      for (const system of SYSTEMS) collected[system].push(compared[system]);
    }
    await options.progress(i + 1, pairs.length);
  }
  const judged = Float64Array.from(grades);
  const scores = ofSystems((system) => Float64Array.from(collected[system]));
  return {
    result: {
      articles: set.articles.length,
      pairs: judged.length,
      systems: measure(judged, scores, options),
    },
    grades: judged,
    scores,
    unknown,
  };
}

/** The pairs are drawn with replacement, once for all systems and both measures. */
function measure(
  grades: Float64Array,
  scores: Readonly<Record<SystemName, Float64Array>>,
  { samples, rounds, seed }: EvaluationOptions,
): SystemResult<null>[] {
  const random = createRandom(seed);
  const counts = new Uint32Array(grades.length);
  const order = { grades: ascending(grades), scores: ofSystems((system) => ascending(scores[system])) };
  const resampled = ofSystems(() => ({
    pearson: new Float64Array(samples),
    spearman: new Float64Array(samples),
  }));
  for (let sample = 0; sample < samples && grades.length > 0; sample++) {
    resample(counts, random);
    const ranks = averageRanks(grades, order.grades, counts);
    for (const system of SYSTEMS) {
      const of = resampled[system];
      of.pearson[sample] = pearson(scores[system], grades, counts);
      of.spearman[sample] = pearson(
        averageRanks(scores[system], order.scores[system], counts),
        ranks,
        counts,
      );
    }
  }
  return SYSTEMS.map((name) => ({
    name,
    measures: {
      pearson: { value: pearson(scores[name], grades), ...percentileInterval(resampled[name].pearson) },
      spearman: { value: spearman(scores[name], grades), ...percentileInterval(resampled[name].spearman) },
    },
    lists: null,
    pValue:
      name === REFERENCE
        ? null
        : swapTest(grades, scores[REFERENCE], scores[name], rounds, createRandom(seed)),
  }));
}

function ofSystems<T>(make: (system: SystemName) => T): Record<SystemName, T> {
  return Object.fromEntries(SYSTEMS.map((system) => [system, make(system)])) as Record<SystemName, T>;
}
