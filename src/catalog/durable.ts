import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Of the folder of an index, where it is made: nothing for others, who would find unpublished articles and the hashes of
 * keys in it. The group of its owner may look, as far as the umask lets it. A folder that is there keeps its own.
 */
export const INDEX_FOLDER_MODE = 0o750;

/** Makes the content (of a file) or the names (in a folder) survive a loss of power. */
export function syncNow(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Readers see the old text or the new one, never a part; it stays after a loss of power. */
export function writeWhole(file: string, text: string): void {
  const temporary = `${file}.tmp`;
  writeFileSync(temporary, text);
  syncNow(temporary);
  renameSync(temporary, file);
  syncNow(dirname(file));
}
