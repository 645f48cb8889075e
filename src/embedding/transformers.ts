import {
  AutoModel,
  AutoTokenizer,
  env,
  LogLevel,
  type PreTrainedModel,
  type PreTrainedTokenizer,
  Tensor,
} from '@xenova/transformers';
import { ModelError, StoppedError } from '../errors.js';
import type { Embedder, EmbeddingRole } from './embedder.js';
import type { ModelSpec } from './model-folder.js';
import { splitIntoPassages } from './passages.js';
import { meanOfPassages, meanOfTokens, toUnitLength } from './pooling.js';
import { readsWordByWord } from './tokenizer-kind.js';
import { tokensOf } from './tokens.js';

// The library's settings are global to the thread. Nothing is ever fetched, and nothing cached elsewhere.
env.allowRemoteModels = false;
env.allowLocalModels = true;
env.useBrowserCache = false;
env.useFSCache = false;
env.useWasmCache = false;
// Whatever goes wrong is thrown; a library must not write to a program's standard error besides.
env.logLevel = LogLevel.NONE;

/**
 * One thread and one text at a time: threads and padding cost a light model more than they save (0.85–0.89 of
 * the tokenizer's rate against 0.31–0.70), and a quantised model gives a text the same vector in any company.
 */
const SESSION_OPTIONS = { intraOpNumThreads: 1, interOpNumThreads: 1 };

/**
 * Each run of the model waits for a turn of the event loop, which costs up to a seventh of a light model's time.
 * These texts share a turn; they are still run one by one.
 */
const TEXTS_PER_TURN = 16;

/** The library's own tokenizer of a model, read from its folder only. */
export async function loadTokenizer(folder: string): Promise<PreTrainedTokenizer> {
  return AutoTokenizer.from_pretrained(folder, { local_files_only: true });
}

/**
 * Loads a model into this thread and embeds with it. Each text holds the event loop for as long as the model
 * runs; `openWorkerEmbedder` keeps it free.
 *
 * @throws ModelError where the model cannot be loaded or run.
 */
export async function openTransformersEmbedder(spec: ModelSpec): Promise<Embedder> {
  const [tokenizer, model] = await load(spec);
  const tokens = tokensOf(spec, tokenizer, await readsWordByWord(spec.folder));
  const probe = await vectorOf(spec, model, tokens.encodeFramed('a'));
  const running = new Set<Promise<unknown>>();
  let closing: Promise<void> | null = null;

  async function embedOne(text: string, role: EmbeddingRole): Promise<Float32Array | null> {
    const prefix = role === 'query' ? spec.queryPrefix : spec.passagePrefix;
    const framed = tokens.encodeFramed(prefix + text);
    // The prefix must not make an empty text embeddable.
    if (!tokens.recognises(prefix === '' ? framed : tokens.encode(text))) return null;
    if (framed.length <= spec.maxTokens) return toUnitLength(await vectorOf(spec, model, framed));
    const lead = tokens.prefix(role);
    const passages = splitIntoPassages(text, tokens.encode, tokens.room - lead.length);
    const vectors: (Float32Array | null)[] = [];
    for (const passage of passages) {
      const recognised = tokens.recognises(passage);
      const framed = tokens.frame([...lead, ...passage]);
      vectors.push(recognised ? toUnitLength(await vectorOf(spec, model, framed)) : null);
    }
    return meanOfPassages(
      vectors,
      passages.map((passage) => passage.length),
    );
  }

  async function embedAll(texts: readonly string[], role: EmbeddingRole): Promise<(Float32Array | null)[]> {
    const vectors: (Float32Array | null)[] = [];
    for (let i = 0; i < texts.length; i += TEXTS_PER_TURN) {
      const some = texts.slice(i, i + TEXTS_PER_TURN);
      vectors.push(...(await Promise.all(some.map((text) => embedOne(text, role)))));
    }
    return vectors;
  }

  return {
    model: { name: spec.name, revision: spec.revision, dimensions: probe.length },
    async embed(texts, role) {
      if (closing !== null) throw new StoppedError(`The embedder of ${spec.name} is closed. Open another.`);
      const work = embedAll(texts, role);
      running.add(work);
      try {
        return await work;
      } finally {
        running.delete(work);
      }
    },
    close() {
      closing ??= Promise.allSettled(running).then(async () => {
        await model.dispose();
      });
      return closing;
    },
  };
}

async function load(spec: ModelSpec): Promise<[PreTrainedTokenizer, PreTrainedModel]> {
  const dtype = spec.modelFile === 'onnx/model_quantized.onnx' ? 'q8' : 'fp32';
  try {
    return await Promise.all([
      loadTokenizer(spec.folder),
      AutoModel.from_pretrained(spec.folder, {
        local_files_only: true,
        dtype,
        session_options: SESSION_OPTIONS,
      }),
    ]);
  } catch (cause) {
    throw new ModelError(
      `Cannot load the model in ${spec.folder}: ${reason(cause)}. Check that the folder is complete and that the ` +
        'library knows this kind of model, or fetch another with `npm run model:download -- <hub name>`.',
      { cause },
    );
  }
}

/** Runs the model on one text's ids; the vector's length is as the model gives it. */
async function vectorOf(
  spec: ModelSpec,
  model: PreTrainedModel,
  ids: readonly number[],
): Promise<Float32Array> {
  const inputs = {
    input_ids: new Tensor('int64', toInt64(ids), [1, ids.length]),
    attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), [1, ids.length]),
  };
  let outputs: Record<string, unknown> = {};
  try {
    outputs = await model.forward(inputs);
    return readVector(spec, outputs[spec.output]);
  } catch (cause) {
    if (cause instanceof ModelError) throw cause;
    throw new ModelError(
      `The model in ${spec.folder} failed on a text of ${ids.length} tokens (limit ${spec.maxTokens}): ` +
        `${reason(cause)}. Check that the folder's files belong together.`,
      { cause },
    );
  } finally {
    // Tensors that are not disposed add up (huggingface/transformers.js issue 1491).
    for (const tensor of [...Object.values(outputs), ...Object.values(inputs)]) {
      if (tensor instanceof Tensor) tensor.dispose();
    }
  }
}

function readVector(spec: ModelSpec, tensor: unknown): Float32Array {
  const values: unknown = tensor instanceof Tensor ? tensor.data : undefined;
  const dims: readonly number[] = tensor instanceof Tensor ? tensor.dims : [];
  const dimensions = dims.at(-1) ?? 0;
  const rank = spec.pooling === 'none' ? 2 : 3;
  if (!(values instanceof Float32Array) || dims.length !== rank || dimensions === 0) {
    throw new ModelError(
      `The model in ${spec.folder} gave an unexpected ${spec.output}: expected float32 with ${rank} axes, received ` +
        `${tensor instanceof Tensor ? `${tensor.type} [${dims.join(', ')}]` : typeof tensor}. Choose another model.`,
    );
  }
  if (spec.pooling !== 'mean') return values.slice(0, dimensions);
  return meanOfTokens(values, new Uint8Array(dims[1] ?? 0).fill(1), dimensions);
}

/** Ids as ONNX wants them. Writing the low words directly spares one BigInt per token. */
function toInt64(ids: readonly number[]): BigInt64Array {
  const values = new BigInt64Array(ids.length);
  const words = new Int32Array(values.buffer);
  for (let i = 0; i < ids.length; i++) words[2 * i] = ids[i] ?? 0;
  return values;
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
