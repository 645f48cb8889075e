import { createEngine, type Engine } from '../../src/engine/engine.js';
import type { RelatedOptions } from '../../src/engine/question.js';
import { followGenerations, type Served } from '../../src/engine/served.js';
import { type FakeEmbedder, fakeEmbedder } from './fake-embedder.js';
import { type IndexFolder, indexFolder } from './index-folder.js';

/** Noon of the day on which the tests' sites are asked. */
export const NOON = Date.parse('2026-05-01T12:00:00Z');

/** An engine over an index folder, with a clock that stands still and a memory of what was logged. */
export interface Site {
  readonly index: IndexFolder;
  readonly engine: Engine;
  readonly served: Served;
  readonly log: string[];
  /** Milliseconds since 1970; a test may set it. */
  now: number;
  /** Ids of the articles related to an indexed one. */
  relatedIds(id: string, options?: Partial<RelatedOptions>): string[];
}

export interface SiteOptions {
  readonly index?: IndexFolder;
  /** Models that an index may have been built with, besides that of the folder. */
  readonly embedders?: readonly FakeEmbedder[];
  readonly watch?: boolean;
  readonly rebuild?: () => Promise<void>;
}

/** Whoever opens a site closes its engine. */
export async function openSite(options: SiteOptions = {}): Promise<Site> {
  const index = options.index ?? indexFolder();
  const embedders = [index.embedder, ...(options.embedders ?? [])];
  const log: string[] = [];
  const rebuild =
    options.rebuild ?? (async () => void (await index.run([], { rebuild: true, refit: false })));
  const served = await followGenerations(
    { catalog: index.catalog, store: index.store, rebuild, log: (message) => log.push(message) },
    { watch: options.watch ?? true },
  );
  const site: Site = {
    index,
    served,
    log,
    now: NOON,
    engine: createEngine({
      catalog: index.catalog,
      served,
      embedderOf: async ({ revision }) =>
        embedders.find(({ model }) => model.revision === revision) ?? fakeEmbedder(revision),
      clock: () => site.now,
      log: (message) => log.push(message),
    }),
    relatedIds: (id, given = {}) =>
      site.engine.related(id, { limit: 50, language: null, ...given }).related.map((item) => item.id),
  };
  return site;
}
