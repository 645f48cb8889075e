import { StoppedError } from '../errors.js';
import type { Embedder } from './embedder.js';
import type { ModelSpec } from './model-folder.js';
import { openWorkerEmbedder } from './worker-embedder.js';

/** A model that is loaded, and how many have it open. */
interface Loaded {
  readonly opening: Promise<Embedder>;
  users: number;
}

/** By all that makes one model, so that two settings of one folder are two. */
const loaded = new Map<string, Loaded>();

/**
 * Embeds in a thread of its own, as `openWorkerEmbedder` does, and shares that thread with whoever has the same model
 * open in this process: a program that serves several indexes holds their model in memory once. Each closes its own;
 * the last one ends the thread.
 *
 * @param open loads a model that nobody has open
 * @throws ModelError where the model cannot be loaded.
 */
export async function openSharedEmbedder(
  spec: ModelSpec,
  open: (spec: ModelSpec) => Promise<Embedder> = openWorkerEmbedder,
): Promise<Embedder> {
  const key = JSON.stringify(spec);
  const shared = loaded.get(key) ?? { opening: open(spec), users: 0 };
  shared.users += 1;
  loaded.set(key, shared);

  async function leave(): Promise<void> {
    shared.users -= 1;
    if (shared.users > 0) return;
    // Whoever comes while it closes, or after a failure, loads it anew.
    if (loaded.get(key) === shared) loaded.delete(key);
    const embedder = await shared.opening;
    await embedder.close();
  }

  const embedder = await shared.opening.catch((error: unknown) => {
    if (loaded.get(key) === shared) loaded.delete(key);
    throw error;
  });
  const running = new Set<Promise<unknown>>();
  let closing: Promise<void> | null = null;
  return {
    model: embedder.model,
    async embed(texts, role) {
      if (closing !== null) throw new StoppedError(`The embedder of ${spec.name} is closed. Open another.`);
      const work = embedder.embed(texts, role);
      running.add(work);
      try {
        return await work;
      } finally {
        running.delete(work);
      }
    },
    close() {
      closing ??= Promise.allSettled(running).then(leave);
      return closing;
    },
  };
}
