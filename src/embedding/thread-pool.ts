import type { ModelSpec } from './model-folder.js';
import { type EmbeddingThread, startEmbeddingThread } from './worker-thread.js';

/** Messages under way in one thread, at least: the second is there when the thread has done the first. */
const LEAST_UNDER_WAY = 2;
/**
 * Work that waits in one thread, in milliseconds: the owner may be busy so long before the thread is idle, and an urgent
 * text waits no longer.
 */
const WORK_UNDER_WAY = 100;
/** Messages under way at most, however quick a thread is: what is sent is held twice. */
const MOST_UNDER_WAY = 16;

export interface ThreadPoolOptions {
  readonly most: number;
  /** Start as many from the beginning. */
  readonly allAtOnce: boolean;
  readonly textsPerMessage: number;
  readonly workerFile: string;
  /** Told when a thread has been started; with an error where none runs and none could be started. */
  readonly freed: (failure?: unknown) => void;
}

/** The embedding threads of one model. */
export interface ThreadPool {
  readonly dimensions: number;
  /** The least busy thread, where one can take a message. */
  free(): EmbeddingThread | null;
  /** Told how many texts wait: starts what died again, or another thread where that is sooner done. */
  plan(texts: number): void;
  close(): Promise<void>;
}

/** @throws ModelError where the model cannot be loaded. */
export async function createThreadPool(
  spec: ModelSpec,
  { most, allAtOnce, textsPerMessage, workerFile, freed }: ThreadPoolOptions,
): Promise<ThreadPool> {
  const begun = performance.now();
  const first = await startEmbeddingThread(spec, workerFile);
  /** What one more thread costs before it embeds anything, in milliseconds. */
  const loading = performance.now() - begun;
  const { dimensions } = first;
  let threads: EmbeddingThread[] = [first];
  let starting: Promise<void> | null = null;
  /** Fewer, once another could not be started. */
  let limit = Math.max(1, most);

  function start(): void {
    if (starting !== null) return;
    starting = startEmbeddingThread(spec, workerFile)
      .then((thread) => {
        threads = [...threads, thread];
        return undefined;
      })
      .catch((error: unknown) => {
        limit = Math.max(1, threads.length);
        return threads.length === 0 ? error : undefined;
      })
      .then((failure) => {
        starting = null;
        freed(failure);
      });
  }

  async function startAll(): Promise<void> {
    while (threads.length < most) threads = [...threads, await startEmbeddingThread(spec, workerFile)];
  }

  async function close(): Promise<void> {
    await starting;
    await Promise.all(threads.map((thread) => thread.stop()));
  }

  /** Whether one more thread is loaded before those that run have done what waits. */
  function pays(texts: number): boolean {
    const paces = threads.flatMap(({ pace }) => pace ?? []);
    if (paces.length === 0 || threads.length >= limit) return false;
    const pace = paces.reduce((sum, one) => sum + one, 0) / paces.length;
    return (texts * pace) / threads.length > loading;
  }

  function hasRoom({ owed, pace }: EmbeddingThread): boolean {
    if (owed < LEAST_UNDER_WAY || pace === null) return owed < LEAST_UNDER_WAY;
    return owed < MOST_UNDER_WAY && owed * pace * textsPerMessage < WORK_UNDER_WAY;
  }

  if (allAtOnce) {
    await startAll().catch(async (error: unknown) => {
      await close();
      throw error;
    });
  }

  return {
    dimensions,
    free() {
      threads = threads.filter(({ alive }) => alive);
      const free = threads.filter(hasRoom);
      return free.sort((one, other) => one.owed - other.owed)[0] ?? null;
    },
    plan(texts) {
      if (texts > 0 && (threads.length === 0 || pays(texts))) start();
    },
    close,
  };
}
