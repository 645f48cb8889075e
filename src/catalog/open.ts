import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { CatalogTooNewError, CatalogUnusableError } from '../errors.js';
import { configure, type Database, openDatabase, sqliteCode } from './database.js';
import { MIGRATIONS } from './migrations.js';
import { SQL_FUNCTIONS } from './rows.js';

/** "seea" in ASCII: marks the file as ours (`PRAGMA application_id`). */
const APPLICATION_ID = 0x73656561;

/** Opens the file, brings its format up to date, and refuses what a newer program wrote. */
export function openMigrated(file: string): Database {
  mkdirSync(dirname(file), { recursive: true });
  let database: Database | undefined;
  try {
    database = openDatabase(file);
    refuse(database, file);
    configure(database);
    migrate(database, file);
    return database;
  } catch (error) {
    database?.close();
    // What the driver says of a folder that is not there.
    if (error instanceof TypeError) {
      throw new CatalogUnusableError(`The catalogue ${file} cannot be opened: ${error.message}.`, {
        cause: error,
      });
    }
    throw explained(error, file);
  }
}

/** How many migrations the file has seen. Refuses one of another program, and one of a newer one. */
function formatOf(database: Database, file: string): number {
  const format = Number(database.setting('user_version'));
  const application = Number(database.setting('application_id'));
  const empty = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (application !== APPLICATION_ID && (format > 0 || application !== 0 || !empty)) {
    throw new CatalogUnusableError(
      `${file} is an SQLite database of another program (application_id ${application}, expected ${APPLICATION_ID}). Choose another --index-dir.`,
    );
  }
  if (format > MIGRATIONS.length) {
    throw new CatalogTooNewError(
      `The catalogue ${file} has format ${format}, written by a newer seealso; this one knows formats up to ${MIGRATIONS.length}. Upgrade seealso; nothing was changed.`,
    );
  }
  return format;
}

/** Before anything is written, and in one transaction: another process may be making the file just now. */
function refuse(database: Database, file: string): void {
  database.transaction('deferred', () => formatOf(database, file));
}

function migrate(database: Database, file: string): void {
  database.transaction('immediate', () => {
    const format = formatOf(database, file);
    if (format === MIGRATIONS.length) return;
    for (const [name, of] of Object.entries(SQL_FUNCTIONS)) database.define(name, of);
    for (const migration of MIGRATIONS.slice(format)) database.exec(migration.sql);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${MIGRATIONS.length}`);
    database.prepare("INSERT OR IGNORE INTO meta VALUES ('uuid', ?)").run(randomUUID());
  });
}

/** Turns the driver's codes into our errors; others pass unchanged. */
export function explained(error: unknown, file: string): unknown {
  const code = sqliteCode(error);
  if (code === null) return error;
  const reason = (error as Error).message;
  const remedy =
    code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB'
      ? 'The file is damaged: restore it from a backup, or move it away and run `seealso index` with all sources again.'
      : code.startsWith('SQLITE_FULL') || code.startsWith('SQLITE_IOERR')
        ? 'Check the disk: free space, permissions, file limits.'
        : code.startsWith('SQLITE_BUSY')
          ? 'Another process has been writing for longer than 10 seconds. Try again.'
          : 'Check that the folder exists and may be read and written.';
  return new CatalogUnusableError(`The catalogue ${file} cannot be used: ${reason} (${code}). ${remedy}`, {
    cause: error,
  });
}
