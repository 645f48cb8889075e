import { index } from '../../src/compose.js';
import type { IndexOptions, IndexResult } from '../../src/indexing/indexer.js';
import type { Source } from '../../src/sources/source.js';

/** No model named: the bundled one, as the command line has it. */
export const BUNDLED = {
  model: undefined,
  pooling: undefined,
  queryPrefix: undefined,
  passagePrefix: undefined,
};

/** `seealso index` with the bundled model, in silence. */
export function indexProduct(
  source: Source,
  indexDir: string,
  options: Partial<IndexOptions> = {},
): Promise<IndexResult> {
  return index({
    indexDir,
    model: BUNDLED,
    sources: [source],
    options: { bodyFormat: 'auto', strict: false, prune: false, rebuild: false, refit: false, ...options },
    observer: { progress() {}, rejected() {}, notEmbeddable() {}, warning() {} },
    signal: new AbortController().signal,
  });
}
