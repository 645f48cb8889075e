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
  /**
   * Fits a space to a sample of the archive, in which everything that is added afterwards is placed. Before the first
   * `add`; a small archive has none.
   *
   * @param sample the mean is taken of those that have a vector
   * @param articles in the whole archive
   */
  fit(sample: readonly BuildEntry[], articles: number): void;
  /** Adds articles, or replaces those under the same labels. Waits while the thread is far behind. */
  add(entries: readonly BuildEntry[]): Promise<void>;
  remove(labels: readonly number[]): void;
  /** Writes the files, telling meanwhile of how many articles the neighbours were looked at; gives up where that throws. */
  finish(progress?: (done: number, total: number) => void): Promise<Built>;
  /** Gives up; what was written stays unfinished. */
  abort(): Promise<void>;
}

export function startBuilder(settings: BuildSettings): GenerationBuilder {
  // Always the built file, also when the sources run under the test runner.
  const file = createRequire(import.meta.url).resolve('#worker/indexing/build-worker');
  const turnstile = createTurnstile();
  const workerData: BuildThread = { ...settings, turnstile };
  // What it throws away at once is little; the room for it would be 48 MB.
  const worker = new Worker(file, { workerData, resourceLimits: { maxYoungGenerationSizeMb: 8 } });
  let pending = 0;
  let added = 0;
  let hasEnded = false;
  let failure: Error | null = null;
  let finished: Built | null = null;
  let reached: { done: number; total: number } | null = null;

  worker.on('message', (reply: BuildReply) => {
    if (reply.kind === 'added') {
      pending -= reply.count;
      added += reply.count;
    } else if (reply.kind === 'finished') {
      finished = reply.built;
    } else if (reply.kind === 'progress') {
      reached = reply;
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
    fit(sample, articles) {
      const values = valuesOf(sample, settings.dimensions);
      send({ kind: 'fit', articles, values, terms: sample.map(({ terms }) => terms) }, [values.buffer]);
    },
    async add(entries) {
      if (failure !== null) throw failure;
      const labels = Uint32Array.from(entries, (entry) => entry.label);
      const values = valuesOf(entries, settings.dimensions);
      pending += entries.length;
      send({ kind: 'add', labels, values, terms: entries.map(({ terms }) => terms) }, [
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
        if (reached !== null) progress(reached.done, reached.total);
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

/** Row after row, zeros where there is no vector. */
function valuesOf(entries: readonly BuildEntry[], dimensions: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(entries.length * dimensions);
  entries.forEach(({ vector }, i) => {
    if (vector !== null) values.set(vector, i * dimensions);
  });
  return values;
}
