import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What stands behind a file's name while it is written. */
const UNFINISHED = /\.(?:json|html)\.[0-9a-f]{16}\.tmp$/;
/** Nothing is written for so long. Milliseconds. */
const ABANDONED = 3_600_000;

/** Writes a file whole or not at all, and only if it is to be another. Whether it was. */
export async function replaceFile(path: string, content: string): Promise<boolean> {
  const before = await readFile(path).catch(() => null);
  const bytes = Buffer.from(content);
  if (before?.equals(bytes) === true) return false;
  // Under a name of its own: another export may write the same file at the same time.
  const beside = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  try {
    await writeFile(beside, bytes);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  return true;
}

/** Removes what an export that was killed left unfinished. `now` in milliseconds since 1970. */
export async function removeUnfinished(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!UNFINISHED.test(name)) continue;
    const path = join(folder, name);
    const at = await stat(path).catch(() => null);
    if (at !== null && now - at.mtimeMs > ABANDONED) await rm(path, { force: true });
  }
}
