import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type BackupManifest, readBackup } from './backup-manifest.js';

const BACKUP = /^seealso-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-[0-9a-f]{5}$/;

/** What an interrupted backup, or an interrupted removal of one, has left. */
export function isUnfinished(name: string): boolean {
  return name.startsWith('.') && name.endsWith('.part') && BACKUP.test(name.slice(1, -'.part'.length));
}

/**
 * Names of backups to be removed so that `keep` of this index stay, the oldest first: only what `seealso backup` made,
 * still under its own name, of an index that goes back to the same catalogue. One that is damaged does not count, and
 * stays for a person to look at.
 */
export async function superfluous(
  folder: string,
  { catalog }: Pick<BackupManifest, 'catalog'>,
  keep: number,
): Promise<string[]> {
  const own: string[] = [];
  for (const name of (await readdir(folder)).filter((one) => BACKUP.test(one)).sort()) {
    const manifest = await readBackup(join(folder, name)).catch(() => null);
    if (manifest?.backup === name && manifest.catalog.lineage === catalog.lineage) own.push(name);
  }
  return own.slice(0, Math.max(0, own.length - keep));
}
