import { mkdirSync } from 'node:fs';
import { afterEach } from 'vitest';
import { copyOfIndex } from '../support/built-index.js';
import { indexFolder } from '../support/index-folder.js';
import { memorySource } from '../support/memory-source.js';
import { openSite, type Site, type SiteOptions } from '../support/site.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Sites of one test each: closed, with their catalogues, when it has ended. */
export function sites() {
  let open: Site[] = [];
  afterEach(async () => {
    for (const { engine, index } of open) {
      await engine.close();
      index.catalog.close();
    }
    open = [];
  });
  const keep = (site: Site): Site => {
    open.push(site);
    return site;
  };
  return {
    keep,
    /** A site that serves these articles. */
    async of(articles: readonly unknown[], options: SiteOptions = {}): Promise<Site> {
      const index = options.index ?? indexFolder(await copied(articles));
      if (options.index !== undefined) await index.run([memorySource('a', articles)]);
      return keep(await openSite({ ...options, index }));
    },
  };
}

/** A folder with the index of these articles, on the fake model. */
async function copied(articles: readonly unknown[]): Promise<string> {
  const folder = temporaryFolder();
  await copyOfIndex([...articles, 'the fake model'], folder, async (built) => {
    mkdirSync(built);
    const index = indexFolder(built);
    await index.run([memorySource('a', articles)]);
    index.catalog.close();
  });
  return folder;
}
