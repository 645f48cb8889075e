import type { Database } from './database.js';

/** Ids by key, of deleted articles too: a tombstone keeps its id. */
export function createIdLookup(database: Database): (keys: readonly number[]) => Map<number, string> {
  const idOf = database.prepare('SELECT id FROM articles WHERE key = ?').pluck();
  return (keys) =>
    new Map(
      keys.flatMap((key): [number, string][] => {
        const id = idOf.get(key) as string | undefined;
        return id === undefined ? [] : [[key, id]];
      }),
    );
}
