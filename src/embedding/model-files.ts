import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ModelError } from '../errors.js';

/**
 * The schemas of a model folder's files in the hub's layout, reduced to what shapes a text's vector. Unknown
 * fields are ignored: the files carry much that concerns training.
 */
const tokenCount = z.number().positive();

export const ModelConfig = z.object({
  model_type: z.string().optional(),
  max_position_embeddings: tokenCount.optional().catch(undefined),
  pad_token_id: z.number().int().nullish(),
});

export const TokenizerConfig = z.object({
  model_max_length: tokenCount.nullish().catch(undefined),
});

/** `1_Pooling/config.json` of sentence-transformers: one flag per mode, or (since version 5) its name. */
export const PoolingConfig = z
  .object({ pooling_mode: z.string().optional(), include_prompt: z.boolean().optional() })
  .catchall(z.unknown());

export const PromptConfig = z.object({
  prompts: z.record(z.string(), z.string().nullable()).nullish(),
  default_prompt_name: z.string().nullish(),
});

export const SentenceBertConfig = z.object({ max_seq_length: tokenCount.nullish() });

/** `modules.json`: the steps of a sentence-transformers model, in order. */
export const Modules = z.array(z.object({ type: z.string() }));

export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads one JSON file of a model folder; `null` where it is absent.
 *
 * @throws ModelError where it is not JSON of the expected shape.
 */
export async function readModelJson<T>(
  folder: string,
  file: string,
  schema: z.ZodType<T>,
): Promise<T | null> {
  const path = join(folder, file);
  if (!(await exists(path))) return null;
  const remedy = 'Download the model again, or restore the file from where it came.';
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new ModelError(`Cannot read ${path}: expected JSON, ${String(cause)}. ${remedy}`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw new ModelError(`${path} is not as expected${where}: ${issue?.message ?? 'wrong shape'}. ${remedy}`);
}
