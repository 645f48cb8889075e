import { parentPort, workerData } from 'node:worker_threads';
import { type FromWorker, packVectors, type ToWorker, toFailure } from './embedding-protocol.js';
import type { ModelSpec } from './model-folder.js';
import { openTransformersEmbedder } from './transformers.js';

/** The thread that `worker-embedder.ts` starts: `workerData` is the `ModelSpec` to load. */
async function run(spec: ModelSpec): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('embedding-worker runs in a worker thread only');
  const say = (message: FromWorker, moved: ArrayBuffer[] = []) => port.postMessage(message, moved);

  const embedder = await openTransformersEmbedder(spec).catch((error: unknown) => {
    say({ type: 'failed', id: null, failure: toFailure(error) });
    return null;
  });
  if (embedder === null) return;
  const { dimensions } = embedder.model;

  // A chain, so that answers leave in the order of the requests.
  let last: Promise<void> = Promise.resolve();
  port.on('message', (message: ToWorker) => {
    last = last.then(async () => {
      if (message.type === 'close') {
        await embedder.close();
        port.close();
        return;
      }
      const { id, texts, role } = message;
      const begun = performance.now();
      try {
        const vectors = packVectors(await embedder.embed(texts, role), dimensions);
        const milliseconds = performance.now() - begun;
        say({ type: 'vectors', id, vectors, milliseconds }, [vectors.values.buffer, vectors.present.buffer]);
      } catch (error) {
        say({ type: 'failed', id, failure: toFailure(error) });
      }
    });
  });
  say({ type: 'ready', dimensions });
}

await run(workerData as ModelSpec);
