import { AutoModel, type Tensor } from '@xenova/transformers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Embedder } from '../../src/embedding/embedder.js';
import { type ModelOptions, readModelFolder } from '../../src/embedding/model-folder.js';
import { loadTokenizer, openTransformersEmbedder } from '../../src/embedding/transformers.js';
import { type TinyBertOptions, writeTinyBert } from '../support/onnx/tiny-bert.js';
import { scratchFolder } from './scratch.js';

const TEXT = 'The bank left the rate as it was.';

async function openTiny(options: ModelOptions = {}, model: TinyBertOptions = {}): Promise<Embedder> {
  const folder = await scratchFolder();
  await writeTinyBert(folder, model);
  return openTransformersEmbedder(await readModelFolder(folder, options));
}

it('a model that is not there is not looked for elsewhere', async () => {
  await expect(AutoModel.from_pretrained('owner/nowhere')).rejects.toThrow('env.allowRemoteModels=false');
});

describe('a model that gives token vectors', () => {
  let folder: string;
  /** The model's token vectors for a text, `[CLS]` and `[SEP]` included, as the library itself gives them. */
  let tokenVectors: (text: string) => Promise<number[][]>;
  let ids: (text: string) => number[];

  beforeAll(async () => {
    folder = await scratchFolder();
    await writeTinyBert(folder);
    // After transformers.ts was imported, the library reads local files only.
    const tokenizer = await loadTokenizer(folder);
    const model = await AutoModel.from_pretrained(folder, { local_files_only: true, dtype: 'fp32' });
    ids = (text) => tokenizer.encode(text, { add_special_tokens: false });
    tokenVectors = async (text) => {
      const output: { last_hidden_state: Tensor } = await model.forward(tokenizer(text));
      return output.last_hidden_state.tolist()[0];
    };
  });

  const embed = async (text: string, options: ModelOptions) => {
    const embedder = await openTransformersEmbedder(await readModelFolder(folder, options));
    const [vector] = await embedder.embed([text], 'passage');
    await embedder.close();
    return [...(vector ?? [])];
  };

  it('is pooled to the mean of all tokens, special ones included', async () => {
    expectClose(await embed(TEXT, { pooling: 'mean' }), unit(mean(await tokenVectors(TEXT))));
  });

  it('is pooled to the first token', async () => {
    const [first] = await tokenVectors(TEXT);
    expectClose(await embed(TEXT, { pooling: 'cls' }), unit(first ?? []));
  });

  it('gives a long text the mean of its passages, weighted by their tokens', async () => {
    const [first, second] = [`${TEXT} ${TEXT}`, `${TEXT} The river is in flood.`];
    expect([ids(first).length, ids(second).length]).toEqual([24, 18]);
    const [long, short] = [unit(mean(await tokenVectors(first))), unit(mean(await tokenVectors(second)))];
    expectClose(
      await embed(`${first} ${second}`, { pooling: 'mean' }),
      unit(long.map((part, i) => 24 * part + 18 * (short[i] ?? 0))),
    );
  });

  it('puts the prefix before every passage of a long text', async () => {
    // Beside the special tokens and "law:" there is room for 28 ids, which are two sentences of 12.
    const passage = unit(mean(await tokenVectors(`law: ${TEXT} ${TEXT}`)));
    expectClose(await embed(`${TEXT} `.repeat(6), { passagePrefix: 'law: ' }), passage);
  });
});

describe('roles', () => {
  it('puts the prefix of the role before the text', async () => {
    const plain = await openTiny();
    const prefixed = await openTiny({ queryPrefix: 'price: ', passagePrefix: 'law: ' });
    expect(await prefixed.embed([TEXT], 'query')).toEqual(await plain.embed([`price: ${TEXT}`], 'query'));
    expect(await prefixed.embed([TEXT], 'passage')).toEqual(await plain.embed([`law: ${TEXT}`], 'query'));
    expect(await plain.embed([TEXT], 'query')).toEqual(await plain.embed([TEXT], 'passage'));
  });
});

describe('a text at the limit', () => {
  it('is embedded whole with exactly as many tokens as fit, and in passages with one more', async () => {
    // The graph has 32 positions and would fail with more.
    const embedder = await openTiny();
    for (const words of [29, 30, 31, 60, 61, 400]) {
      const [vector] = await embedder.embed([Array(words).fill('rain').join(' ')], 'passage');
      expect(vector).toHaveLength(16);
    }
  });

  it('leaves out a passage in which nothing is recognised', async () => {
    const embedder = await openTiny();
    // Two sentences fill a passage so far that 30 unknown tokens make passages of their own.
    const unknown = '🎉 '.repeat(30);
    const [alone] = await embedder.embed([`${TEXT} ${TEXT}`], 'passage');
    const [withNoise] = await embedder.embed([`${TEXT} ${TEXT} ${unknown}`], 'passage');
    expect(withNoise).toEqual(alone);
  });
});

describe('what goes wrong', () => {
  it('refuses a prefix that leaves no room for the text', async () => {
    await expect(openTiny({ queryPrefix: 'storm '.repeat(40) })).rejects.toMatchObject({
      code: 'model_unusable',
      message: expect.stringContaining('shorter prefix'),
    });
  });

  it('says which folder failed when the graph refuses a text', async () => {
    // The files state more tokens than the graph has positions.
    const embedder = await openTiny({}, { modelMaxLength: 64, config: { max_position_embeddings: 64 } });
    await expect(embedder.embed(['rain '.repeat(60)], 'passage')).rejects.toMatchObject({
      code: 'model_unusable',
      message: expect.stringContaining('62 tokens (limit 64)'),
    });
  });
});

describe('memory', () => {
  it('stays level over many calls', async () => {
    const embedder = await openTiny();
    const texts = Array<string>(200).fill(TEXT);
    for (let i = 0; i < 5; i++) await embedder.embed(texts, 'passage');
    const before = process.memoryUsage();
    for (let i = 0; i < 20; i++) await embedder.embed(texts, 'passage');
    const after = process.memoryUsage();
    // 4,000 leaked tensors of 11 × 16 floats would be far more outside of the heap.
    expect(after.external - before.external).toBeLessThan(20e6);
    expect(after.rss - before.rss).toBeLessThan(100e6);
  });
});

function mean(rows: readonly (readonly number[])[]): number[] {
  return (rows[0] ?? []).map((_, i) => rows.reduce((sum, row) => sum + (row[i] ?? 0), 0) / rows.length);
}

function unit(parts: readonly number[]): number[] {
  const length = Math.hypot(...parts);
  return parts.map((part) => part / length);
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, part] of expected.entries()) expect(actual[i]).toBeCloseTo(part, 5);
}
