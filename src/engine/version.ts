import type { Catalog } from '../catalog/catalog.js';
import { cutoffChoice } from './cutoff-choice.js';
import type { LiveIndex } from './live-index.js';

export interface VersionParts {
  readonly catalog: Catalog;
  /** What answers now. Throws `IndexMissingError`. */
  readonly live: () => LiveIndex;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

interface Known {
  readonly pulse: string;
  readonly index: LiveIndex;
  readonly sequence: number;
  readonly pending: number;
  /** From then on, and until before then, nothing appears or ends by itself. Milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  readonly version: string;
}

/**
 * `Engine.version`. It is asked with every request, so that it is put together again only after something was written,
 * or the clock has passed a moment at which an article appears or a rule ends.
 */
export function createVersion({ catalog, live, clock }: VersionParts): () => string {
  let known: Known | null = null;
  return () => {
    // Read before all else: what is committed meanwhile is found the next time.
    const pulse = catalog.pulse();
    const now = clock();
    const index = live();
    const { sequence } = index;
    const pending = index.pending.length;
    const holds =
      known !== null &&
      known.pulse === pulse &&
      known.index === index &&
      known.sequence === sequence &&
      known.pending === pending &&
      known.from <= now &&
      now < known.until;
    if (known !== null && holds) return known.version;
    const version = [
      // A restored catalogue may count to the same numbers again, with other content.
      catalog.uuid,
      index.generation.manifest.generation,
      sequence,
      pending,
      catalog.derivations(),
      catalog.publishedUpTo(now) ?? '',
      catalog.rules.revision(),
      catalog.rules.endedUpTo(now) ?? '',
      JSON.stringify(cutoffChoice(catalog)),
    ].join(' ');
    const until = Math.min(catalog.publishedNext(now) ?? Infinity, catalog.rules.endsNext(now) ?? Infinity);
    known = { pulse, index, sequence, pending, from: now, until, version };
    return version;
  };
}
