import { appendFile, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ModelOptions, readModelFolder } from '../../src/embedding/model-folder.js';
import { readOnnxSignature } from '../../src/embedding/onnx-signature.js';
import { type TinyBertOptions, writeTinyBert } from '../support/onnx/tiny-bert.js';
import { writeTinyStatic } from '../support/onnx/tiny-static.js';
import { scratchFolder } from './scratch.js';

let folder: string;
beforeEach(async () => {
  folder = await scratchFolder();
});

const read = async (model: TinyBertOptions, options: ModelOptions = {}) => {
  await writeTinyBert(folder, model);
  return readModelFolder(folder, options);
};

const writeJson = (file: string, value: unknown) => writeFile(join(folder, file), JSON.stringify(value));

const refused = (message: string) => ({
  name: 'ModelError',
  code: 'model_unusable',
  message: expect.stringContaining(message),
});

describe('pooling', () => {
  it('is the mean where the folder says nothing', async () => {
    expect(await read({})).toMatchObject({ pooling: 'mean', output: 'last_hidden_state' });
  });

  it('is what 1_Pooling says', async () => {
    expect((await read({ pooling: 'cls' })).pooling).toBe('cls');
    expect((await read({ pooling: 'mean' })).pooling).toBe('mean');
    await writeJson('1_Pooling/config.json', { pooling_mode: 'cls', embedding_dimension: 16 });
    expect((await readModelFolder(folder)).pooling).toBe('cls');
  });

  it('is what the option says, whatever the folder says', async () => {
    expect((await read({ pooling: 'cls' }, { pooling: 'mean' })).pooling).toBe('mean');
    expect((await read({ pooling: 'max' }, { pooling: 'cls' })).pooling).toBe('cls');
  });

  it('is none where the graph gives one vector per text', async () => {
    await writeTinyStatic(folder);
    await mkdir(join(folder, '1_Pooling'));
    await writeJson('1_Pooling/config.json', { pooling_mode_max_tokens: true });
    expect(await readModelFolder(folder)).toMatchObject({ pooling: 'none', output: 'sentence_embedding' });
  });

  it('is refused where it is of another kind than the mean or the first token', async () => {
    await expect(read({ pooling: 'max' })).rejects.toMatchObject(refused('received pooling_mode_max_tokens'));
  });

  it('is refused where two kinds are put together', async () => {
    await writeTinyBert(folder, { pooling: 'mean' });
    await writeJson('1_Pooling/config.json', {
      pooling_mode_mean_tokens: true,
      pooling_mode_cls_token: true,
    });
    await expect(readModelFolder(folder)).rejects.toMatchObject(refused('expected mean or cls'));
  });

  it('is refused where a step comes after it that the graph does not hold', async () => {
    await writeTinyBert(folder);
    await writeJson('modules.json', [{ type: 'sentence_transformers.models.Dense' }]);
    await expect(readModelFolder(folder)).rejects.toMatchObject(refused('models.Dense'));
    expect((await readModelFolder(folder, { pooling: 'mean' })).pooling).toBe('mean');
  });

  it('is refused where the graph cannot give it', async () => {
    await expect(read({}, { pooling: 'none' })).rejects.toMatchObject(refused('sentence_embedding'));
    await writeTinyStatic(folder);
    await expect(readModelFolder(folder, { pooling: 'cls' })).rejects.toMatchObject(
      refused('one vector per token'),
    );
  });
});

describe('prefixes', () => {
  it('are empty where the folder says nothing', async () => {
    expect(await read({})).toMatchObject({ queryPrefix: '', passagePrefix: '' });
  });

  it('are those of sentence-transformers', async () => {
    expect(await read({ prompts: { query: 'query: ', passage: 'passage: ' } })).toMatchObject({
      queryPrefix: 'query: ',
      passagePrefix: 'passage: ',
    });
    expect((await read({ prompts: { query: 'q: ', document: 'd: ' } })).passagePrefix).toBe('d: ');
  });

  it('are those of the options, also where they are empty', async () => {
    const prompts = { query: 'query: ', passage: 'passage: ' };
    expect(await read({ prompts }, { queryPrefix: 'ask: ', passagePrefix: '' })).toMatchObject({
      queryPrefix: 'ask: ',
      passagePrefix: '',
    });
  });
});

