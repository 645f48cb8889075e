import type { Catalog } from '../catalog/catalog.js';
import type { IndexingObserver } from './report.js';

/** What a run has seen of the sources of one name. */
export interface ReadSource {
  /** Read to the end. */
  readonly whole: boolean;
  /** One of them gives only what is new. */
  readonly partial: boolean;
  /** Rejected rows of which not even the id could be read. */
  readonly anonymous: number;
  /** Rows that became articles. */
  readonly usable: number;
}

/** So many may always go. */
const FEW_GONE = 20;

/** Removes what sources gave before this run and give no longer, unless that may be a mistake. Returns how many. */
export function prune(
  sources: ReadonlyMap<string, ReadSource>,
  run: number,
  atMost: number,
  parts: { readonly catalog: Catalog; readonly observer: IndexingObserver },
): number {
  let removed = 0;
  for (const [name, { whole, partial, anonymous, usable }] of sources) {
    const { given, stale } = parts.catalog.staleness(name, run);
    if (partial) {
      parts.observer.warning(`${name} gives only its newest articles: nothing of it is pruned.`);
    } else if (!whole) {
      parts.observer.warning(`${name} was not read to its end: nothing of it is pruned.`);
    } else if (anonymous > 0) {
      parts.observer.warning(
        `${anonymous} rejected row(s) of ${name} have no readable id, so that what is missing cannot be told from what is broken: nothing is pruned.`,
      );
    } else if (usable === 0) {
      parts.observer.warning(`${name} gave no article at all: nothing of it is pruned.`);
    } else if (stale > Math.max(FEW_GONE, atMost * given)) {
      parts.observer.warning(
        `${name} no longer gives ${stale} of the ${given} articles that it gave: nothing of it is pruned by itself. If they are gone, say so: seealso index with this source and --prune.`,
      );
    } else removed += parts.catalog.prune(name, run);
  }
  return removed;
}
