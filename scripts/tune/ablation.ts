import type { Alteration } from './objective.js';
import { type Parameters, SHIPPED } from './parameters.js';

export interface Ablation {
  readonly name: string;
  readonly parameters: Parameters;
  readonly alter?: Alteration;
}

/** The shipped ranking with one signal or one factor left out. */
export const ABLATIONS: readonly Ablation[] = [
  { name: 'without words', parameters: SHIPPED, alter: (signals) => ({ ...signals, words: 0 }) },
  { name: 'without general', parameters: SHIPPED, alter: (signals) => ({ ...signals, general: null }) },
  { name: 'without archive', parameters: SHIPPED, alter: (signals) => ({ ...signals, archive: null }) },
  { name: 'without names', parameters: { ...SHIPPED, names: 0 } },
  { name: 'without titles', parameters: { ...SHIPPED, titles: 0 } },
  { name: 'without hub damping', parameters: { ...SHIPPED, hubExponent: 0 } },
  { name: 'without time', parameters: { ...SHIPPED, halfLife: Number.POSITIVE_INFINITY } },
  { name: 'without section', parameters: { ...SHIPPED, sameSection: 1 } },
  {
    name: 'the content alone',
    parameters: { ...SHIPPED, halfLife: Number.POSITIVE_INFINITY, sameSection: 1 },
  },
  { name: 'weights of any length', parameters: { ...SHIPPED, fall: 0 } },
  { name: 'no least weight', parameters: { ...SHIPPED, least: 0 } },
];
