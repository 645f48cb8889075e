import Database from 'better-sqlite3';

type Connection = Database.Database;

export type { Connection as Database };

/** A prepared statement, as far as the catalogue uses it. */
export interface Statement {
  get(...parameters: unknown[]): unknown;
  all(...parameters: unknown[]): unknown[];
  run(...parameters: unknown[]): unknown;
  /** From here on a row is its first column. */
  pluck(): Statement;
}

/** The only file that names the SQLite driver. Patient writers; nothing is written to the file by opening it. */
export function openDatabase(file: string): Connection {
  return new Database(file, { timeout: 10_000 });
}

/** Durable commits (`synchronous = FULL`). The journal mode is written to the file: only for one that is ours. */
export function configure(database: Connection): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma('cache_size = -65536');
}

/** A database that is never written, for the sake of the operating system's lock on its file. */
export function openLockFile(file: string): Connection {
  return new Database(file, { timeout: 0 });
}

/** `SQLITE_BUSY`, `SQLITE_CORRUPT`, … for an error of the driver; otherwise `null`. */
export function sqliteCode(error: unknown): string | null {
  return error instanceof Database.SqliteError ? error.code : null;
}
