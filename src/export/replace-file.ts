import { readFile, rename, writeFile } from 'node:fs/promises';

/** Writes a file whole or not at all, and only if it is to be another. Whether it was. */
export async function replaceFile(path: string, content: string): Promise<boolean> {
  const before = await readFile(path).catch(() => null);
  const bytes = Buffer.from(content);
  if (before?.equals(bytes) === true) return false;
  const beside = `${path}.tmp`;
  await writeFile(beside, bytes);
  await rename(beside, path);
  return true;
}
