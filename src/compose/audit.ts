import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { refuseDamaged } from '../catalog/integrity.js';
import { openSqliteCatalog } from '../catalog/sqlite.js';
import { createAnswering } from '../engine/answering.js';
import { type ClickReport, type ClickReportQuery, createClicks } from '../engine/clicks.js';
import { createHealth, type Health } from '../engine/health.js';
import { followGenerations, type Served } from '../engine/served.js';
import { createWhy } from '../engine/why.js';
import { GenerationCorruptError } from '../errors.js';
import { missing } from './folder.js';
import { type EngineRequest, servedParts } from './serving.js';

/** What `seealso audit` asks of an index. */
export interface Audit extends Pick<Health, 'status' | 'survey'> {
  clicks(query: ClickReportQuery): ClickReport;
  /** Looks at the whole file of the catalogue. Throws `CatalogUnusableError` with what is wrong with it. */
  checkCatalog(): void;
  close(): Promise<void>;
}

/**
 * Opens an index to see how it does. Nothing is embedded meanwhile: what waits goes on waiting, and is told of. Throws
 * `IndexMissingError`, and `GenerationCorruptError` where the current generation can be neither read nor rebuilt.
 */
export async function openAudit(request: Pick<EngineRequest, 'indexDir' | 'log'>): Promise<Audit> {
  const { indexDir, log } = request;
  const file = join(indexDir, 'catalog.sqlite');
  if (!existsSync(file)) throw missing(indexDir);
  const catalog = openSqliteCatalog(file);
  const parts = servedParts(catalog, { ...request, model: {} }, new AbortController().signal);
  const nameOf = (served: Served) => served.live()?.generation.manifest.generation ?? null;
  try {
    let served = await followGenerations(parts, { watch: false });
    // Another may have been published while this one was loaded.
    if ((await parts.store.current()) !== nameOf(served)) {
      await served.close();
      served = await followGenerations(parts, { watch: false });
    }
    const current = await parts.store.current();
    if (current !== null && current !== nameOf(served)) {
      throw new GenerationCorruptError(
        `The current generation ${current} in ${indexDir} can be neither read nor rebuilt; what is wrong with it is said above. ${nameOf(served) === null ? 'There is no earlier one to answer from' : `A server would answer from ${nameOf(served)} meanwhile`}. Run \`seealso index --rebuild --index-dir ${indexDir}\`; nothing is embedded again.`,
      );
    }
    const live = () => {
      const index = served.live();
      if (index === null) throw missing(indexDir);
      return index;
    };
    live();
    const health = createHealth({
      catalog,
      live,
      info: createAnswering(catalog, createWhy(catalog), Date.now).info,
      version: () => `${nameOf(served)} ${catalog.sequence()}`,
      clock: Date.now,
      log,
    });
    const counted = createClicks(catalog, Date.now, () => undefined);
    return {
      status: health.status,
      survey: health.survey,
      clicks: (query) => counted.report(query),
      checkCatalog: () => refuseDamaged(file),
      async close() {
        await health.close();
        await served.close();
        catalog.close();
      },
    };
  } catch (error) {
    catalog.close();
    throw error;
  }
}
