import { createHash, randomUUID } from 'node:crypto';
import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder of the whole run, removed at its end. */
    readonly builtIndexes: string;
  }
}

/**
 * Fills a new folder with the index of some articles. It is built once in a run of the tests, by whoever is first to
 * want it, and copied from then on.
 */
export async function copyOfIndex(
  articles: readonly unknown[],
  indexDir: string,
  build: (folder: string) => Promise<void>,
): Promise<void> {
  const name = createHash('sha256').update(JSON.stringify(articles)).digest('hex').slice(0, 16);
  const built = join(inject('builtIndexes'), name);
  if (!existsSync(built)) {
    const own = `${built}-${randomUUID()}`;
    await build(own);
    try {
      renameSync(own, built);
    } catch (error) {
      // Another process was as quick.
      if (!existsSync(built)) throw error;
      rmSync(own, { recursive: true, force: true });
    }
  }
  cpSync(built, indexDir, { recursive: true });
}
