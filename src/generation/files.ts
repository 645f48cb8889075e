import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename } from 'node:fs/promises';
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

export async function describeFile(file: string): Promise<FileFacts> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
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
