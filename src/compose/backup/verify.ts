import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { damageOf, factsOf } from '../../catalog/integrity.js';
import { openAsIs } from '../../catalog/open.js';
import { BackupUnusableError, SeealsoError } from '../../errors.js';
import { readManifest, verifyGeneration } from '../../generation/generation.js';
import { stopIfAsked } from '../../indexing/stop.js';
import { type BackupManifest, readBackup, unusable } from './backup-manifest.js';
import { type BytesDone, entryOf } from './copied-file.js';

/**
 * Reads every byte of a backup, and checks the catalogue and the generation in it. Nothing is written. Throws
 * `BackupUnusableError`, and `CatalogTooNewError` where a newer program made it.
 */
export async function verifyBackup(
  folder: string,
  progress: BytesDone,
  signal: AbortSignal,
): Promise<BackupManifest> {
  const manifest = await readBackup(folder);
  const total = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  let done = 0;
  for (const expected of manifest.files) {
    stopIfAsked(signal);
    const path = join(folder, expected.path);
    const size = (await stat(path).catch(() => null))?.size;
    if (size !== expected.bytes)
      throw unusable(
        path,
        size === undefined ? 'it is missing' : `it has ${size} bytes, expected ${expected.bytes}`,
      );
    const found = await entryOf(folder, expected.path).catch((error: unknown) => {
      throw unusable(path, 'it cannot be read', error);
    });
    if (found.sha256 !== expected.sha256) throw unusable(path, 'its checksum does not fit');
    done += found.bytes;
    progress('checking', done, total);
  }
  checkCatalog(folder, manifest);
  if (manifest.generation !== null) await checkGeneration(folder, manifest.generation, manifest);
  return manifest;
}

function checkCatalog(folder: string, manifest: BackupManifest): void {
  const file = join(folder, 'catalog.sqlite');
  if (!manifest.files.some(({ path }) => path === 'catalog.sqlite')) throw unusable(file, 'it is not listed');
  try {
    const database = openAsIs(file);
    try {
      const [first] = damageOf(database);
      if (first !== undefined) throw unusable(file, first);
      const facts = factsOf(database);
      if (facts.uuid !== manifest.catalog.uuid || facts.sequence !== manifest.catalog.sequence)
        throw unusable(
          file,
          `it is catalogue ${facts.uuid} at ${facts.sequence}, not the one that is described`,
        );
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof BackupUnusableError || !(error instanceof SeealsoError)) throw error;
    if (error.code === 'catalog_unusable') throw unusable(file, error.message, error);
    throw error;
  }
}

async function checkGeneration(folder: string, name: string, { catalog }: BackupManifest): Promise<void> {
  const path = join(folder, 'generations', name);
  try {
    const manifest = await readManifest(path);
    await verifyGeneration(path, manifest);
    if (manifest.catalog === catalog.uuid && manifest.sequence <= catalog.sequence) return;
  } catch (error) {
    throw unusable(path, error instanceof Error ? error.message : String(error), error);
  }
  throw unusable(path, 'it was not built from the catalogue beside it');
}
