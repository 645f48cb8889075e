import { MODES } from '../../src/recommend/modes.js';
import { RANKING, type Ranking } from '../../src/recommend/ranking.js';

/** Everything that is tuned: the numbers of the ranking, and the half-life of the default mode. */
export interface Parameters extends Ranking {
  /** Days. */
  readonly halfLife: number;
}
export type ParameterName = keyof Parameters;

export const SHIPPED: Parameters = { ...RANKING, halfLife: MODES.related.halfLife };

/** The values that are tried of each, one parameter after the other; the shipped ones always beside them. */
export const GRID: Readonly<Record<ParameterName, readonly number[]>> = {
  most: [0.4, 0.6, 0.8, 1, 1.3],
  short: [15, 20, 30, 45, 60],
  fall: [0.5, 0.7, 0.9, 1.1],
  least: [0, 0.025, 0.05, 0.1, 0.15],
  archive: [0, 0.1, 0.2, 0.4, 0.7],
  names: [0, 0.125, 0.25, 0.5, 0.75],
  titles: [0, 0.025, 0.05, 0.1, 0.2],
  hubExponent: [0, 0.15, 0.3, 0.45, 0.6],
  timeExponent: [0.1, 0.15, 0.2, 0.3, 0.5],
  halfLife: [180, 365, 930, 1825, 3650, Number.POSITIVE_INFINITY],
  sameSection: [1, 1.05, 1.1, 1.2, 1.3],
};
export const PARAMETER_NAMES = Object.keys(GRID) as readonly ParameterName[];

/** The parameters that differ, such as `names 0.25 → 0.5`. */
export function changes(from: Parameters, to: Parameters): string {
  const changed = PARAMETER_NAMES.filter((name) => from[name] !== to[name]);
  return changed.length === 0
    ? 'as shipped'
    : changed.map((name) => `${name} ${from[name]} → ${to[name]}`).join(', ');
}
