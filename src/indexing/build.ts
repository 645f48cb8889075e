import type { Catalog, EmbeddingSpace } from '../catalog/catalog.js';
import type { GenerationBuilder } from '../generation/builder.js';
import { writeManifest } from '../generation/generation.js';
import type { Manifest, ModelRecord } from '../generation/manifest.js';
import type { GenerationStore } from '../generation/store.js';
import type { HnswParameters } from '../vectors/vector-index.js';
import { type StoredVector, stopIfAsked } from './ingest.js';
import type { IndexingObserver } from './report.js';

/** Everything that a generation is made from and of. */
export interface BuildContext {
  readonly catalog: Catalog;
  readonly store: GenerationStore;
  readonly space: EmbeddingSpace;
  readonly model: ModelRecord;
  readonly hnsw: HnswParameters;
  readonly startBuilder: (settings: {
    dimensions: number;
    hnsw: HnswParameters;
    folder: string;
  }) => GenerationBuilder;
  readonly observer: IndexingObserver;
  readonly signal: AbortSignal;
  readonly clock: () => Date;
}

/** A generation in the making. Vectors may be handed in early; `publish` completes it from the catalogue. */
export interface Build {
  add(vectors: readonly StoredVector[]): Promise<void>;
  /** Completes the graph and publishes it as the state of the catalogue at this sequence number, or later. */
  publish(sequence: number): Promise<Manifest>;
  /** Leaves nothing behind. Harmless after `publish`. */
  abort(): Promise<void>;
}

export async function startBuild(context: BuildContext): Promise<Build> {
  const { catalog, store, space, observer } = context;
  const { generation, folder } = await store.begin(context.clock());
  const builder = context.startBuilder({ dimensions: context.model.dimensions, hnsw: context.hnsw, folder });
  /** The text that each vector in the graph was made from. */
  const handedIn = new Map<number, string>();

  const add = async (vectors: readonly StoredVector[]): Promise<void> => {
    if (vectors.length === 0) return;
    for (const { key, textHash } of vectors) handedIn.set(key, textHash);
    await builder.add(vectors.map(({ key, vector, terms }) => ({ label: key, vector, terms })));
  };

  return {
    add,
    async publish(sequence) {
      const total = catalog.countEmbedded(space);
      const live = new Set<number>();
      let after = 0;
      for (;;) {
        stopIfAsked(context.signal);
        const page = catalog.embedded(space, after, 1024);
        const last = page.at(-1);
        if (last === undefined) break;
        after = last.key;
        for (const { key } of page) live.add(key);
        await add(page.filter(({ key, textHash }) => handedIn.get(key) !== textHash));
        observer.progress({ stage: 'building', done: builder.added, total, articles: builder.added });
      }
      builder.remove([...handedIn.keys()].filter((key) => !live.has(key)));
      const { count, files } = await builder.finish();
      observer.progress({ stage: 'building', done: total, total, articles: count });
      stopIfAsked(context.signal);
      await writeManifest(folder, {
        format: 1,
        generation,
        createdAt: context.clock().toISOString(),
        catalog: catalog.uuid,
        sequence,
        model: context.model,
        textStrategy: space.strategy,
        metric: 'cosine',
        hnsw: context.hnsw,
        count,
        files,
      });
      return await store.publish(generation);
    },
    async abort() {
      await builder.abort();
      await store.sweep();
    },
  };
}
