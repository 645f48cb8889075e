import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CatalogTooNewError, CatalogUnusableError } from '../errors.js';
import { configure, type Database, openDatabase, type Statement, sqliteCode } from './database.js';
import { INDEX_FOLDER_MODE } from './durable.js';
import { whileInPlace } from './exchange.js';
import { inodeOf } from './inode.js';
import { MIGRATIONS } from './migrations.js';
import { SQL_FUNCTIONS } from './rows.js';

/** "seea" in ASCII: marks the file as ours (`PRAGMA application_id`). */
const APPLICATION_ID = 0x73656561;

/**
 * Opens the file, brings its format up to date, and refuses what a newer program wrote. What it says of a file that is
 * damaged names it, at any time; nothing is written to one that was replaced meanwhile.
 */
export function openMigrated(file: string): Database {
  mkdirSync(dirname(file), { recursive: true, mode: INDEX_FOLDER_MODE });
  return whileInPlace(file, () =>
    opened(file, (database) => {
      refuseEmptied(file);
      refuse(database, file);
      configure(database);
      migrate(database, file);
      return guarded(database, file);
    }),
  );
}

/** Opens the file as it is, whatever its format, to read it. Refuses what is not ours, or what a newer program wrote. */
export function openAsIs(file: string): Database {
  return whileInPlace(file, () =>
    opened(file, (database) => {
      refuse(database, file);
      return guarded(database, file);
    }),
  );
}

function opened(file: string, prepare: (database: Database) => Database): Database {
  let database: Database | undefined;
  try {
    database = openDatabase(file);
    return prepare(database);
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

/** A file of no bytes is a catalogue that was never written, or one that has lost everything. */
function refuseEmptied(file: string): void {
  if (statSync(file).size > 0 || !existsSync(join(dirname(file), 'current'))) return;
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) return;
  throw new CatalogUnusableError(
    `The catalogue ${file} is empty, though an index was built from it. ${remedyFor(file)}`,
  );
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

/** What the file or its disk is to blame for; anything else would be an error in a statement. */
const UNUSABLE = /^SQLITE_(CORRUPT|NOTADB|IOERR|FULL|CANTOPEN|READONLY|BUSY|PROTOCOL)/;

function guarded(database: Database, file: string): Database {
  const inode = inodeOf(file);
  const telling = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw UNUSABLE.test(sqliteCode(error) ?? '') ? explained(error, file) : error;
    }
  };
  const statement = (of: Statement): Statement => {
    const [get, all, run] = [of.get.bind(of), of.all.bind(of), of.run.bind(of)];
    return Object.assign(of, {
      get: (...parameters: unknown[]) => telling(() => get(...parameters)),
      all: (...parameters: unknown[]) => telling(() => all(...parameters)),
      run: (...parameters: unknown[]) => telling(() => run(...parameters)),
    });
  };
  return {
    ...database,
    prepare: (sql) => statement(telling(() => database.prepare(sql))),
    setting: (name) => telling(() => database.setting(name)),
    transaction: (kind, work) =>
      telling(() =>
        database.transaction(kind, () => {
          // Whoever exchanges the file holds its write lock meanwhile: nothing slips in between.
          if (kind === 'immediate' && inodeOf(file) !== inode) throw replaced(file);
          return work();
        }),
      ),
  };
}

/** A write to a file that has no name any more would be acknowledged and lost. */
function replaced(file: string): CatalogUnusableError {
  return new CatalogUnusableError(
    `The catalogue ${file} was replaced while it was open, so that nothing can be written. A server takes up what \`seealso restore\` has put there within a second: try again. After any other exchange, restart it.`,
  );
}

/** What to do about a catalogue that is damaged. */
export function remedyFor(file: string): string {
  return `The file is damaged: restore a backup (\`seealso restore <backup> --index-dir ${dirname(file)}\`), or move it away and run \`seealso index\` with all sources again.`;
}

/** Turns the driver's codes into our errors; others pass unchanged. */
export function explained(error: unknown, file: string): unknown {
  const code = sqliteCode(error);
  if (code === null) return error;
  const reason = (error as Error).message;
  const remedy =
    code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB'
      ? remedyFor(file)
      : code.startsWith('SQLITE_FULL') || code.startsWith('SQLITE_IOERR')
        ? 'Check the disk: free space, permissions, file limits.'
        : code.startsWith('SQLITE_BUSY')
          ? 'Another process has been writing for longer than 10 seconds. Try again.'
          : 'Check that the folder exists and may be read and written.';
  return new CatalogUnusableError(`The catalogue ${file} cannot be used: ${reason} (${code}). ${remedy}`, {
    cause: error,
  });
}
