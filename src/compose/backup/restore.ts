import { existsSync, mkdirSync } from 'node:fs';
import { chmod, chown, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beginAnew, whileNobodyWrites } from '../../catalog/copy.js';
import { exchange, LOCK_FILE, type Move } from '../../catalog/exchange.js';
import { acquireLock } from '../../catalog/lock.js';
import { sync } from '../../generation/files.js';
import { readManifest, writeManifest } from '../../generation/generation.js';
import { stopIfAsked } from '../../indexing/stop.js';
import { explainedDisk, makeFolder } from '../folder.js';
import { type BackupManifest, MANIFEST, readBackup, unusable } from './backup-manifest.js';
import { type BytesDone, copyPrivately, PRIVATE_FILE } from './copied-file.js';
import { RESTORED } from './restored.js';
import { verifyBackup } from './verify.js';

export interface RestoreRequest {
  readonly indexDir: string;
  /** The folder of one backup. */
  readonly from: string;
  readonly progress: BytesDone;
  readonly signal: AbortSignal;
}

export interface RestoreResult {
  readonly manifest: BackupManifest;
  /** Where what was there before lies now; `null` where nothing was. */
  readonly keptAside: string | null;
}

/** What an index folder holds, in the order in which it is moved away. */
const PARTS = [
  'current',
  'generations',
  'staged',
  RESTORED,
  'catalog.sqlite-wal',
  'catalog.sqlite-shm',
  'catalog.sqlite',
];
/** What is restored of them, the catalogue last. */
const RESTORED_PARTS = ['generations', 'current', RESTORED, 'catalog.sqlite'];

const UNFINISHED = '.restoring-';

/**
 * Puts a backup in the place of an index, whether that is served or not. Everything is copied and verified beside it
 * first, then exchanged within milliseconds; what was there is kept aside. Servers take up the restored index by
 * themselves. It is another catalogue from then on, so that nothing is taken for what was counted in the other. Throws
 * `BackupUnusableError`, `IndexLockedError`.
 */
export async function restore(request: RestoreRequest): Promise<RestoreResult> {
  const { indexDir, from } = request;
  await readBackup(from);
  makeFolder(indexDir);
  const moment = new Date().toISOString().replace(/\..*/, 'Z').replaceAll(':', '-');
  const ready = join(indexDir, `${UNFINISHED}${moment}`);
  const aside = freeName(indexDir, `before-restore-${moment}`);
  const lock = acquireLock(join(indexDir, LOCK_FILE));
  let manifest: BackupManifest;
  try {
    // What a restore left that was killed.
    for (const left of (await readdir(indexDir)).filter((name) => name.startsWith(UNFINISHED)))
      await rm(join(indexDir, left), { recursive: true });
    manifest = await prepare(ready, aside, request).catch(async (error: unknown) => {
      await rm(ready, { recursive: true, force: true });
      throw explainedDisk(error, indexDir);
    });
  } finally {
    lock.release();
  }
  try {
    const keptAside = exchangeFor(ready, indexDir, aside);
    await rm(ready, { recursive: true });
    return { manifest, keptAside };
  } catch (error) {
    throw explainedDisk(error, indexDir);
  }
}

/** Copies the backup, verifies the copy, and makes an index of its own of it. */
async function prepare(ready: string, aside: string, request: RestoreRequest): Promise<BackupManifest> {
  const { indexDir, from, progress, signal } = request;
  const { files } = await readBackup(from);
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  let done = 0;
  for (const { path, bytes } of [...files, { path: MANIFEST, bytes: 0 }]) {
    stopIfAsked(signal);
    await copyPrivately(join(from, path), join(ready, path)).catch((error: unknown) => {
      if (explainedDisk(error, indexDir) !== error) throw error;
      throw unusable(join(from, path), 'it cannot be copied', error);
    });
    done += bytes;
    progress('copying', done, total);
  }
  const manifest = await verifyBackup(ready, progress, signal);
  await rm(join(ready, MANIFEST));
  const uuid = beginAnew(join(ready, 'catalog.sqlite'));
  if (manifest.generation !== null) {
    const folder = join(ready, 'generations', manifest.generation);
    await writeManifest(folder, { ...(await readManifest(folder)), catalog: uuid });
  }
  const note = {
    restoredAt: new Date().toISOString(),
    backup: manifest.backup,
    catalog: uuid,
    keptAside: aside,
  };
  await writeFile(join(ready, RESTORED), `${JSON.stringify(note, null, 2)}\n`);
  await settle(ready, await rightsIn(indexDir));
  stopIfAsked(signal);
  return manifest;
}

/** Returns where what was there before lies now; `null` where nothing was. */
function exchangeFor(ready: string, indexDir: string, aside: string): string | null {
  let before: string[] = [];
  const moves = (): Move[] => {
    before = PARTS.filter((name) => existsSync(join(indexDir, name)));
    if (before.length > 0) mkdirSync(join(indexDir, aside));
    const restored = RESTORED_PARTS.filter((name) => existsSync(join(ready, name)));
    return [
      ...before.map((name): Move => [name, join(aside, name)]),
      ...restored.map((name): Move => [join(basename(ready), name), name]),
    ];
  };
  const catalog = join(indexDir, 'catalog.sqlite');
  exchange(indexDir, moves, (work) => (existsSync(catalog) ? whileNobodyWrites(catalog, work) : work()));
  return before.length === 0 ? null : join(indexDir, aside);
}

/** A name that is not taken: two restores may come within one second. */
function freeName(folder: string, name: string): string {
  for (let i = 1; ; i += 1) {
    const one = i === 1 ? name : `${name}-${i}`;
    if (!existsSync(join(folder, one))) return one;
  }
}

interface Rights {
  /** Of files; who may read a file may look into a folder. */
  readonly mode: number;
  /** `null`: whoever restores. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
}

/** Those of the catalogue that is replaced; root restores for the owner of the folder. */
async function rightsIn(indexDir: string): Promise<Rights> {
  const catalog = await stat(join(indexDir, 'catalog.sqlite')).catch(() => null);
  const { uid, gid } = catalog ?? (await stat(indexDir));
  return {
    mode: catalog === null ? PRIVATE_FILE : catalog.mode & 0o666,
    owner: process.getuid?.() === 0 ? { uid, gid } : null,
  };
}

/** Gives everything in a folder its rights, and makes it survive a loss of power. */
async function settle(path: string, rights: Rights): Promise<void> {
  const isFolder = (await stat(path)).isDirectory();
  if (isFolder) for (const name of await readdir(path)) await settle(join(path, name), rights);
  const { mode, owner } = rights;
  await chmod(path, isFolder ? mode | ((mode & 0o444) >> 2) : mode);
  if (owner !== null) await chown(path, owner.uid, owner.gid);
  await sync(path);
}
