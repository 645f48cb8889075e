import { existsSync } from 'node:fs';
import { describe } from 'vitest';
import { type ModelOptions, readModelFolder } from '../../src/embedding/model-folder.js';
import { openTransformersEmbedder } from '../../src/embedding/transformers.js';
import { openWorkerEmbedder } from '../../src/embedding/worker-embedder.js';
import { testEmbedder } from '../contracts/embedder.js';
import { writeTinyBert } from '../support/onnx/tiny-bert.js';
import { writeTinyStatic } from '../support/onnx/tiny-static.js';
import { scratchFolder } from './scratch.js';

const UNKNOWN = ['🎉🎉', '🏛️', '日本'];

const MODELS = [
  { name: 'a tiny BERT, mean', write: writeTinyBert, options: {}, dimensions: 16, maxTokens: 32 },
  {
    name: 'a tiny BERT, first token, with prefixes',
    write: writeTinyBert,
    options: { pooling: 'cls', queryPrefix: 'price: ', passagePrefix: 'law: ' },
    dimensions: 16,
    maxTokens: 32,
  },
  { name: 'a tiny static model', write: writeTinyStatic, options: {}, dimensions: 24, maxTokens: 64 },
] as const;

for (const [where, openEmbedder] of [
  ['in this thread', openTransformersEmbedder],
  ['in a worker', openWorkerEmbedder],
] as const) {
  for (const { name, write, options, dimensions, maxTokens } of MODELS) {
    testEmbedder(`${name}, ${where}`, {
      async open() {
        const folder = await scratchFolder();
        await write(folder);
        return openEmbedder(await readModelFolder(folder, options satisfies ModelOptions));
      },
      dimensions,
      maxTokens,
      unrecognised: UNKNOWN,
    });
  }

  describe.skipIf(!existsSync('models/seealso-en/onnx/model_quantized.onnx'))('bundled', () => {
    testEmbedder(`the bundled model, ${where}`, {
      open: async () => openEmbedder(await readModelFolder('models/seealso-en')),
      dimensions: 256,
      maxTokens: 8192,
      unrecognised: ['🎉🎉', '🏛️'],
    });
  });
}

testEmbedder('a tiny static model, in two workers', {
  async open() {
    const folder = await scratchFolder();
    await writeTinyStatic(folder);
    return openWorkerEmbedder(await readModelFolder(folder), { threads: 2, allAtOnce: true });
  },
  dimensions: 24,
  maxTokens: 64,
  unrecognised: UNKNOWN,
});
