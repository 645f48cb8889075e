import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { backUpCatalog } from '../../catalog/copy.js';
import type { CatalogFacts } from '../../catalog/integrity.js';
import { acquireLock } from '../../catalog/lock.js';
import { UsageError } from '../../errors.js';
import { sync } from '../../generation/files.js';
import { readManifest, verifyGeneration } from '../../generation/generation.js';
import { type GenerationStore, openGenerationStore } from '../../generation/store.js';
import { stopIfAsked } from '../../indexing/stop.js';
import { VERSION } from '../../version.js';
import { explainedDisk, missing } from '../folder.js';
import { type BackupManifest, MANIFEST, serializeBackup } from './backup-manifest.js';
import { type BytesDone, copyDurably, entryOf, PRIVATE_FILE, PRIVATE_FOLDER } from './copied-file.js';
import { isUnfinished, superfluous } from './rotation.js';

export interface BackupRequest {
  readonly indexDir: string;
  /** Where backups lie, each in a folder of its own. */
  readonly to: string;
  /** Whether the current generation is copied too, which a restored index could build anew. */
  readonly withIndex: boolean;
  /** How many backups of this index stay; `undefined`: all. */
  readonly keep: number | undefined;
  readonly progress: BytesDone;
  readonly warning: (message: string) => void;
  readonly signal: AbortSignal;
}

export interface BackupResult {
  readonly folder: string;
  readonly manifest: BackupManifest;
  readonly bytes: number;
  /** Folders of earlier backups that were removed. */
  readonly removed: readonly string[];
}

/** Attempts at the current generation, which a build may take away while it is copied. */
const ATTEMPTS = 3;

/**
 * Copies the index as it is at one moment, beside running servers and builders, none of which waits. Whole or not at
 * all: it gets its name when everything is on the disk. Throws `IndexMissingError`, `CatalogUnusableError`.
 */
export async function backUp(request: BackupRequest): Promise<BackupResult> {
  const { indexDir, to, signal } = request;
  if (!existsSync(join(indexDir, 'catalog.sqlite'))) throw missing(indexDir);
  await mkdir(to, { recursive: true, mode: PRIVATE_FOLDER }).catch((error: unknown) => {
    throw new UsageError(
      `The folder ${to} for backups cannot be made: ${error instanceof Error ? error.message : String(error)}. Choose another.`,
      { cause: error },
    );
  });
  const lock = acquireLock(join(to, 'backup.lock'), 'is writing backups there');
  const name = nameOf(new Date());
  const unfinished = join(to, `.${name}.part`);
  try {
    for (const left of (await readdir(to)).filter(isUnfinished))
      await rm(join(to, left), { recursive: true });
    await mkdir(unfinished, { mode: PRIVATE_FOLDER });
    const manifest = await fill(unfinished, name, request);
    stopIfAsked(signal);
    await rename(unfinished, join(to, name));
    await sync(to);
    const removed = request.keep === undefined ? [] : await superfluous(to, manifest, request.keep);
    for (const old of removed) {
      // Gone in one step: half of a backup would pass for a damaged one.
      await rename(join(to, old), join(to, `.${old}.part`));
      await rm(join(to, `.${old}.part`), { recursive: true });
    }
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
    return { folder: join(to, name), manifest, bytes, removed: removed.map((old) => join(to, old)) };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw explainedDisk(error, to);
  } finally {
    lock.release();
  }
}

async function fill(folder: string, name: string, request: BackupRequest): Promise<BackupManifest> {
  const { indexDir, withIndex, progress, warning, signal } = request;
  const createdAt = new Date().toISOString();
  const store = openGenerationStore(indexDir);
  // Before the catalogue: a generation may be older than it, never newer.
  let generation = withIndex ? await copyGeneration(store, folder, request) : null;
  const copy = join(folder, 'catalog.sqlite');
  await writeFile(copy, '', { mode: PRIVATE_FILE });
  const catalog = await backUpCatalog(join(indexDir, 'catalog.sqlite'), copy, (done, total) => {
    stopIfAsked(signal);
    progress('catalogue', done, total);
  });
  await sync(copy);
  if (generation !== null && !belongs(generation, catalog)) {
    await rm(join(folder, 'generations'), { recursive: true });
    warning(
      'The index was restored meanwhile: its generation is left out, and built anew where this is restored.',
    );
    generation = null;
  }
  const paths = ['catalog.sqlite'];
  if (generation !== null) {
    await writeFile(join(folder, 'current'), `${generation.generation}\n`, { mode: PRIVATE_FILE });
    await sync(join(folder, 'current'));
    const files = await readdir(join(folder, 'generations', generation.generation));
    paths.push('current', ...files.sort().map((file) => `generations/${generation?.generation}/${file}`));
  }
  const files = [];
  for (const path of paths) {
    stopIfAsked(signal);
    files.push(await entryOf(folder, path));
  }
  const manifest: BackupManifest = {
    format: 1,
    backup: name,
    createdAt,
    program: VERSION,
    catalog,
    generation: generation?.generation ?? null,
    files,
  };
  await writeFile(join(folder, MANIFEST), serializeBackup(manifest), { mode: PRIVATE_FILE });
  await sync(join(folder, MANIFEST));
  await sync(folder);
  return manifest;
}

interface CopiedGeneration {
  readonly generation: string;
  readonly catalog: string;
  readonly sequence: number;
}

function belongs({ catalog, sequence }: CopiedGeneration, facts: CatalogFacts): boolean {
  return catalog === facts.uuid && sequence <= facts.sequence;
}

/** The current generation, verified in its copy; `null`, and a warning, where there is none that is whole. */
async function copyGeneration(
  store: GenerationStore,
  folder: string,
  { progress, warning, signal }: BackupRequest,
): Promise<CopiedGeneration | null> {
  let reason: unknown = null;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const name = await store.current();
    if (name === null) return null;
    const to = join(folder, 'generations', name);
    try {
      const sizes = new Map<string, number>();
      for (const file of await readdir(store.folder(name)))
        sizes.set(file, (await stat(join(store.folder(name), file))).size);
      const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
      let done = 0;
      for (const [file, size] of sizes) {
        stopIfAsked(signal);
        await copyDurably(join(store.folder(name), file), join(to, file));
        done += size;
        progress('generation', done, total);
      }
      const manifest = await readManifest(to);
      await verifyGeneration(to, manifest);
      await sync(to);
      await sync(join(folder, 'generations'));
      return manifest;
    } catch (error) {
      stopIfAsked(signal);
      reason = error;
      await rm(join(folder, 'generations'), { recursive: true, force: true });
      if (explainedDisk(error, folder) !== error) throw error;
    }
  }
  warning(
    `The current generation cannot be copied, and is left out; where this is restored, it is built anew: ${reason instanceof Error ? reason.message : String(reason)}`,
  );
  return null;
}

function nameOf(now: Date): string {
  const milliseconds = now.getUTCMilliseconds().toString(16).padStart(3, '0');
  const moment = now.toISOString().slice(0, 19).replaceAll(':', '-');
  return `seealso-${moment}Z-${milliseconds}${randomBytes(1).toString('hex')}`;
}
