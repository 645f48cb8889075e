import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../../src/catalog/catalog.js';
import { acquireLock } from '../../src/catalog/lock.js';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { type Generation, openGeneration } from '../../src/generation/generation.js';
import type { Manifest } from '../../src/generation/manifest.js';
import { type GenerationStore, openGenerationStore } from '../../src/generation/store.js';
import type { startBuilder } from '../../src/indexing/builder.js';
import { type IndexOptions, type IndexResult, runIndex } from '../../src/indexing/indexer.js';
import type { IndexingObserver, RejectedRow, StageProgress } from '../../src/indexing/report.js';
import type { Source } from '../../src/sources/source.js';
import { HNSW_DEFAULTS } from '../../src/vectors/vector-index.js';
import { buildHere } from './build-here.js';
import { type FakeEmbedder, fakeEmbedder } from './fake-embedder.js';
import { temporaryFolder } from './temporary-folder.js';

/** What an observer heard. */
export interface Heard extends IndexingObserver {
  readonly rejections: RejectedRow[];
  readonly unembeddable: string[];
  readonly warnings: string[];
  readonly steps: StageProgress[];
}

export function listener(): Heard {
  const heard = {
    rejections: [] as RejectedRow[],
    unembeddable: [] as string[],
    warnings: [] as string[],
    steps: [] as StageProgress[],
  };
  return {
    ...heard,
    progress: (step) => heard.steps.push(step),
    rejected: (row) => heard.rejections.push(row),
    notEmbeddable: (id) => heard.unembeddable.push(id),
    warning: (message) => heard.warnings.push(message),
  };
}

export interface RunExtras extends Partial<IndexOptions> {
  readonly observer?: IndexingObserver;
  readonly signal?: AbortSignal;
  readonly embedder?: FakeEmbedder;
  readonly hnsw?: Manifest['hnsw'];
  readonly startBuilder?: typeof startBuilder;
  readonly fitAfter?: number;
  readonly handedIn?: () => Promise<void>;
}

/** An index in a folder of its own, with the real catalogue, store and graph, and the fake model. */
export interface IndexFolder {
  readonly folder: string;
  readonly catalog: Catalog;
  readonly store: GenerationStore;
  /** The model used where a run does not name another. */
  readonly embedder: FakeEmbedder;
  /** One indexing run, as the command line does it: under the lock. */
  run(sources: readonly Source[], extras?: RunExtras): Promise<IndexResult>;
  /** The current generation, verified and opened. */
  current(): Promise<Generation>;
  /** Ids of the articles in the current generation's graph. */
  indexed(): Promise<string[]>;
  /** Names of the files in the folder, the catalogue's and the generations' own excepted. */
  leftOver(): string[];
}

export function indexFolder(folder: string = temporaryFolder()): IndexFolder {
  const catalog = openSqliteCatalog(join(folder, 'catalog.sqlite'));
  const store = openGenerationStore(folder);
  const embedder = fakeEmbedder();
  const current = async () => openGeneration(store.folder((await store.current()) ?? '(none)'));
  return {
    folder,
    catalog,
    store,
    embedder,
    async run(sources, extras = {}) {
      const used = extras.embedder ?? embedder;
      const lock = acquireLock(join(folder, 'index.lock'));
      return await runIndex(
        sources,
        {
          bodyFormat: extras.bodyFormat ?? 'auto',
          strict: extras.strict ?? false,
          prune: extras.prune ?? false,
          rebuild: extras.rebuild ?? false,
          refit: extras.refit ?? false,
          reread: extras.reread ?? false,
          lazy: extras.lazy ?? false,
          pruneAtMost: extras.pruneAtMost ?? 1,
        },
        {
          indexDir: folder,
          catalog,
          store,
          model: used.record,
          embedder: async () => used,
          hnsw: extras.hnsw ?? HNSW_DEFAULTS,
          startBuilder: extras.startBuilder ?? buildHere,
          observer: extras.observer ?? listener(),
          signal: extras.signal ?? new AbortController().signal,
          clock: () => new Date(),
          ...(extras.handedIn === undefined ? {} : { handedIn: extras.handedIn }),
          ...(extras.fitAfter === undefined ? {} : { fitAfter: extras.fitAfter }),
        },
      ).finally(() => lock.release());
    },
    current,
    async indexed() {
      const { index } = await current();
      const keys = Array.from({ length: 10_000 }, (_, key) => key).filter((key) => index.has(key));
      return catalog.load(keys).map((stored) => stored.article.id);
    },
    leftOver() {
      const generations = join(folder, 'generations');
      const names = [folder, generations].flatMap((path) => (existsSync(path) ? readdirSync(path) : []));
      return names.filter(
        (name) => !/^(catalog\.sqlite(-wal|-shm)?|index\.lock|current|generations|2\d{3}-.*)$/.test(name),
      );
    },
  };
}
