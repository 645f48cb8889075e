/**
 * Downloads a model from a hub, to be used by `--model <folder>`.
 *
 *   npm run model:download -- Xenova/all-MiniLM-L6-v2
 */
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import cliProgress from 'cli-progress';
import { type DownloadProgress, type Dtype, downloadModel } from '../src/embedding/download.js';
import { readModelFolder } from '../src/embedding/model-folder.js';
import { SeealsoError, UsageError } from '../src/errors.js';
import { createGuardedFetch } from '../src/web/guarded-fetch.js';

const HELP = `Usage: npm run model:download -- <hub name> [options]

Downloads a feature-extraction model with ONNX files, such as Xenova/all-MiniLM-L6-v2 (English) or
Xenova/multilingual-e5-small.

  --dtype q8|fp32     quantised or as trained (default: q8 where there is one)
  --revision <name>   branch, tag or commit (default: main)
  --out <folder>      where owner/name is made (default: models)
  --hub <address>     default: HF_ENDPOINT, or https://huggingface.co
  --allow-private     may be led to any private address, not to that of the hub alone
  --help

HF_TOKEN gives access to private and gated models.`;

const MEGABYTE = 1e6;

/** A bar on a terminal, one line per file elsewhere; both on standard error. */
function progressPrinter(): { print: (progress: DownloadProgress) => void; stop: () => void } {
  let current = '';
  if (!process.stderr.isTTY) {
    const print = ({ file, size }: DownloadProgress) => {
      if (file === current) return;
      current = file;
      console.error(size === null ? file : `${file} (${(size / MEGABYTE).toFixed(1)} MB)`);
    };
    return { print, stop: () => undefined };
  }
  const bar = new cliProgress.SingleBar({
    format: '{bar} {percentage}% {file} {megabytes} MB, {eta_formatted} left',
    stream: process.stderr,
  });
  const stop = () => bar.stop();
  const print = ({ file, received, size }: DownloadProgress) => {
    const facts = { file, megabytes: (received / MEGABYTE).toFixed(1) };
    if (file !== current) {
      if (current !== '') bar.stop();
      current = file;
      bar.start(size ?? 0, received, facts);
    } else bar.update(received, facts);
  };
  return { print, stop };
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        dtype: { type: 'string' },
        revision: { type: 'string', default: 'main' },
        out: { type: 'string', default: 'models' },
        hub: { type: 'string', default: process.env.HF_ENDPOINT ?? 'https://huggingface.co' },
        'allow-private': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return null;
    const [name] = positionals;
    if (name === undefined || positionals.length > 1) {
      throw new UsageError(`Expected one hub name, received ${positionals.length}.`);
    }
    const { dtype } = values;
    if (dtype !== undefined && dtype !== 'q8' && dtype !== 'fp32') {
      throw new UsageError(`--dtype: expected q8 or fp32, received ${dtype}.`);
    }
    if (!URL.canParse(values.hub))
      throw new UsageError(`--hub: expected an address, received ${values.hub}.`);
    return { ...values, name, dtype: dtype as Dtype | undefined };
  } catch (error) {
    throw error instanceof UsageError
      ? error
      : new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function main(): Promise<void> {
  const options = readArguments();
  if (options === null) return console.log(HELP);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const progress = progressPrinter();
  // Whoever names a hub means it; where it leads to is said by the hub.
  const hub = createGuardedFetch(options['allow-private'] || [new URL(options.hub).hostname]);
  const { folder, bytes } = await downloadModel({
    ...options,
    ask: hub.fetch,
    token: process.env.HF_TOKEN || undefined,
    signal: stop.signal,
    onProgress: progress.print,
  }).finally(() => {
    progress.stop();
    return hub.close();
  });
  console.log(`Downloaded ${options.name} (${(bytes / MEGABYTE).toFixed(1)} MB) to ${folder}.`);
  const spec = await readModelFolder(folder).catch((error: unknown) => error);
  if (spec instanceof Error) console.error(`As it is it cannot be used: ${spec.message}`);
  console.log(`Use it:\n\n  npx seealso index <articles> --model ${relative('.', folder) || folder}\n`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SeealsoError)) throw error;
  console.error(error.message);
  if (error instanceof UsageError) console.error(`\n${HELP}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
