import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { acquireLock } from '../catalog/lock.js';
import { openGenerationStore } from '../generation/store.js';
import { explainedDisk, missing } from './folder.js';

/** Makes an earlier generation current. A running server follows by itself. */
export async function rollback(
  indexDir: string,
  to: string | undefined,
): Promise<{ from: string; to: string }> {
  if (!existsSync(join(indexDir, 'catalog.sqlite'))) throw missing(indexDir);
  const lock = acquireLock(join(indexDir, 'index.lock'));
  try {
    return await openGenerationStore(indexDir).rollback(to);
  } catch (error) {
    throw explainedDisk(error, indexDir);
  } finally {
    lock.release();
  }
}
