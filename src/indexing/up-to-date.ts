import type { Catalog, EmbeddingSpace } from '../catalog/catalog.js';
import { readManifest, verifyGeneration } from '../generation/generation.js';
import type { Manifest } from '../generation/manifest.js';
import type { GenerationStore } from '../generation/store.js';
import { areFew } from './few.js';

interface Parts {
  readonly catalog: Catalog;
  readonly store: GenerationStore;
  readonly hnsw: Manifest['hnsw'];
}

/** The current generation's manifest, if building anew would give the same, or (lazily) hardly anything else. */
export async function upToDate(parts: Parts, space: EmbeddingSpace, lazy: boolean): Promise<Manifest | null> {
  const generation = await parts.store.current();
  if (generation === null) return null;
  try {
    const manifest = await readManifest(parts.store.folder(generation));
    await verifyGeneration(parts.store.folder(generation), manifest);
    const behind = parts.catalog.sequence() - manifest.sequence;
    const same =
      manifest.catalog === parts.catalog.uuid &&
      (lazy
        ? areFew(behind, manifest.articles)
        : behind === 0 && manifest.articles === parts.catalog.countPlaceable(space)) &&
      manifest.model.revision === space.model &&
      manifest.textStrategy === space.strategy &&
      manifest.hnsw.M === parts.hnsw.M &&
      manifest.hnsw.efConstruction === parts.hnsw.efConstruction &&
      manifest.hnsw.ef === parts.hnsw.ef;
    return same ? manifest : null;
  } catch {
    return null;
  }
}

/** Spaces of the generations on disk: a rollback must find the vectors of what was written since. */
export async function keptSpaces(store: GenerationStore): Promise<EmbeddingSpace[]> {
  const spaces: EmbeddingSpace[] = [];
  for (const generation of await store.list()) {
    try {
      const manifest = await readManifest(store.folder(generation));
      spaces.push({ model: manifest.model.revision, strategy: manifest.textStrategy });
    } catch {
      // A damaged generation keeps no vectors alive.
    }
  }
  return spaces;
}
