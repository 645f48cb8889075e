import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { ModelError } from '../errors.js';
import {
  exists,
  ModelConfig,
  Modules,
  PoolingConfig,
  PromptConfig,
  readModelJson,
  SentenceBertConfig,
  TokenizerConfig,
} from './model-files.js';
import { hashModel } from './model-revision.js';
import { type OnnxSignature, readOnnxSignature } from './onnx-signature.js';

/** How token vectors become one: their mean, the first token's, or `none` where the graph pools by itself. */
export type Pooling = 'mean' | 'cls' | 'none';

/** What a person may say about a model; each wins over what the folder says. */
export interface ModelOptions {
  readonly pooling?: Pooling;
  /** Put before a text that is looked for, such as `"query: "`. */
  readonly queryPrefix?: string;
  /** Put before a text that is found, such as `"passage: "`. */
  readonly passagePrefix?: string;
}

/** Everything that is needed to load a model and to know its vectors again. Plain data: crosses threads. */
export interface ModelSpec {
  /** For people: the folder's name. */
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  readonly modelFile: 'onnx/model_quantized.onnx' | 'onnx/model.onnx';
  /** The graph's output that is read: one vector per text for `none`, one per token otherwise. */
  readonly output: 'sentence_embedding' | 'last_hidden_state' | 'token_embeddings';
  readonly pooling: Pooling;
  readonly queryPrefix: string;
  readonly passagePrefix: string;
  /** Tokens per passage, special tokens and prefix included. */
  readonly maxTokens: number;
  /** Hex SHA-256 over the files and all of the settings above. */
  readonly revision: string;
}

/** Assumed where no file states a limit: what BERT and its descendants take. */
const USUAL_LIMIT = 512;

/** Models whose position table starts after the padding id, so that it holds that many fewer tokens. */
const OFFSET_POSITIONS =
  /^(roberta|xlm-roberta|xlm-roberta-xl|camembert|mpnet|longformer|roberta-prelayernorm|data2vec-text|ibert|xmod)$/;

/**
 * Reads a model folder in the hub's layout and decides how it is to be used, without loading the model.
 *
 * Pooling is, in this order: the option; `none` where the graph gives `sentence_embedding` (it then holds
 * all of the model's last steps); what `1_Pooling/config.json` says; `mean`.
 *
 * @throws ModelError where the folder or a file is missing, or it is no feature-extraction model.
 */
export async function readModelFolder(folder: string, options: ModelOptions = {}): Promise<ModelSpec> {
  const root = resolve(folder);
  const modelFile = await findModelFile(root);
  const signature = await readSignature(root, modelFile);
  const { pooling, output } = await decidePooling(root, modelFile, signature, options);
  const prompts = await readPrompts(root);
  const settings = {
    modelFile,
    output,
    pooling,
    queryPrefix: options.queryPrefix ?? prompts.query,
    passagePrefix: options.passagePrefix ?? prompts.passage,
    maxTokens: await readLimit(root),
  };
  const files: string[] = [modelFile, 'config.json', 'tokenizer.json', 'tokenizer_config.json'];
  // Weights that are too large for one protobuf lie beside it.
  const weights = await readdir(join(root, 'onnx'));
  files.push(...weights.map((file) => `onnx/${file}`).filter((file) => file.startsWith(`${modelFile}_data`)));
  const revision = await hashModel(root, files, settings);
  return { name: basename(root), folder: root, ...settings, revision };
}

async function findModelFile(root: string): Promise<ModelSpec['modelFile']> {
  const remedy =
    'Check the path, or fetch a model with `npm run model:download -- <hub name>` (for example ' +
    'Xenova/all-MiniLM-L6-v2).';
  const found = await stat(root).catch(() => null);
  if (found === null) throw new ModelError(`There is no model folder at ${root}. ${remedy}`);
  if (!found.isDirectory()) {
    throw new ModelError(`${root} is a file; expected a model folder in the hub's layout. ${remedy}`);
  }
  for (const file of ['config.json', 'tokenizer.json', 'tokenizer_config.json']) {
    if (!(await exists(join(root, file)))) {
      throw new ModelError(`The model folder ${root} holds no ${file}. ${remedy}`);
    }
  }
  for (const file of ['onnx/model_quantized.onnx', 'onnx/model.onnx'] as const) {
    if (await exists(join(root, file))) return file;
  }
  throw new ModelError(
    `The model folder ${root} holds neither onnx/model_quantized.onnx nor onnx/model.onnx. ${remedy}`,
  );
}

