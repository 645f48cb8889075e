import { constants } from 'node:fs';
import { chmod, copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describeFile, sync } from '../../generation/files.js';
import type { FileEntry } from './backup-manifest.js';

/** For the owner alone: a catalogue holds the hashes of keys, and articles that are not published yet. */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

/** How far a piece of work is, in bytes. */
export type BytesDone = (stage: string, done: number, total: number) => void;

/**
 * Copies a file. A file system that can share blocks until one of the two is written does so. Hard links would be
 * quicker elsewhere, but a bad block would be in both.
 */
export async function copyPrivately(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: PRIVATE_FOLDER });
  await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  await chmod(to, PRIVATE_FILE);
}

/** The same, and the copy survives a loss of power. */
export async function copyDurably(from: string, to: string): Promise<void> {
  await copyPrivately(from, to);
  await sync(to);
}

/** A file of a backup, as it lies there. */
export async function entryOf(folder: string, path: string): Promise<FileEntry> {
  return { path, ...(await describeFile(join(folder, path))) };
}
