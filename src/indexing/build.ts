import type { Adaptation } from '../adaptation/adaptation.js';
import { serializeAdaptation } from '../adaptation/adaptation-file.js';
import type { Catalog, EmbeddingSpace, PlaceableArticle } from '../catalog/catalog.js';
import { readAdaptation, readManifest, writeManifest } from '../generation/generation.js';
import type { Manifest, ModelRecord } from '../generation/manifest.js';
import type { GenerationStore } from '../generation/store.js';
import type { HnswParameters } from '../vectors/vector-index.js';
import type { BuildSettings } from './build-messages.js';
import type { GenerationBuilder } from './builder.js';
import type { IndexingObserver } from './report.js';
import { stopIfAsked } from './stop.js';

/** Everything that a generation is made from and of. */
export interface BuildContext {
  readonly catalog: Catalog;
  readonly store: GenerationStore;
  readonly space: EmbeddingSpace;
  readonly model: ModelRecord;
  readonly hnsw: HnswParameters;
  readonly startBuilder: (settings: BuildSettings) => GenerationBuilder;
  /** What was fitted to the archive before, to go on with; `null` where there is none, or it is to be fitted anew. */
  readonly fitted: Adaptation | null;
  readonly observer: IndexingObserver;
  readonly signal: AbortSignal;
  readonly clock: () => Date;
  /** Called when every article is handed in: from then on nothing is embedded, and the files of the generation are made. */
  readonly handedIn?: () => Promise<void>;
}

/** A generation in the making. Articles may be handed in early; `publish` completes it from the catalogue. */
export interface Build {
  /** Articles that have their place. */
  readonly added: number;
  /** Whether the article was handed in with this text. */
  has(article: Pick<PlaceableArticle, 'key' | 'textHash'>): boolean;
  /** As `GenerationBuilder.fit`: before the first article. */
  fit: GenerationBuilder['fit'];
  add(articles: readonly PlaceableArticle[]): Promise<void>;
  /** Completes the graph and publishes it as the state of the catalogue at this sequence number, or later. */
  publish(sequence: number): Promise<Manifest>;
  /** Leaves nothing behind. Harmless after `publish`. */
  abort(): Promise<void>;
}

const PAGE = 1024;

export async function startBuild(context: BuildContext): Promise<Build> {
  const { catalog, store, space, observer, fitted } = context;
  const { generation, folder } = await store.begin(context.clock());
  const builder = context.startBuilder({
    dimensions: context.model.dimensions,
    hnsw: context.hnsw,
    folder,
    adaptation: fitted === null ? null : serializeAdaptation(fitted),
  });
  /** The text that each article handed in had. */
  const handedIn = new Map<number, string>();
  const has: Build['has'] = ({ key, textHash }) => handedIn.get(key) === textHash;

  const add: Build['add'] = async (articles) => {
    if (articles.length === 0) return;
    for (const { key, textHash } of articles) handedIn.set(key, textHash);
    await builder.add(articles.map(({ key, vector, terms }) => ({ label: key, vector, terms })));
  };

  return {
    get added() {
      return builder.added;
    },
    has,
    fit: builder.fit,
    add,
    async publish(sequence) {
      const total = catalog.countPlaceable(space);
      const live = new Set<number>();
      let after = 0;
      for (;;) {
        stopIfAsked(context.signal);
        const page = catalog.texts.placed(space, after, PAGE);
        const last = page.at(-1);
        if (last === undefined) break;
        for (const { key } of page) live.add(key);
        if (!page.every(has)) await add(catalog.placeable(space, after, PAGE).filter((one) => !has(one)));
        after = last.key;
        observer.progress({ stage: 'building', done: builder.added, total, articles: builder.added });
      }
      builder.remove([...handedIn.keys()].filter((key) => !live.has(key)));
      await context.handedIn?.();
      const built = await builder.finish((done, articles) => {
        stopIfAsked(context.signal);
        observer.progress({ stage: 'finishing', done, total: articles, articles: done });
      });
      observer.progress({ stage: 'building', done: total, total, articles: built.articles });
      stopIfAsked(context.signal);
      await writeManifest(folder, {
        format: 2,
        generation,
        createdAt: context.clock().toISOString(),
        catalog: catalog.uuid,
        sequence,
        model: context.model,
        textStrategy: space.strategy,
        metric: 'cosine',
        hnsw: context.hnsw,
        ...built,
      });
      return await store.publish(generation);
    },
    async abort() {
      await builder.abort();
      await store.sweep();
    },
  };
}

/** What the current generation was fitted to, if it was made of the same model's vectors and of the same terms. */
export async function fittedBefore(
  store: GenerationStore,
  model: ModelRecord,
  space: EmbeddingSpace,
): Promise<Adaptation | null> {
  const name = await store.current();
  if (name === null) return null;
  try {
    const manifest = await readManifest(store.folder(name));
    const { adaptation } = manifest.files;
    if (adaptation === null || manifest.model.revision !== model.revision) return null;
    if (manifest.textStrategy !== space.strategy) return null;
    return await readAdaptation(store.folder(name), adaptation, model.dimensions, manifest.dimensions);
  } catch {
    // A damaged generation: what it was fitted to is fitted anew.
    return null;
  }
}
