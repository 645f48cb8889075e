import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { INDEX_FOLDER_MODE } from '../catalog/durable.js';
import { CatalogUnusableError, IndexMissingError, SeealsoError, UsageError } from '../errors.js';

/** For its owner and their group alone. It survives a loss of power, as what is stored in it does. Throws a `UsageError` where it cannot be made. */
export function makeFolder(folder: string): void {
  try {
    const first = mkdirSync(folder, { recursive: true, mode: INDEX_FOLDER_MODE });
    if (first !== undefined) syncNames(resolve(folder), dirname(first));
  } catch (error) {
    throw new UsageError(
      `The index folder ${folder} cannot be made: ${error instanceof Error ? error.message : String(error)}. Choose another --index-dir.`,
      { cause: error },
    );
  }
}

/** The names of folders that were made, each in the one above it, up to `top`. */
function syncNames(folder: string, top: string): void {
  for (let above = dirname(folder); ; above = dirname(above)) {
    const handle = openSync(above, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    if (above === top || above === dirname(above)) return;
  }
}

export function missing(indexDir: string): IndexMissingError {
  return new IndexMissingError(
    `There is no index in ${indexDir}. Run \`seealso index <source> --index-dir ${indexDir}\` first.`,
  );
}

/** What the system says where a disk is full, cannot be written, or has no more room for open files. */
const DISK = /\b(ENOSPC|EDQUOT|EROFS|EACCES|EPERM|EIO|EMFILE|ENFILE): /;

/** Turns such words into our error, also those of a thread; others pass unchanged. */
export function explainedDisk(error: unknown, indexDir: string): unknown {
  if (!(error instanceof Error) || error instanceof SeealsoError || !DISK.test(error.message)) return error;
  return new CatalogUnusableError(
    `The index folder ${indexDir} cannot be used: ${error.message}. Check the disk: free space, permissions, file limits.`,
    { cause: error },
  );
}
