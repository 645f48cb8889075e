import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Embedder } from '../../src/embedding/embedder.js';
import { type ModelSpec, readModelFolder } from '../../src/embedding/model-folder.js';
import { openWorkerEmbedder } from '../../src/embedding/worker-embedder.js';
import { writeTinyBert } from '../support/onnx/tiny-bert.js';
import { scratchFolder } from './scratch.js';

const run = promisify(execFile);

const TALKING = { workerFile: fileURLToPath(new URL('talking-thread.mjs', import.meta.url)) };

const spec = (name = 'talking'): ModelSpec => ({
  name,
  folder: '/nowhere',
  modelFile: 'onnx/model.onnx',
  output: 'sentence_embedding',
  pooling: 'none',
  queryPrefix: '',
  passagePrefix: '',
  maxTokens: 8,
  revision: '0',
});

describe('the thread', () => {
  it('rejects what is under way when it crashes, and is started again by the next call', async () => {
    const embedder = await openWorkerEmbedder(spec(), TALKING);
    await expect(embedder.embed(['a', 'crash'], 'passage')).rejects.toMatchObject({
      name: 'ModelError',
      message: expect.stringContaining('crashed: out of cheese'),
    });
    expect(await embedder.embed(['again'], 'passage')).toEqual([Float32Array.of(5, 1)]);
    await embedder.close();
  });

  it('rejects what is under way when it ends without a word', async () => {
    const embedder = await openWorkerEmbedder(spec(), TALKING);
    await expect(embedder.embed(['exit'], 'passage')).rejects.toMatchObject({
      message: expect.stringContaining('ended unexpectedly (code 3)'),
    });
    await embedder.close();
  });

  it('answers calls that wait while it is started again', async () => {
    const embedder = await openWorkerEmbedder(spec(), TALKING);
    const crash = embedder.embed(['crash'], 'passage');
    const [first, later] = [embedder.embed(['b'], 'query'), embedder.embed(['ccc'], 'query')];
    await expect(crash).rejects.toThrow('crashed');
    // The first may have been under way with the crash; what had not been sent is answered.
    await first.catch(() => null);
    expect((await later)[0]?.[0]).toBe(3);
    await embedder.close();
  });

  it('goes on after a text that fails', async () => {
    const embedder = await openWorkerEmbedder(spec(), TALKING);
    await expect(embedder.embed(['fail'], 'passage')).rejects.toMatchObject({
      code: 'model_unusable',
      message: 'bad text',
    });
    await expect(embedder.embed(['fail', 'x'], 'passage')).rejects.toThrow('failed unexpectedly: bad text');
    expect(await embedder.embed(['fine', ''], 'passage')).toEqual([Float32Array.of(4, 1), null]);
    await embedder.close();
  });

  it('says why it cannot load its model', async () => {
    await expect(openWorkerEmbedder(spec('broken'), TALKING)).rejects.toMatchObject({
      name: 'ModelError',
      message: 'no such model',
    });
  });

  it('says why it cannot load a real model, as an error of our class', async () => {
    await expect(openWorkerEmbedder(spec())).rejects.toMatchObject({
      name: 'ModelError',
      message: expect.stringContaining('Cannot load the model in /nowhere'),
    });
  });
});

describe('calls', () => {
  it('take turns: one text does not wait for all of a large call that came before it', async () => {
    const embedder = await openWorkerEmbedder(spec(), TALKING);
    const large = embedder.embed(Array<string>(800).fill('long'), 'passage');
    const [urgent] = await embedder.embed(['urgent'], 'query');
    // The second number counts the texts that the thread had seen.
    expect(urgent?.[1]).toBeLessThanOrEqual(49);
    const last = (await large).at(-1);
    expect(last?.[1]).toBe(801);
    await embedder.close();
  });

  it('own their vectors: one does not hold the memory of its batch', async () => {
    const embedder = await openWorkerEmbedder(spec(), TALKING);
    const [vector] = await embedder.embed(['a', 'b', 'c'], 'passage');
    expect(vector?.buffer.byteLength).toBe(8);
    await embedder.close();
  });
});

describe('several threads', () => {
  const TWO = { ...TALKING, threads: 2 };
  const large = Array<string>(800).fill('long');
  /** The most texts that one thread has seen, with these. */
  const seen = (vectors: readonly (Float32Array | null)[]) =>
    Math.max(...vectors.map((vector) => vector?.[1] ?? 0));

  /** Embeds until a second thread has taken some: it is started during the first call. */
  async function untilShared(embedder: Embedder): Promise<void> {
    let asked = 0;
    do asked += large.length;
    while (seen(await embedder.embed(large, 'passage')) === asked);
  }

  it('share what takes longer than loading the model again, and keep its order', async () => {
    const embedder = await openWorkerEmbedder(spec('slow'), TWO);
    await untilShared(embedder);
    const texts = Array.from({ length: 800 }, (_, i) => 'x'.repeat(i + 1));
    const vectors = await embedder.embed(texts, 'passage');
    expect(vectors.map((vector) => vector?.[0])).toEqual(texts.map((text) => text.length));
    await embedder.close();
  });

  it('stay one where one is quick', async () => {
    const embedder = await openWorkerEmbedder(spec(), TWO);
    await embedder.embed(large, 'passage');
    expect(seen(await embedder.embed(large, 'passage'))).toBe(1600);
    await embedder.close();
  });

  it('lose only what is under way in the one that crashes', async () => {
    const embedder = await openWorkerEmbedder(spec('slow'), TWO);
    await untilShared(embedder);
    const [crash, other] = [embedder.embed(['crash'], 'passage'), embedder.embed(large, 'passage')];
    await expect(crash).rejects.toThrow('crashed');
    await other.catch(() => null);
    expect((await embedder.embed(large, 'passage')).every((vector) => vector?.[0] === 4)).toBe(true);
    await embedder.close();
  });
});

describe('a process', () => {
  /** Runs a few lines against the built embedder and a tiny model; the process must end by itself. */
  async function runScript(lines: string): Promise<string> {
    const folder = await scratchFolder();
    await writeTinyBert(folder);
    const built = JSON.stringify(new URL('../../dist/embedding/worker-embedder.js', import.meta.url).href);
    const script = `
      import { openWorkerEmbedder } from ${built};
      const embedder = await openWorkerEmbedder(${JSON.stringify(await readModelFolder(folder))});
      ${lines}`;
    const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', script], {
      timeout: 20_000,
    });
    expect(stderr).toBe('');
    return stdout;
  }

  it('ends while an embedder is idle and open', async () => {
    const stdout = await runScript(`
      const [vector] = await embedder.embed(['rain'], 'passage');
      console.log(vector.length);`);
    expect(stdout).toBe('16\n');
  });

  it('does not end while an answer is owed', async () => {
    const stdout = await runScript(`
      embedder.embed(Array(500).fill('rain'), 'passage').then((vectors) => console.log(vectors.length));`);
    expect(stdout).toBe('500\n');
  });

  it('keeps its event loop free while texts are embedded', async () => {
    const stdout = await runScript(`
      let turns = 0;
      const timer = setInterval(() => { turns += 1; }, 1);
      await embedder.embed(Array(2000).fill('rain and storm on the coast'), 'passage');
      clearInterval(timer);
      console.log(turns > 10);
      await embedder.close();`);
    expect(stdout).toBe('true\n');
  });
});
