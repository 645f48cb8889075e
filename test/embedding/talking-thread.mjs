// A worker that speaks embedding-protocol.ts without a model: the vector of a text is [its length, the count of
// texts so far]. The text "crash" ends the thread, "fail" is answered with an error, and a model named "broken"
// does not load; one named "slow" says that each of its texts took a day.
import { parentPort, workerData } from 'node:worker_threads';

if (workerData.name === 'broken') {
  const failure = { code: 'model_unusable', message: 'no such model', stack: null };
  parentPort.postMessage({ type: 'failed', id: null, failure });
} else {
  let seen = 0;
  parentPort.on('message', ({ type, id, texts }) => {
    if (type === 'close') {
      parentPort.close();
      return;
    }
    if (texts.includes('crash')) throw new Error('out of cheese');
    if (texts.includes('exit')) process.exit(3);
    if (texts.includes('fail')) {
      const failure = { code: texts.length > 1 ? null : 'model_unusable', message: 'bad text', stack: null };
      parentPort.postMessage({ type: 'failed', id, failure });
      return;
    }
    const values = Float32Array.from(texts.flatMap((text) => [text.length, ++seen]));
    const present = Uint8Array.from(texts, (text) => (text === '' ? 0 : 1));
    const milliseconds = workerData.name === 'slow' ? texts.length * 86_400_000 : 0;
    parentPort.postMessage({ type: 'vectors', id, vectors: { values, present }, milliseconds });
  });
  parentPort.postMessage({ type: 'ready', dimensions: 2 });
}
