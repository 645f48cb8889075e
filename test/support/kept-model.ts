import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readModelFolder } from '../../src/embedding/model-folder.js';
import type { openSharedEmbedder as OpenSharedEmbedder } from '../../src/embedding/shared-embedder.js';
import { ROOT } from './cli.js';

/** The built file: what is built is evaluated once in a process, however many test files that runs. */
const SHARED = pathToFileURL(join(ROOT, 'dist/embedding/shared-embedder.js')).href;

const built = (): Promise<{ readonly openSharedEmbedder: typeof OpenSharedEmbedder }> =>
  import(/* @vite-ignore */ SHARED);

let kept: Promise<unknown> | null = null;

/**
 * Opens the bundled model for as long as this process runs, so that whatever opens it in the meantime has it at once:
 * loading it takes longer than most of what is tested with it.
 */
export async function keepBundledModel(): Promise<void> {
  kept ??= readModelFolder(join(ROOT, 'models/seealso-en')).then(async (spec) =>
    (await built()).openSharedEmbedder(spec),
  );
  await kept;
}

/** Stands for the one of `src/embedding/`, under the test runner: the same function, as it was built. */
export const openSharedEmbedder: typeof OpenSharedEmbedder = async (...given) => {
  const [{ name }] = given;
  if (name === 'seealso-en') await keepBundledModel();
  return (await built()).openSharedEmbedder(...given);
};
