import { createHash } from 'node:crypto';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { CatalogUnusableError } from '../errors.js';
import type { FileFacts } from './manifest.js';

/** What lies in a generation's folder. */
export const GENERATION_FILES = {
  graph: 'graph.hnsw',
  vectors: 'vectors.f32',
  labels: 'labels.u32',
  /** How near everything is to each vector, row by row. */
  hubness: 'hubness.f32',
  postings: 'postings.bin',
  /** What was fitted to the archive; a small archive has none. */
  adaptation: 'adaptation.bin',
  manifest: 'manifest.json',
} as const;

/** What the system says where it has no more room for open files, or for memory. */
const SHORTAGE = /^(EMFILE|ENFILE|ENOMEM)$/;

/** Where a file could not be read for want of something else, which says nothing of the file. */
export function refuseShortage(error: unknown, path: string): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!SHORTAGE.test(code)) return;
  throw new CatalogUnusableError(
    `${path} cannot be read just now: ${error instanceof Error ? error.message : code}. Raise the limit of open files (ulimit -n, or LimitNOFILE= of a unit), or of memory, and try again.`,
    { cause: error },
  );
}

/** Read and hashed at a time: a millisecond's work, so that nobody waits for a large file. Bytes. */
const PIECE = 1 << 20;

export async function describeFile(file: string): Promise<FileFacts> {
  return await withFile(file, async (handle, bytes) => {
    // Two pieces in turn: one is read while the other is hashed.
    const pieces = [new Uint8Array(Math.min(PIECE, bytes)), new Uint8Array(Math.min(PIECE, bytes))] as const;
    return await hashed(handle, bytes, (at) => pieces[(at / PIECE) % 2 === 0 ? 0 : 1]);
  });
}

/**
 * A file's content, where it has as many bytes as expected, and what it was found to be. Read once, into the memory
 * that it is used in.
 */
export async function readFacts(
  file: string,
  expected: number,
): Promise<{ readonly content: ArrayBuffer; readonly facts: FileFacts }> {
  return await withFile(file, async (handle, bytes) => {
    // Of another length, it is not what is wanted, and may be larger than memory.
    if (bytes !== expected) return { content: new ArrayBuffer(0), facts: { bytes, sha256: '' } };
    const content = new ArrayBuffer(bytes);
    const facts = await hashed(
      handle,
      bytes,
      (at) => new Uint8Array(content, at, Math.min(PIECE, bytes - at)),
    );
    return { content, facts };
  });
}

/** Reads piece by piece into `memory`, which is asked where each piece goes, and hashes one while the next is read. */
async function hashed(
  handle: FileHandle,
  bytes: number,
  memory: (at: number) => Uint8Array,
): Promise<FileFacts> {
  const hash = createHash('sha256');
  let last: Uint8Array | null = null;
  let at = 0;
  while (at < bytes) {
    const piece = memory(at).subarray(0, bytes - at);
    const reading = filled(handle, piece, at);
    if (last !== null) hash.update(last);
    const read = await reading;
    last = piece.subarray(0, read);
    at += read;
    if (read < piece.length) break;
  }
  if (last !== null) hash.update(last);
  return { bytes: at, sha256: hash.digest('hex') };
}

/** How many bytes were read: fewer than asked only where the file ends. */
async function filled(handle: FileHandle, piece: Uint8Array, at: number): Promise<number> {
  let read = 0;
  while (read < piece.length) {
    const { bytesRead } = await handle.read(piece, read, piece.length - read, at + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return read;
}

async function withFile<T>(file: string, use: (handle: FileHandle, bytes: number) => Promise<T>): Promise<T> {
  const handle = await open(file, 'r');
  try {
    return await use(handle, (await handle.stat()).size);
  } finally {
    await handle.close();
  }
}

/** Makes the content (of a file) or the names (in a folder) survive a loss of power. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Readers see the old text or the new one, never a part. */
export async function replaceFile(file: string, folder: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  const handle = await open(temporary, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  await sync(folder);
}
