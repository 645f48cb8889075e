import { mkdirSync } from 'node:fs';
import { IndexMissingError, UsageError } from '../errors.js';

/** Throws a `UsageError` where it cannot be made. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(
      `The index folder ${folder} cannot be made: ${error instanceof Error ? error.message : String(error)}. Choose another --index-dir.`,
      { cause: error },
    );
  }
}

export function missing(indexDir: string): IndexMissingError {
  return new IndexMissingError(
    `There is no index in ${indexDir}. Run \`seealso index <source> --index-dir ${indexDir}\` first.`,
  );
}