async function readSignature(root: string, modelFile: string): Promise<OnnxSignature> {
  const path = join(root, modelFile);
  try {
    return await readOnnxSignature(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ModelError(`Cannot read ${path}: ${reason}. Download the model again.`, { cause });
  }
}

async function decidePooling(
  root: string,
  modelFile: string,
  { inputs, outputs }: OnnxSignature,
  options: ModelOptions,
): Promise<Pick<ModelSpec, 'pooling' | 'output'>> {
  const where = `${join(root, modelFile)} (inputs ${list(inputs)}; outputs ${list(outputs)})`;
  const perToken = (['last_hidden_state', 'token_embeddings'] as const).find((name) =>
    outputs.includes(name),
  );
  const perText = outputs.includes('sentence_embedding');
  if (!inputs.includes('input_ids') || (!perText && perToken === undefined)) {
    throw new ModelError(
      `${where} is not a feature-extraction model: expected the input input_ids and one of the outputs ` +
        'sentence_embedding, last_hidden_state, token_embeddings. Choose a model of that task on the hub.',
    );
  }
  if (perText && (options.pooling === undefined || options.pooling === 'none')) {
    return { pooling: 'none', output: 'sentence_embedding' };
  }
  if (options.pooling === 'none') {
    throw new ModelError(
      `Pooling none needs a graph that pools by itself, with the output sentence_embedding; received ${where}. ` +
        'Use --pooling mean or cls, as the model card says.',
    );
  }
  if (perToken === undefined) {
    throw new ModelError(
      `Pooling ${options.pooling} needs one vector per token; received ${where}. Leave --pooling away.`,
    );
  }
  return { pooling: options.pooling ?? (await readPooling(root)), output: perToken };
}

/** What the folder says about pooling; `mean` where it says nothing. */
async function readPooling(root: string): Promise<'mean' | 'cls'> {
  const modules = await readModelJson(root, 'modules.json', Modules);
  const dense = modules?.find((module) => module.type.endsWith('.Dense'));
  if (dense !== undefined) {
    throw new ModelError(
      `${join(root, 'modules.json')} asks for the step ${dense.type} after pooling, which is not in the graph. ` +
        'Use an export with the output sentence_embedding, or say --pooling mean to do without that step.',
    );
  }
  const config = await readModelJson(root, '1_Pooling/config.json', PoolingConfig);
  if (config === null) return 'mean';
  const flags = Object.keys(config).filter((key) => key.startsWith('pooling_mode_') && config[key] === true);
  const modes = config.pooling_mode === undefined ? flags : [config.pooling_mode];
  const [mode] = modes;
  if (modes.length === 1 && config.include_prompt !== false) {
    if (mode === 'mean' || mode === 'pooling_mode_mean_tokens') return 'mean';
    if (mode === 'cls' || mode === 'pooling_mode_cls_token') return 'cls';
  }
  const received = config.include_prompt === false ? 'include_prompt: false' : list(modes);
  throw new ModelError(
    `${join(root, '1_Pooling/config.json')} asks for a pooling that is not supported: expected mean or cls, ` +
      `received ${received}. Choose another model, or say --pooling mean or cls to pool differently than it was trained.`,
  );
}

async function readPrompts(root: string): Promise<{ query: string; passage: string }> {
  const config = await readModelJson(root, 'config_sentence_transformers.json', PromptConfig);
  const prompts = config?.prompts ?? {};
  const usual = prompts[config?.default_prompt_name ?? ''] ?? '';
  return {
    query: prompts.query ?? usual,
    passage: prompts.passage ?? prompts.document ?? usual,
  };
}

/** The smallest limit that a file states, in tokens. The tokenizer's sentinel for "none" (10³⁰) is ignored. */
async function readLimit(root: string): Promise<number> {
  const [config, tokenizer, sentence] = await Promise.all([
    readModelJson(root, 'config.json', ModelConfig),
    readModelJson(root, 'tokenizer_config.json', TokenizerConfig),
    readModelJson(root, 'sentence_bert_config.json', SentenceBertConfig),
  ]);
  const positions = config?.max_position_embeddings;
  const offset = OFFSET_POSITIONS.test(config?.model_type ?? '') ? (config?.pad_token_id ?? 1) + 1 : 0;
  const stated = [
    positions === undefined ? undefined : positions - offset,
    tokenizer?.model_max_length,
    sentence?.max_seq_length,
  ].filter((limit): limit is number => typeof limit === 'number' && limit > 0 && limit < 1e9);
  return Math.floor(stated.length === 0 ? USUAL_LIMIT : Math.min(...stated));
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}
