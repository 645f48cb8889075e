import { randomUUID } from 'node:crypto';
import { CatalogUnusableError } from '../errors.js';
import { openDatabase, sqliteCode } from './database.js';
import { type CatalogFacts, damageOf, factsOf } from './integrity.js';
import { explained, openAsIs, openMigrated } from './open.js';

/**
 * Writes the catalogue in `file` to a new file, as it is at one moment, with its `uuid`. Others may write to it
 * meanwhile. The copy is not made to survive a loss of power.
 */
export function copyCatalog(file: string, to: string): void {
  const database = openMigrated(file);
  try {
    database.prepare('VACUUM INTO ?').run(to);
  } catch (error) {
    throw explained(error, to);
  } finally {
    database.close();
  }
}

/**
 * Copies the catalogue in `file`, in whatever format it is, to one whole file that is checked. Writers never wait for
 * it: it reads the state of one moment, page by page, with their log growing meanwhile. What `progress` throws ends it.
 * Throws `CatalogUnusableError` where what it has read is damaged. `progress` is told bytes.
 */
export async function backUpCatalog(
  file: string,
  to: string,
  progress: (done: number, total: number) => void,
): Promise<CatalogFacts> {
  const database = openAsIs(file);
  try {
    database.exec('BEGIN');
    // The moment is that of the first reading.
    factsOf(database);
    const size = Number(database.setting('page_size'));
    await database.backup(to, (done, total) => progress(done * size, total * size));
  } catch (error) {
    throw explained(error, to);
  } finally {
    database.close();
  }
  const { damage, facts } = settle(to);
  if (facts !== null && damage.length === 0) return facts;
  throw new CatalogUnusableError(
    `The catalogue ${file} is damaged: ${damage.join('; ')}. Restore a backup that was made before: \`seealso restore <backup>\`.`,
  );
}

/** Without a log beside it the copy can be read from any disk, and checked without being changed. */
function settle(file: string) {
  const database = openDatabase(file);
  try {
    database.exec('PRAGMA journal_mode = DELETE');
    return { damage: damageOf(database), facts: factsOf(database) };
  } catch (error) {
    if (!/^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCode(error) ?? '')) throw explained(error, file);
    return { damage: [error instanceof Error ? error.message : String(error)], facts: null };
  } finally {
    database.close();
  }
}

/**
 * Makes a copy another catalogue than the one that it is a copy of: what is counted in it from now on is not what was
 * counted there. Its format is brought up to date, and nobody is signed in any more. Returns its new `uuid`.
 */
export function beginAnew(file: string): string {
  const database = openMigrated(file);
  try {
    const uuid = randomUUID();
    database.transaction('immediate', () => {
      const { lineage } = factsOf(database);
      const set = database.prepare(
        'INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      );
      set.run('lineage', lineage);
      set.run('uuid', uuid);
      database.prepare('DELETE FROM sessions').run();
    });
    return uuid;
  } finally {
    // The last connection writes the log into the file, and removes it.
    database.close();
  }
}

/** Keeps every writer of the catalogue in `file` waiting meanwhile, where it can be read at all. */
export function whileNobodyWrites(file: string, work: () => void): void {
  const database = openDatabase(file);
  try {
    try {
      database.exec('BEGIN IMMEDIATE');
    } catch {
      // Of a file that is damaged nobody writes either; of one that is busy for ten seconds, the writers are told.
    }
    work();
  } finally {
    database.close();
  }
}
