import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { BuildReply, BuildRequest, BuildSettings, BuildThread, Built } from './build-messages.js';
import { close, createTurnstile } from './turnstile.js';

/** Articles sent to the thread and not yet taken over: enough to keep it busy, little enough for memory. */
const MAX_PENDING = 4096;

/** What a generation holds of one article. */
export interface BuildEntry {
  readonly label: number;
  /** The model's, of unit length; `null` for a text that it cannot place. */
  readonly vector: Float32Array | null;
  /** Packed terms of the article's text. */
  readonly terms: Uint8Array;
}

/** Builds a generation in another thread while this one goes on. */
export interface GenerationBuilder {
  /** Articles taken over so far. */
  readonly added: number;
  /** Adds articles, or replaces those under the same labels. Waits while the thread is far behind. */
  add(entries: readonly BuildEntry[]): Promise<void>;
  remove(labels: readonly number[]): void;
  /** Writes the files, telling of what goes into the graph meanwhile; gives up where that throws. */
  finish(progress?: (done: number, total: number) => void): Promise<Built>;
  /** Gives up; what was written stays unfinished. */
  abort(): Promise<void>;
}

export function startBuilder(settings: BuildSettings): GenerationBuilder {
  // Always the built file, also when the sources run under the test runner.
  const file = createRequire(import.meta.url).resolve('#worker/indexing/build-worker');
  const turnstile = createTurnstile();
  const workerData: BuildThread = { ...settings, turnstile };
  const worker = new Worker(file, { workerData });
  let pending = 0;
  let added = 0;
  let hasEnded = false;
  let failure: Error | null = null;
  let finished: Built | null = null;
  let inserted: { done: number; total: number } | null = null;

  worker.on('message', (reply: BuildReply) => {
    if (reply.kind === 'added') {
      pending -= reply.count;
      added += reply.count;
    } else if (reply.kind === 'finished') {
      finished = reply.built;
    } else if (reply.kind === 'progress') {
      inserted = reply;
    } else {
      failure ??= new Error(`Building the generation failed: ${reply.message}`);
    }
    worker.emit('progress');
  });
  worker.on('error', (error) => {
    failure ??= new Error(`Building the generation failed: ${error.message}`, { cause: error });
    worker.emit('progress');
  });
  worker.on('exit', () => {
    hasEnded = true;
    failure ??= new Error('The thread that builds the generation ended before it was done.');
    worker.emit('progress');
  });

  const send = (request: BuildRequest, transfer: ArrayBuffer[] = []) => worker.postMessage(request, transfer);
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) {
      if (failure !== null) throw failure;
      await once(worker, 'progress');
    }
  };

  return {
    get added() {
      return added;
    },
    async add(entries) {
      if (failure !== null) throw failure;
      const labels = Uint32Array.from(entries, (entry) => entry.label);
      const values = new Float32Array(entries.length * settings.dimensions);
      entries.forEach((entry, i) => {
        if (entry.vector !== null) values.set(entry.vector, i * settings.dimensions);
      });
      pending += entries.length;
      send({ kind: 'add', labels, values, terms: entries.map((entry) => entry.terms) }, [
        labels.buffer,
        values.buffer,
      ]);
      await until(() => pending < MAX_PENDING);
    },
    remove(labels) {
      if (labels.length > 0) send({ kind: 'remove', labels });
    },
    async finish(progress = () => {}) {
      send({ kind: 'finish' });
      await until(() => {
        if (inserted !== null) progress(inserted.done, inserted.total);
        return finished !== null;
      });
      await worker.terminate();
      if (finished === null) throw new Error('unreachable: awaited above');
      return finished;
    },
    async abort() {
      await close(turnstile, () => hasEnded);
      await worker.terminate();
    },
  };
}
