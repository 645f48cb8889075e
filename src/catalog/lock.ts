import { dirname } from 'node:path';
import { CatalogUnusableError, IndexLockedError } from '../errors.js';
import { type Database, openLockFile, sqliteCode } from './database.js';
import { finishExchange } from './exchange.js';

export interface Lock {
  release(): void;
}

/**
 * Lets one process at a time build an index, or do what others are told by `doing`. The operating system holds the
 * lock for the open file, so that it ends with its process, however that dies; the file itself may stay.
 */
export function acquireLock(file: string, doing = 'is building this index'): Lock {
  let database: Database | undefined;
  try {
    const opened = openLockFile(file);
    database = opened;
    // Of builders it lets in one; whoever opens the catalogue shares it meanwhile, as `exchange.ts` tells.
    opened.exec('BEGIN IMMEDIATE');
    finishExchange(dirname(file));
    return { release: () => opened.close() };
  } catch (error) {
    database?.close();
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY')) {
      throw new IndexLockedError(
        `Another process ${doing} (it holds ${file}). Wait until it ends, or stop it, and try again.`,
        { cause: error },
      );
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new CatalogUnusableError(
      `The lock ${file} cannot be taken: ${reason}. Check that its folder exists and may be written, and remove the file if it is damaged.`,
      { cause: error },
    );
  }
}
