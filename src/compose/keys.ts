import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteCatalog } from '../catalog/sqlite.js';
import { issueKey, type KeyRecord, type KeyScope } from '../engine/keys.js';
import { missing } from './folder.js';

/** The keys of an index, for whoever runs it. Running servers heed every change with their next request. */
export interface KeyRing {
  list(): KeyRecord[];
  /** The new key, which nothing shows again; `null` where the name is taken. */
  add(name: string, scopes: readonly KeyScope[]): string | null;
  /** `false` where there is none of that name. */
  revoke(name: string): boolean;
  close(): void;
}

/** Throws `IndexMissingError`. */
export function openKeys(indexDir: string): KeyRing {
  const file = join(indexDir, 'catalog.sqlite');
  if (!existsSync(file)) throw missing(indexDir);
  const catalog = openSqliteCatalog(file);
  return {
    list: catalog.keys.list,
    add: (name, scopes) => issueKey(catalog, name, scopes, Date.now()),
    revoke: catalog.keys.revoke,
    close: () => catalog.close(),
  };
}
