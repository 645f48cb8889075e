import { Worker } from 'node:worker_threads';
import { ModelError } from '../errors.js';
import { type FromWorker, fromFailure, type ToWorker, unpackVectors } from './embedding-protocol.js';
import type { ModelSpec } from './model-folder.js';

/** Answers until a thread shows how quick it is. */
const WARM = 4;

type Vectors = (Float32Array | null)[];
type Request = Omit<Extract<ToWorker, { type: 'embed' }>, 'id' | 'type'>;

/** One running embedding thread. It keeps the process alive only while it owes an answer. */
export interface EmbeddingThread {
  readonly dimensions: number;
  readonly alive: boolean;
  /** Requests that are not answered yet. */
  readonly owed: number;
  /**
   * Milliseconds that a text took the thread when it was quickest: the first take longer, and so does what waits for a
   * processor. `null` before it has answered a few times.
   */
  readonly pace: number | null;
  /** @throws ModelError where the model fails, or the thread ends before it answers. */
  embed(request: Request): Promise<Vectors>;
  /** Lets the thread release the model and end. */
  stop(): Promise<void>;
}

/**
 * Starts a thread and waits until it has loaded the model.
 *
 * @throws ModelError where it cannot.
 */
export async function startEmbeddingThread(spec: ModelSpec, file: string): Promise<EmbeddingThread> {
  const worker = new Worker(file, {
    workerData: spec,
    name: `embedding ${spec.name}`,
    // Built JavaScript needs no loader, and a flag of the process, such as --input-type, may not suit a thread.
    execArgv: [],
  });
  const owed = new Map<number, { resolve: (vectors: Vectors) => void; reject: (error: Error) => void }>();
  let alive = true;
  let dimensions = 0;
  let requests = 0;
  let answers = 0;
  let quickest = Number.POSITIVE_INFINITY;

  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const ready = new Promise<void>((resolve, reject) => {
    const die = (error: Error) => {
      alive = false;
      reject(error);
      for (const request of owed.values()) request.reject(error);
      owed.clear();
    };
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'ready') {
        dimensions = message.dimensions;
        worker.unref();
        resolve();
        return;
      }
      if (message.type === 'failed' && message.id === null) {
        die(fromFailure(message.failure));
        return;
      }
      const id = message.id ?? 0;
      const request = owed.get(id);
      owed.delete(id);
      if (owed.size === 0) worker.unref();
      if (message.type === 'failed') {
        request?.reject(fromFailure(message.failure));
        return;
      }
      answers += 1;
      quickest = Math.min(quickest, message.milliseconds / Math.max(1, message.vectors.present.length));
      request?.resolve(unpackVectors(message.vectors, dimensions));
    });
    worker.once('error', (cause) => {
      die(
        new ModelError(`The embedding worker of ${spec.name} crashed: ${cause.message}. ${RETRY}`, { cause }),
      );
    });
    worker.once('exit', (code) => {
      die(new ModelError(`The embedding worker of ${spec.name} ended unexpectedly (code ${code}). ${RETRY}`));
    });
  });
  await ready;

  return {
    get dimensions() {
      return dimensions;
    },
    get alive() {
      return alive;
    },
    get owed() {
      return owed.size;
    },
    get pace() {
      return answers < WARM ? null : quickest;
    },
    embed(request) {
      return new Promise((resolve, reject) => {
        requests += 1;
        owed.set(requests, { resolve, reject });
        worker.ref();
        worker.postMessage({ type: 'embed', id: requests, ...request } satisfies ToWorker);
      });
    },
    async stop() {
      if (!alive) return;
      // The model is released by the thread itself: terminating it would do so in the middle of native code.
      worker.ref();
      worker.postMessage({ type: 'close' } satisfies ToWorker);
      await ended;
    },
  };
}

const RETRY = 'The next text starts it again; if it happens again, look for a lack of memory.';
