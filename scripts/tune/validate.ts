import { mean } from '../../src/evaluation/measures.js';
import { hashOf } from '../../src/lexical/hash.js';
import { ascend } from './ascent.js';
import type { Objective, TunedSet, Values } from './objective.js';
import { type Parameters, SHIPPED } from './parameters.js';

/** Which queries count, by set and place. */
type Counted = (set: number, place: number) => boolean;

/** The mean over the sets of nDCG@10 over the queries that count: each set weighs the same. */
export function meanOfSets(values: Values, counted: Counted = () => true): number {
  const means = values.flatMap((ofSet, set) => {
    const some = ofSet.filter((_, place) => counted(set, place));
    return some.length === 0 ? [] : [mean([...some])];
  });
  return mean(means);
}

/** Tuned on the queries that count. */
export function tune(objective: Objective, counted: Counted = () => true): Parameters {
  return ascend(SHIPPED, (parameters) => meanOfSets(objective.values(parameters), counted));
}

export interface CrossValidation {
  /** What was found for each fold, on all others. */
  readonly tuned: readonly Parameters[];
  /** nDCG@10 of each query under what was tuned without its fold. */
  readonly values: Values;
}

/** A query's fold goes by its id: it is the same in every run. */
export function crossValidate(
  objective: Objective,
  sets: readonly TunedSet[],
  folds: number,
): CrossValidation {
  const foldOf = sets.map(({ pools }) => pools.map(({ id }) => hashOf(`fold of ${id}`) % folds));
  const values = sets.map(({ pools }) => new Float64Array(pools.length));
  const tuned = Array.from({ length: folds }, (_, fold) => {
    const found = tune(objective, (set, place) => foldOf[set]?.[place] !== fold);
    objective.values(found).forEach((ofSet, set) => {
      ofSet.forEach((value, place) => {
        const into = values[set];
        if (into !== undefined && foldOf[set]?.[place] === fold) into[place] = value;
      });
    });
    return found;
  });
  return { tuned, values };
}

export interface LeftOut {
  readonly tuned: Parameters;
  /** nDCG@10 of each query of the set that was left out. */
  readonly values: Float64Array;
}

/** Tuned on the others, measured on the one left out, for each set in turn. */
export function leaveOneSetOut(objective: Objective, sets: readonly TunedSet[]): LeftOut[] {
  return sets.map((_, left) => {
    const tuned = tune(objective, (set) => set !== left);
    return { tuned, values: objective.values(tuned)[left] ?? new Float64Array() };
  });
}
