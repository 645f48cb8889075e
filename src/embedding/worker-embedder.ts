import { createRequire } from 'node:module';
import { StoppedError } from '../errors.js';
import type { Embedder, EmbeddingRole } from './embedder.js';
import type { ModelSpec } from './model-folder.js';
import { createThreadPool } from './thread-pool.js';
import type { EmbeddingThread } from './worker-thread.js';

/** Texts per message: small, so that one urgent text waits for few others. */
const TEXTS_PER_MESSAGE = 16;

/** The built file also under a test runner or tsx, which load the sources: a thread does not inherit them. */
const WORKER_FILE = createRequire(import.meta.url).resolve('#worker/embedding/embedding-worker');

/** One `embed` call, cut into messages that are sent one after the other. */
interface Call {
  readonly texts: readonly string[];
  readonly role: EmbeddingRole;
  readonly vectors: (Float32Array | null)[];
  /** The first text that is not sent yet. */
  next: number;
  answered: number;
  readonly resolve: (vectors: (Float32Array | null)[]) => void;
  readonly reject: (error: unknown) => void;
}

export interface WorkerEmbedderOptions {
  /** At most so many threads, each with a copy of the model. The first is there from the beginning. */
  readonly threads?: number;
  /** All of them from the beginning, whatever they have to do. */
  readonly allAtOnce?: boolean;
  /** Another thread that speaks `embedding-protocol.ts`, for tests. */
  readonly workerFile?: string;
}

/**
 * Embeds in a thread of its own, so that the event loop stays free. Several calls take turns, message by message:
 * a single text is not held up by a large call that came before it. Where more than one thread is allowed, another is
 * started when what waits would take those that run longer than it took to load the model.
 *
 * An idle embedder does not keep the process alive; one that owes an answer does. A crash of a thread rejects
 * what is under way in it, and the next call starts it again. `close` lets what was asked be answered first.
 *
 * @throws ModelError where the model cannot be loaded.
 */
export async function openWorkerEmbedder(
  spec: ModelSpec,
  { threads = 1, allAtOnce = false, workerFile = WORKER_FILE }: WorkerEmbedderOptions = {},
): Promise<Embedder> {
  /** Calls with texts to send; the first has its turn. */
  const waiting: Call[] = [];
  const open = new Set<Promise<unknown>>();
  let closing: Promise<void> | null = null;
  const pool = await createThreadPool(spec, {
    most: threads,
    allAtOnce,
    textsPerMessage: TEXTS_PER_MESSAGE,
    workerFile,
    freed: sendMore,
  });

  function fail(call: Call, error: unknown): void {
    const place = waiting.indexOf(call);
    if (place >= 0) waiting.splice(place, 1);
    call.reject(error);
  }

  function sendMore(failure?: unknown): void {
    // No thread is left, and none can be started.
    if (failure !== undefined) for (const call of [...waiting]) fail(call, failure);
    while (waiting.length > 0) {
      const thread = pool.free();
      if (thread === null) break;
      send(thread);
    }
    pool.plan(waiting.reduce((texts, call) => texts + call.texts.length - call.next, 0));
  }

  function send(thread: EmbeddingThread): void {
    const call = waiting.shift();
    if (call === undefined) return;
    const from = call.next;
    const texts = call.texts.slice(from, from + TEXTS_PER_MESSAGE);
    call.next = from + texts.length;
    if (call.next < call.texts.length) waiting.push(call);
    thread
      .embed({ texts, role: call.role })
      .then((vectors) => {
        for (const [i, vector] of vectors.entries()) call.vectors[from + i] = vector;
        call.answered += vectors.length;
        if (call.answered === call.texts.length) call.resolve(call.vectors);
      })
      .catch((error: unknown) => fail(call, error))
      .finally(sendMore);
  }

  return {
    model: { name: spec.name, revision: spec.revision, dimensions: pool.dimensions },
    async embed(texts, role) {
      if (closing !== null) throw new StoppedError(`The embedder of ${spec.name} is closed. Open another.`);
      if (texts.length === 0) return [];
      const work = new Promise<(Float32Array | null)[]>((resolve, reject) => {
        waiting.push({ texts: [...texts], role, vectors: [], next: 0, answered: 0, resolve, reject });
        sendMore();
      });
      open.add(work);
      try {
        return await work;
      } finally {
        open.delete(work);
      }
    },
    close() {
      closing ??= Promise.allSettled(open).then(() => pool.close());
      return closing;
    },
  };
}
