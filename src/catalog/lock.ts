import { IndexLockedError } from '../errors.js';
import { openLockFile, sqliteCode } from './database.js';

export interface Lock {
  release(): void;
}

/**
 * Lets one process at a time build an index. The operating system holds the lock for the open file, so that it
 * ends with its process, however that dies; the file itself may stay.
 */
export function acquireLock(file: string): Lock {
  const database = openLockFile(file);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY')) {
      throw new IndexLockedError(
        `Another process is building this index (it holds ${file}). Wait until it ends, or stop it, and try again.`,
        { cause: error },
      );
    }
    throw error;
  }
  return { release: () => database.close() };
}
