import { join } from 'node:path';
import { acquireLock } from '../catalog/lock.js';
import { openSqliteCatalog } from '../catalog/sqlite.js';
import type { Staged } from '../engine/builds.js';
import type { SourceError } from '../errors.js';
import type { IndexSummary } from '../indexing/report.js';
import { indexingEmbedders } from './embedders.js';
import { makeFolder } from './folder.js';
import { publishStaged } from './publishing.js';
import { type StageRequest, stage } from './staging.js';

export interface GatedRequest extends StageRequest {
  /** Publish at once what passes the gate; otherwise the build waits in any case. */
  readonly publish: boolean;
}

export interface GatedResult {
  readonly summary: IndexSummary;
  readonly failures: readonly SourceError[];
  readonly comparison: Staged['comparison'];
  readonly verdict: Staged['verdict'];
  readonly published: boolean;
  /** Whether there was anything to publish: otherwise the current generation said it all. */
  readonly isNew: boolean;
}

/** Indexes beside what is served, compares, and publishes what passes the gate. Throws `IndexLockedError`. */
export async function indexGated(request: GatedRequest): Promise<GatedResult> {
  const { indexDir } = request;
  makeFolder(indexDir);
  const lock = acquireLock(join(indexDir, 'index.lock'));
  try {
    const catalog = openSqliteCatalog(join(indexDir, 'catalog.sqlite'));
    const embedders = indexingEmbedders(request.model);
    try {
      // Whoever looks at a build wants one, even if it turns out to be the same.
      const options = request.publish ? request.options : { ...request.options, rebuild: true };
      const { staged, isNew, failures } = await stage({ ...request, options }, catalog, embedders);
      const { summary, comparison, verdict } = staged;
      const published = request.publish && verdict.passed;
      if (!published) return { summary, failures, comparison, verdict, published, isNew };
      const { summary: final } = await publishStaged(staged, request, catalog, embedders);
      // What was made when it was staged is not made again.
      const { embedded, seconds } = summary;
      return { summary: { ...final, embedded, seconds }, failures, comparison, verdict, published, isNew };
    } finally {
      await embedders.close();
      catalog.close();
    }
  } finally {
    lock.release();
  }
}
