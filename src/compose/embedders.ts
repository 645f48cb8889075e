import { availableParallelism } from 'node:os';
import { openSharedEmbedder } from '../embedding/shared-embedder.js';
import { openWorkerEmbedder } from '../embedding/worker-embedder.js';
import { createEmbedders, type Embedders, type ModelSettings } from '../indexing/models.js';

/** Threads that embed at most where nobody said how many: each holds a copy of the model. */
const MOST_WORKERS = 4;

/** Embedders for a run that may have a whole archive to embed: in as many threads as there are processors. */
export function indexingEmbedders({ workers }: ModelSettings): Embedders {
  const threads = workers ?? Math.min(MOST_WORKERS, availableParallelism());
  return createEmbedders((spec) => openSharedEmbedder(spec, (own) => openWorkerEmbedder(own, { threads })));
}
