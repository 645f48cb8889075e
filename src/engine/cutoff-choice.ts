import type { Catalog } from '../catalog/catalog.js';
import { type CutoffChoice, DEFAULT_CHOICE } from '../recommend/cutoff.js';

/** Under this name the catalogue remembers what may pass the cut-off, once somebody has chosen. */
const MEMORY = 'cutoff';

/** What may pass: as chosen by `seealso calibrate`, or the default. */
export function cutoffChoice(catalog: Pick<Catalog, 'recall'>): CutoffChoice {
  const value = catalog.recall(MEMORY);
  if (typeof value !== 'object' || value === null) return DEFAULT_CHOICE;
  if ('score' in value && typeof value.score === 'number') return { score: value.score };
  if ('share' in value && typeof value.share === 'number') return { share: value.share };
  return DEFAULT_CHOICE;
}

/** Servers of the same index follow with their next answer. `null`: the default again. */
export function chooseCutoff(catalog: Pick<Catalog, 'remember'>, choice: CutoffChoice | null): void {
  catalog.remember(MEMORY, choice);
}
