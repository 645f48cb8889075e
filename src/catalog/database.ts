import Driver from 'better-sqlite3';

/** A prepared statement, as far as the catalogue uses it. */
export interface Statement {
  get(...parameters: unknown[]): unknown;
  all(...parameters: unknown[]): unknown[];
  run(...parameters: unknown[]): unknown;
  /** From here on a row is its first column. */
  pluck(): Statement;
  /** From here on a row is an array of its columns. */
  raw(): Statement;
}

/** An open SQLite file, as far as the catalogue uses it. */
export interface Database {
  prepare(sql: string): Statement;
  exec(sql: string): void;
  /** Lets SQL call a pure function of one value. */
  define(name: string, of: (value: unknown) => string | null): void;
  /** The value of a setting of the file or the connection. */
  setting(name: string): unknown;
  /** Runs `work` in one transaction; `immediate` waits for other writers at its beginning. */
  transaction<T>(kind: 'deferred' | 'immediate', work: () => T): T;
  /**
   * Copies the file page by page to one that is not there yet, a few pages at a time. Inside a read transaction the
   * copy is of its moment, however much others write meanwhile. What `progress` throws ends it.
   */
  backup(to: string, progress: (done: number, total: number) => void): Promise<void>;
  close(): void;
}

/**
 * Everything that the driver ever made, for the life of the process. From Node 24.19 on, the collection of a
 * connection or statement of better-sqlite3 12 ends the process, if it comes while no JavaScript runs (its
 * `ObjectWrap` asserts an environment). Statements are prepared once and connections are few, so that little is kept.
 */
const kept: object[] = [];

function keep<T extends object>(made: T): T {
  kept.push(made);
  return made;
}

/** The only file that names the SQLite driver. Patient writers; nothing is written to the file by opening it. */
export function openDatabase(file: string): Database {
  return wrap(new Driver(file, { timeout: 10_000 }));
}

/** Durable commits (`synchronous = FULL`). The journal mode is written to the file: only for one that is ours. */
export function configure(database: Database): void {
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = FULL');
  // 32 MB of commits before they are taken into the file: a page that many of them touch is written once.
  database.exec('PRAGMA wal_autocheckpoint = 8000');
  database.exec('PRAGMA foreign_keys = ON');
  database.exec('PRAGMA cache_size = -65536');
}

/** Pages copied between two looks at whatever else goes on: 16 MB. */
const PAGES_AT_A_TIME = 4096;

/** A database that is never written, for the sake of the operating system's lock on its file. Waits so many milliseconds. */
export function openLockFile(file: string, timeout = 0): Database {
  return wrap(new Driver(file, { timeout }));
}

function wrap(connection: Driver.Database): Database {
  keep(connection);
  const prepare = (sql: string): Statement => keep(connection.prepare(sql));
  return {
    prepare,
    exec(sql) {
      connection.exec(sql);
    },
    define(name, of) {
      connection.function(name, { deterministic: true }, of);
    },
    setting: (name) => prepare(`PRAGMA ${name}`).pluck().get(),
    transaction: (kind, work) => connection.transaction(work)[kind](),
    async backup(to, progress) {
      await connection.backup(to, {
        progress({ totalPages, remainingPages }) {
          progress(totalPages - remainingPages, totalPages);
          return PAGES_AT_A_TIME;
        },
      });
    },
    close() {
      connection.close();
    },
  };
}

/** `SQLITE_BUSY`, `SQLITE_CORRUPT`, … for an error of the driver; otherwise `null`. */
export function sqliteCode(error: unknown): string | null {
  return error instanceof Driver.SqliteError ? error.code : null;
}
