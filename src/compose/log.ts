import { join } from 'node:path';
import { openSqliteCatalog } from '../catalog/sqlite.js';

/** As the log names whoever has the command line. */
const BY = 'command line';

/** Enters into the log of the desk what was done with the whole index from the command line. */
export function logAtCommandLine(
  indexDir: string,
  action: 'publish' | 'discard' | 'rollback',
  details: Readonly<Record<string, unknown>>,
): void {
  const catalog = openSqliteCatalog(join(indexDir, 'catalog.sqlite'));
  try {
    const nothing = { article: null, link: null, note: null, undoes: null, changes: [] };
    catalog.rules.record({ ...nothing, action, by: BY, at: Date.now(), details });
  } finally {
    catalog.close();
  }
}