describe('the limit', () => {
  it('is the smallest that a file states', async () => {
    expect((await read({ positions: 64, modelMaxLength: 48 })).maxTokens).toBe(48);
    expect((await read({ positions: 40, modelMaxLength: 48 })).maxTokens).toBe(40);
    expect((await read({ positions: 40, maxSeqLength: 24 })).maxTokens).toBe(24);
  });

  it('ignores the number that tokenizers write for "no limit"', async () => {
    expect((await read({ positions: 40, modelMaxLength: 1e30 })).maxTokens).toBe(40);
  });

  it('leaves out the positions that RoBERTa keeps for padding', async () => {
    const config = { model_type: 'xlm-roberta', max_position_embeddings: 514, pad_token_id: 1 };
    expect((await read({ config, modelMaxLength: 1e30 })).maxTokens).toBe(512);
  });

  it('is 512 where no file states one', async () => {
    const config = { max_position_embeddings: undefined };
    expect((await read({ config, modelMaxLength: 1e30 })).maxTokens).toBe(512);
  });
});

describe('the revision', () => {
  it('is the same for the same model', async () => {
    expect((await read({})).revision).toBe((await readModelFolder(`${folder}/`)).revision);
  });

  it.each<[string, ModelOptions]>([
    ['pooling', { pooling: 'cls' }],
    ['the query prefix', { queryPrefix: 'query: ' }],
    ['the passage prefix', { passagePrefix: 'query: ' }],
  ])('changes with %s', async (_, options) => {
    expect((await read({}, options)).revision).not.toBe((await readModelFolder(folder)).revision);
  });

  it.each(['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'])(
    'changes with %s',
    async (file) => {
      const before = (await read({})).revision;
      await appendFile(join(folder, file), file.endsWith('.json') ? ' ' : Buffer.from([0x12, 0]));
      expect((await readModelFolder(folder)).revision).not.toBe(before);
    },
  );

  it('changes with weights that lie beside the graph', async () => {
    const before = (await read({})).revision;
    await writeFile(join(folder, 'onnx/model.onnx_data_1'), 'weights');
    expect((await readModelFolder(folder)).revision).not.toBe(before);
  });

  it('changes with the limit, and not with the name of the folder', async () => {
    const before = await read({});
    const other = await scratchFolder();
    await writeTinyBert(other);
    expect((await readModelFolder(other)).revision).toBe(before.revision);
    expect((await read({ maxSeqLength: 16 })).revision).not.toBe(before.revision);
  });
});

describe('the model file', () => {
  it('is the quantised one where there are two', async () => {
    await writeTinyBert(folder, { file: 'model.onnx' });
    expect((await readModelFolder(folder)).modelFile).toBe('onnx/model.onnx');
    await writeTinyBert(folder, { file: 'model_quantized.onnx' });
    expect((await readModelFolder(folder)).modelFile).toBe('onnx/model_quantized.onnx');
  });

  it('has the names of its inputs and outputs read without being loaded', async () => {
    await writeTinyBert(folder, { hidden: 64 });
    expect(await readOnnxSignature(join(folder, 'onnx/model.onnx'))).toEqual({
      inputs: ['input_ids', 'attention_mask', 'token_type_ids'],
      outputs: ['last_hidden_state'],
    });
  });

  it('is refused where it belongs to another task', async () => {
    await expect(read({ output: 'logits' })).rejects.toMatchObject(
      refused('not a feature-extraction model: expected the input input_ids'),
    );
  });

  it('is refused where it is cut short, or no ONNX file at all', async () => {
    await writeTinyBert(folder);
    const file = join(folder, 'onnx/model.onnx');
    await truncate(file, (await readFile(file)).length - 100);
    await expect(readModelFolder(folder)).rejects.toMatchObject(refused('cut short'));
    await writeFile(file, '<!doctype html><title>Sign in</title>');
    await expect(readModelFolder(folder)).rejects.toMatchObject(refused('Cannot read'));
  });
});

describe('what is missing', () => {
  it('is named, with the remedy, when it is the folder', async () => {
    const missing = join(folder, 'nowhere');
    await expect(readModelFolder(missing)).rejects.toMatchObject(
      refused(
        `no model folder at ${missing}. Check the path, or fetch a model with \`npm run model:download`,
      ),
    );
  });

  it.each(['config.json', 'tokenizer.json', 'tokenizer_config.json'])(
    'is named when it is %s',
    async (file) => {
      await writeTinyBert(folder);
      await rm(join(folder, file));
      await expect(readModelFolder(folder)).rejects.toMatchObject(refused(`holds no ${file}`));
    },
  );

  it('is named when it is the graph', async () => {
    await writeTinyBert(folder);
    await rm(join(folder, 'onnx'), { recursive: true });
    await expect(readModelFolder(folder)).rejects.toMatchObject(refused('nor onnx/model.onnx'));
  });

  it('is a file that is not JSON', async () => {
    await writeTinyBert(folder);
    await writeFile(join(folder, 'config.json'), '{');
    await expect(readModelFolder(folder)).rejects.toMatchObject(refused('expected JSON'));
  });
});
