import { createRequire } from 'node:module';
import { StoppedError } from '../errors.js';
import type { Embedder, EmbeddingRole } from './embedder.js';
import type { ModelSpec } from './model-folder.js';
import { type EmbeddingThread, startEmbeddingThread } from './worker-thread.js';

/** Texts per message: small, so that one urgent text waits for few others. */
const TEXTS_PER_MESSAGE = 16;

/** Messages under way: the second is there when the thread has done the first. */
const MESSAGES_UNDER_WAY = 2;

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

/**
 * Embeds in a thread of its own, so that the event loop stays free. Several calls take turns, message by message:
 * a single text is not held up by a large call that came before it.
 *
 * An idle embedder does not keep the process alive; one that owes an answer does. A crash of the thread rejects
 * what is under way, and the next call starts it again. `close` lets what was asked be answered first.
 *
 * @param workerFile another thread that speaks `embedding-protocol.ts`, for tests
 * @throws ModelError where the model cannot be loaded.
 */
export async function openWorkerEmbedder(
  spec: ModelSpec,
  { workerFile = WORKER_FILE }: { readonly workerFile?: string } = {},
): Promise<Embedder> {
  let thread: EmbeddingThread = await startEmbeddingThread(spec, workerFile);
  let starting: Promise<void> | null = null;
  let closing: Promise<void> | null = null;
  const { dimensions } = thread;
  /** Calls with texts to send; the first has its turn. */
  const waiting: Call[] = [];
  const open = new Set<Promise<unknown>>();

  function fail(call: Call, error: unknown): void {
    const place = waiting.indexOf(call);
    if (place >= 0) waiting.splice(place, 1);
    call.reject(error);
  }

  function restart(): void {
    if (starting !== null) return;
    starting = startEmbeddingThread(spec, workerFile)
      .then((started) => {
        thread = started;
      })
      .catch((error: unknown) => {
        for (const call of [...waiting]) fail(call, error);
      })
      .finally(() => {
        starting = null;
        sendMore();
      });
  }

  function sendMore(): void {
    if (waiting.length > 0 && !thread.alive) {
      restart();
      return;
    }
    while (thread.owed < MESSAGES_UNDER_WAY) {
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
  }

  return {
    model: { name: spec.name, revision: spec.revision, dimensions },
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
      closing ??= Promise.allSettled(open).then(() => thread.stop());
      return closing;
    },
  };
}
