import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Article } from '../article.js';
import { openSqliteCatalog } from '../catalog/sqlite.js';
import { openSharedEmbedder } from '../embedding/shared-embedder.js';
import { createEngine } from '../engine/engine.js';
import { createJudgedSet, type JudgedSet } from '../engine/judged-set.js';
import { followGenerations } from '../engine/served.js';
import { openGenerationStore } from '../generation/store.js';
import type { IndexOptions } from '../indexing/indexer.js';
import { createEmbedders, type ModelSettings } from '../indexing/models.js';
import type { IndexingObserver } from '../indexing/report.js';
import { openSource, type SourceOptions } from '../sources/open-source.js';
import type { Source } from '../sources/source.js';
import { missing } from './folder.js';
import { index } from './index-run.js';

export interface EvaluationRequest {
  /** What is judged: a file or a folder, as `index` takes it. */
  readonly articles: string;
  readonly source: SourceOptions;
  readonly bodyFormat: IndexOptions['bodyFormat'];
  readonly model: ModelSettings;
  /** Articles besides those of the source. */
  readonly extra: readonly Article[];
  /** Of the system `random`. */
  readonly seed: number;
  readonly observer: IndexingObserver;
  readonly signal: AbortSignal;
}

/** Indexes what is judged in a temporary folder, which goes when the set is closed. */
export async function openEvaluation(request: EvaluationRequest): Promise<JudgedSet> {
  const { bodyFormat, model, observer, signal } = request;
  const indexDir = await mkdtemp(join(tmpdir(), 'seealso-eval-'));
  const remove = () => rm(indexDir, { recursive: true, force: true });
  try {
    const sources = [await openSource(request.articles, request.source)];
    if (request.extra.length > 0) sources.push(inMemory('inline texts', request.extra));
    const options = { bodyFormat, strict: false, prune: false, rebuild: false, refit: false };
    const { failures } = await index({ indexDir, model, sources, options, observer, signal });
    if (failures[0] !== undefined) throw failures[0];
    const catalog = openSqliteCatalog(join(indexDir, 'catalog.sqlite'));
    const embedders = createEmbedders(openSharedEmbedder);
    const log = observer.warning;
    const store = openGenerationStore(indexDir);
    const served = await followGenerations(
      { catalog, store, log, rebuild: async () => {} },
      { watch: false },
    );
    const live = served.live();
    if (live === null) throw missing(indexDir);
    // Nothing of a judged set is of the future.
    const clock = () => Number.MAX_SAFE_INTEGER;
    const engine = createEngine({ catalog, served, embedderOf: (made) => embedders.of(made), clock, log });
    const close = async () => {
      await engine.close();
      await embedders.close();
      catalog.close();
      await remove();
    };
    return createJudgedSet({ engine, index: live, catalog, seed: request.seed, close });
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Articles as a source. */
function inMemory(name: string, articles: readonly Article[]): Source {
  return {
    name,
    async *rows() {
      for (const record of articles) yield { location: `${name}: ${record.id}`, record };
    },
    progress: () => ({ read: articles.length, total: articles.length }),
  };
}
