import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ModelError } from '../errors.js';
import { fetchFile, type HubModel, listFiles } from './hub.js';
import { exists } from './model-files.js';

/** `q8` is an eighth to a quarter of the size and usually as good; `fp32` is the model as it was trained. */
export type Dtype = 'q8' | 'fp32';

export interface DownloadOptions extends Omit<HubModel, 'pause'> {
  /** Preferred where both exist; without it `q8`, or `fp32` where there is no other. */
  readonly dtype?: Dtype | undefined;
  /** The folder in which `owner/name` is made. */
  readonly out: string;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Replaces the wait between attempts, for tests. */
  readonly pause?: HubModel['pause'];
}

export interface DownloadProgress {
  readonly file: string;
  /** Bytes so far. */
  readonly received: number;
  /** Bytes of the whole file, where the hub says it. */
  readonly size: number | null;
}

export interface Downloaded {
  /** The model folder, for `--model`. */
  readonly folder: string;
  readonly files: readonly string[];
  readonly bytes: number;
}

const REQUIRED = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];

/** What may say how to pool, what to put before a text and how long it may be; and the licence. */
const OPTIONAL = [
  'modules.json',
  '1_Pooling/config.json',
  'config_sentence_transformers.json',
  'sentence_bert_config.json',
  'README.md',
  'LICENSE',
];

const MODEL_FILES: Record<Dtype, string> = { q8: 'onnx/model_quantized.onnx', fp32: 'onnx/model.onnx' };

/**
 * Downloads a model from a hub into `<out>/<owner>/<name>`.
 *
 * Files are fetched into a hidden folder beside it, checked, and renamed together when all are there, so that a
 * download that is cut short leaves nothing that looks like a model.
 *
 * @throws ModelError where the hub does not have it or does not give it, or the folder is there already;
 *   StoppedError where `signal` aborts; what `ask` throws where it leads to what may not be asked.
 */
export async function downloadModel(options: DownloadOptions): Promise<Downloaded> {
  const { dtype, out, onProgress, name } = options;
  // Woken by a stop: the attempt that follows then sees it.
  const pause =
    options.pause ??
    ((milliseconds) =>
      setTimeout(milliseconds, undefined, { signal: options.signal }).catch(() => undefined));
  const model: HubModel = { ...options, hub: options.hub.replace(/\/+$/, ''), pause };
  checkName(name);
  const target = resolve(out, name);
  if (await exists(target)) {
    throw new ModelError(
      `${target} is there already. Use it, remove it, or choose another folder with --out.`,
    );
  }
  const files = chooseFiles(await listFiles(model), model, dtype);
  await mkdir(dirname(target), { recursive: true });
  const unfinished = join(dirname(target), `.${basename(target)}.download-${randomUUID()}`);
  try {
    let bytes = 0;
    for (const file of files) {
      bytes += await fetchFile(model, file, join(unfinished, file), (received, size) =>
        onProgress?.({ file, received, size }),
      );
    }
    await rename(unfinished, target).catch(async (error: unknown) => {
      throw (await exists(target)) ? alreadyThere(target) : error;
    });
    return { folder: target, files, bytes };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** The files to fetch, the graph last: what is cut short lacks it. */
function chooseFiles(listed: readonly string[], model: HubModel, dtype: Dtype | undefined): string[] {
  const unsafe = listed.find((file) => /^[/\\]|^[a-z]:|\\|(^|\/)\.\.?(\/|$)|\p{Cc}/iu.test(file));
  if (unsafe !== undefined) {
    throw new ModelError(
      `${model.hub} lists the file ${JSON.stringify(unsafe)} for ${model.name}, which would leave the model's ` +
        'folder. Nothing was downloaded; do not trust this hub.',
    );
  }
  const missing = REQUIRED.filter((file) => !listed.includes(file));
  const graph =
    dtype === undefined
      ? [MODEL_FILES.q8, MODEL_FILES.fp32].find((file) => listed.includes(file))
      : MODEL_FILES[dtype];
  if (graph === undefined || !listed.includes(graph)) missing.push(graph ?? 'onnx/model_quantized.onnx');
  if (graph === undefined || missing.length > 0) {
    const graphs = listed.filter((file) => file.endsWith('.onnx'));
    throw new ModelError(
      `${model.name} on ${model.hub} has no ${missing.join(', ')}; its ONNX files are: ${graphs.join(', ') || 'none'}. ` +
        'Try another --dtype, or a model exported for transformers.js (by Xenova or onnx-community).',
    );
  }
  const optional = OPTIONAL.filter((file) => listed.includes(file));
  const weights = listed.filter((file) => file.startsWith(`${graph}_data`));
  return [...REQUIRED, ...optional, ...weights, graph];
}

function alreadyThere(target: string): ModelError {
  return new ModelError(
    `${target} is there already. Use it, remove it, or choose another folder with --out.`,
  );
}

function checkName(name: string): void {
  const part = '[A-Za-z0-9_][A-Za-z0-9._-]*';
  if (!new RegExp(`^${part}(/${part})?$`).test(name) || name.includes('..')) {
    throw new ModelError(
      `${JSON.stringify(name)} is not the name of a model: expected owner/name, such as Xenova/all-MiniLM-L6-v2.`,
    );
  }
}
