import type { Catalog } from '../catalog/catalog.js';
import type { Embedder } from '../embedding/embedder.js';
import type { ModelRecord } from '../generation/manifest.js';
import { derive } from '../indexing/derive.js';
import type { LiveIndex } from './live-index.js';

/** After a failed attempt to embed what an index lacks. Milliseconds. */
const RETRY = 10_000;
/** Articles in one round. */
const ROUND = 64;

export interface FillingParts {
  readonly catalog: Catalog;
  /** The embedder of a generation's model; loaded once, on first use. */
  readonly embedderOf: (model: ModelRecord) => Promise<Embedder>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly log: (message: string) => void;
}

/** Vectors that a generation's model still lacks are made beside the serving, one round at a time. */
export function createFilling({ catalog, embedderOf, clock, log }: FillingParts) {
  let round: Promise<void> | null = null;
  let againAt = 0;

  const fill = async (index: LiveIndex): Promise<void> => {
    const embedder = () => embedderOf(index.generation.manifest.model);
    // Those of this round: others may come and go while they are embedded.
    const keys = index.pending.slice(0, ROUND);
    const stored = catalog.load(keys);
    const derived = await derive(stored, embedder, catalog.boilerplate());
    const entries = stored.flatMap(({ key }, i) =>
      derived[i] === undefined ? [] : [{ key, derived: derived[i] }],
    );
    catalog.addDerived(entries, index.space);
    for (const key of keys) index.resolve(key);
  };

  return {
    /** Begins a round, unless one is under way or the last one failed a moment ago. */
    begin(index: LiveIndex): void {
      if (clock() < againAt) return;
      round ??= fill(index)
        .catch((error: unknown) => {
          againAt = clock() + RETRY;
          log(error instanceof Error ? error.message : String(error));
        })
        .finally(() => {
          round = null;
        });
    },
    async ended(): Promise<void> {
      await round;
    },
  };
}
