import { beforeEach, describe, expect, it } from 'vitest';
import type { Embedder } from '../../src/embedding/embedder.js';
import type { ModelSpec } from '../../src/embedding/model-folder.js';
import { openSharedEmbedder } from '../../src/embedding/shared-embedder.js';
import { ModelError } from '../../src/errors.js';
import { fakeEmbedder } from '../support/fake-embedder.js';

const spec = (folder: string, queryPrefix = ''): ModelSpec => ({
  name: 'fake',
  folder,
  modelFile: 'onnx/model.onnx',
  output: 'sentence_embedding',
  pooling: 'none',
  queryPrefix,
  passagePrefix: '',
  maxTokens: 8,
  revision: '0',
});

/** What was loaded and ended, in order. */
let told: string[] = [];
beforeEach(() => {
  told = [];
});

async function load({ folder, queryPrefix }: ModelSpec): Promise<Embedder> {
  told.push(`load ${folder}${queryPrefix}`);
  return { ...fakeEmbedder(), close: async () => void told.push(`end ${folder}${queryPrefix}`) };
}

describe('a model that several have open', () => {
  it('is loaded once, also where they come at one moment, and ends with the last', async () => {
    const [one, other] = await Promise.all([
      openSharedEmbedder(spec('a'), load),
      openSharedEmbedder(spec('a'), load),
    ]);
    await one.close();
    await one.close();
    await expect(one.embed(['yen'], 'query')).rejects.toThrow('is closed');
    const third = await openSharedEmbedder(spec('a'), load);
    await other.close();
    expect(await third.embed(['yen'], 'query')).toEqual([Float32Array.of(0, 1, 0, 0, 0, 0)]);
    expect(told).toEqual(['load a']);
    await third.close();
    expect(told).toEqual(['load a', 'end a']);
    const later = await openSharedEmbedder(spec('a'), load);
    await later.close();
    expect(told).toEqual(['load a', 'end a', 'load a', 'end a']);
  });

  it('is another one in another folder, and under another prefix', async () => {
    const open = [spec('a'), spec('b'), spec('a', 'query: ')].map((one) => openSharedEmbedder(one, load));
    for (const embedder of await Promise.all(open)) await embedder.close();
    expect(told.filter((one) => one.startsWith('load'))).toEqual(['load a', 'load b', 'load aquery: ']);
  });

  it('answers what was asked before it is closed', async () => {
    const fake = fakeEmbedder();
    let answer = () => {};
    fake.before = () => new Promise((resolve) => (answer = resolve));
    const embedder = await openSharedEmbedder(spec('a'), async () => fake);
    const asked = embedder.embed(['rain'], 'passage');
    const closed = embedder.close();
    answer();
    expect(await asked).toEqual([Float32Array.of(0, 0, 1, 0, 0, 0)]);
    await closed;
  });

  it('that could not be loaded is tried again', async () => {
    const broken = () => Promise.reject(new ModelError('Half of it is missing.'));
    const attempts = [openSharedEmbedder(spec('a'), broken), openSharedEmbedder(spec('a'), broken)];
    for (const attempt of attempts) await expect(attempt).rejects.toThrow('Half of it is missing.');
    const embedder = await openSharedEmbedder(spec('a'), load);
    await embedder.close();
    expect(told).toEqual(['load a', 'end a']);
  });
});
