import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CatalogUnusableError, IndexLockedError } from '../errors.js';
import { type Database, openLockFile, sqliteCode } from './database.js';
import { syncNow, writeWhole } from './durable.js';

/**
 * An SQLite file must not be exchanged while somebody opens it: its log would be read with the wrong file. So whoever
 * opens a catalogue shares the lock of its folder meanwhile, and whoever exchanges it has that lock alone. Connections
 * that are open go on with the files that they have, wherever these were moved.
 */
export const LOCK_FILE = 'index.lock';

/** What is still to be moved, should the process end before all is: whoever comes next goes on. */
const JOURNAL = 'exchange.json';

/** Milliseconds for which an opening or an exchange waits for the other. */
const PATIENCE = 10_000;
/** Between two attempts. Milliseconds. */
const PAUSE = 50;

/** From and to, inside one folder. */
export type Move = readonly [from: string, to: string];

/**
 * Does all of the moves, in their order, or leaves the rest to whoever opens the catalogue next, if the process is
 * killed. Nobody is opening the catalogue meanwhile, and `quietly` may keep others from writing to it. Throws
 * `IndexLockedError`.
 */
export function exchange(
  folder: string,
  moves: () => readonly Move[],
  quietly: (work: () => void) => void,
): void {
  const lock = openLockFile(join(folder, LOCK_FILE), PATIENCE);
  try {
    lock.exec('BEGIN EXCLUSIVE');
    finishExchange(folder);
    quietly(() => {
      writeWhole(join(folder, JOURNAL), `${JSON.stringify(moves())}\n`);
      finishExchange(folder);
    });
  } catch (error) {
    if (!sqliteCode(error)?.startsWith('SQLITE_BUSY')) throw error;
    throw new IndexLockedError(
      `Another process is building the index in ${folder}. Wait until it ends, or stop it, and try again.`,
      { cause: error },
    );
  } finally {
    lock.close();
  }
}

/** Goes on with an exchange that was interrupted. Only for whoever holds the lock. */
export function finishExchange(folder: string): void {
  const journal = join(folder, JOURNAL);
  if (!existsSync(journal)) return;
  for (const [from, to] of movesIn(journal)) {
    // What has been moved already has left a new name, and possibly a successor under the old one.
    if (existsSync(join(folder, to)) || !existsSync(join(folder, from))) continue;
    renameSync(join(folder, from), join(folder, to));
    syncNow(dirname(join(folder, from)));
    syncNow(dirname(join(folder, to)));
  }
  rmSync(journal);
  syncNow(folder);
}

function movesIn(journal: string): readonly Move[] {
  const text = readFileSync(journal, 'utf8');
  try {
    return JSON.parse(text) as readonly Move[];
  } catch (error) {
    throw new CatalogUnusableError(
      `The journal ${journal} of an interrupted restore is damaged: expected a list of moves. See which catalog.sqlite is whole, the one beside it or that in before-restore-…, put it beside, remove the journal, and try again.`,
      { cause: error },
    );
  }
}

/** Opens a catalogue while nobody exchanges it, after ending what an interrupted exchange has left to do. */
export function whileInPlace<T>(file: string, open: () => T): T {
  const folder = dirname(file);
  // Whoever exchanges a catalogue makes this file first.
  if (!existsSync(join(folder, LOCK_FILE))) return open();
  for (const deadline = Date.now() + PATIENCE; ; ) {
    const lock = openLockFile(join(folder, LOCK_FILE), PATIENCE);
    try {
      const isShared = share(lock, file);
      if (!isShared || !existsSync(join(folder, JOURNAL))) return open();
      lock.exec('COMMIT; PRAGMA busy_timeout = 0');
      finishWhereFree(lock, folder);
    } finally {
      lock.close();
    }
    if (Date.now() > deadline) {
      throw new IndexLockedError(`The catalogue ${file} is being restored by another process. Try again.`);
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
  }
}

/** `false` where the lock file is damaged: it locks nothing, for nobody. */
function share(lock: Database, file: string): boolean {
  try {
    lock.exec('BEGIN');
    lock.prepare('SELECT 1 FROM sqlite_schema').get();
    return true;
  } catch (error) {
    const code = sqliteCode(error) ?? '';
    if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) return false;
    if (!code.startsWith('SQLITE_BUSY')) throw error;
    throw new IndexLockedError(
      `The catalogue ${file} cannot be opened: for longer than ${PATIENCE / 1000} seconds another process has been restoring it, or an older seealso has been building its index. Wait until it ends, and try again.`,
      { cause: error },
    );
  }
}

/** Whoever builds goes on with an exchange by itself, so that a lock that is held needs no waiting here. */
function finishWhereFree(lock: Database, folder: string): void {
  try {
    lock.exec('BEGIN IMMEDIATE');
  } catch (error) {
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY')) return;
    throw error;
  }
  finishExchange(folder);
  lock.exec('COMMIT');
}
