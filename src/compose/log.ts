import { join } from 'node:path';
import { openSqliteCatalog } from '../catalog/sqlite.js';

/** Enters into the log of the desk what was done with the whole index, and who did it. */
export function logged(
  indexDir: string,
  action: 'publish' | 'discard' | 'rollback',
  by: string,
  details: Readonly<Record<string, unknown>>,
): void {
  const catalog = openSqliteCatalog(join(indexDir, 'catalog.sqlite'));
  try {
    const nothing = { article: null, link: null, note: null, undoes: null, changes: [] };
    catalog.rules.record({ ...nothing, action, by, at: Date.now(), details });
  } finally {
    catalog.close();
  }
}
