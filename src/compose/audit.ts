import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteCatalog } from '../catalog/sqlite.js';
import { type ClickReport, type ClickReportQuery, createClicks } from '../engine/clicks.js';
import { missing } from './folder.js';

/** What `seealso audit` says of an index. */
export interface Audit {
  readonly articles: number;
  readonly clicks: ClickReport;
}

/** Reads what is known about an index without opening it for answers. Throws `IndexMissingError`. */
export function audit(indexDir: string, clicks: ClickReportQuery): Audit {
  const file = join(indexDir, 'catalog.sqlite');
  if (!existsSync(file)) throw missing(indexDir);
  const catalog = openSqliteCatalog(file);
  try {
    const counted = createClicks(catalog, Date.now, () => undefined);
    return { articles: catalog.count(), clicks: counted.report(clicks) };
  } finally {
    catalog.close();
  }
}
