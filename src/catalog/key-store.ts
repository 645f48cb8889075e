import type { Database } from './database.js';
import type { KeyRecord, KeyScope, KeyStore } from './keys.js';

/** Named keys, of which only the hashes are stored. */
export function createKeyStore(database: Database): KeyStore {
  const add = database.prepare('INSERT INTO keys (name, hash, scopes, created_at) VALUES (?, ?, ?, ?)');
  const all = database.prepare('SELECT name, scopes, created_at FROM keys ORDER BY name');
  const byHash = database.prepare('SELECT name, scopes, created_at FROM keys WHERE hash = ?');
  const known = database.prepare('SELECT 1 FROM keys WHERE name = ?').pluck();
  const drop = database.prepare('DELETE FROM keys WHERE name = ?');
  const any = database.prepare('SELECT 1 FROM keys LIMIT 1').pluck();
  return {
    add: (name, hash, scopes, createdAt) =>
      database.transaction('immediate', () => {
        if (known.get(name) !== undefined) return false;
        add.run(name, hash, JSON.stringify(scopes), createdAt);
        return true;
      }),
    revoke: (name) =>
      database.transaction('immediate', () => {
        if (known.get(name) === undefined) return false;
        drop.run(name);
        return true;
      }),
    list: () => (all.all() as KeyRow[]).map(toRecord),
    byHash(hash) {
      const row = byHash.get(hash) as KeyRow | undefined;
      return row === undefined ? null : toRecord(row);
    },
    any: () => any.get() !== undefined,
  };
}

interface KeyRow {
  readonly name: string;
  readonly scopes: string;
  readonly created_at: number;
}

const toRecord = ({ name, scopes, created_at: createdAt }: KeyRow): KeyRecord => ({
  name,
  scopes: JSON.parse(scopes) as KeyScope[],
  createdAt,
});
