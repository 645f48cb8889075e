import type { SourceNote } from './catalog.js';
import type { Database } from './database.js';

/** What sources want to know when they are read again. Every method runs inside the caller's transaction. */
export function createNoteStore(database: Database) {
  const find = database.prepare('SELECT value FROM source_notes WHERE source = ? AND name = ?').pluck();
  const save = database.prepare(`
    INSERT INTO source_notes (source, name, value) VALUES (?, ?, ?)
    ON CONFLICT (source, name) DO UPDATE SET value = excluded.value`);
  const drop = database.prepare('DELETE FROM source_notes WHERE source = ? AND name = ?');
  return {
    find: (source: string, name: string): string | null =>
      (find.get(source, name) as string | undefined) ?? null,
    save(source: string, notes: readonly SourceNote[]): void {
      for (const { name, value } of notes) {
        if (value === null) drop.run(source, name);
        else save.run(source, name, value);
      }
    },
  };
}
