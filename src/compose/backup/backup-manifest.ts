import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BackupUnusableError } from '../../errors.js';

const FileEntry = z.strictObject({
  /** Inside the backup, with slashes. */
  path: z.string().regex(/^(?!\.)[\w.-]+(\/(?!\.)[\w.-]+)*$/),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const Contents = z.strictObject({
  format: z.literal(1),
  /** Its own name: that of its folder, unless somebody has renamed it. */
  backup: z.string(),
  /** ISO 8601. */
  createdAt: z.string(),
  /** Version of the program that made it. */
  program: z.string(),
  catalog: z.strictObject({
    uuid: z.string(),
    /** Of the first catalogue that this one goes back to. */
    lineage: z.string(),
    sequence: z.int().nonnegative(),
    format: z.int().positive(),
    articles: z.int().nonnegative(),
  }),
  /** `null`: none is in it, and a restored index builds one anew. */
  generation: z.string().nullable(),
  files: z.array(FileEntry),
});

const BackupFile = Contents.extend({ checksum: z.string() });

/** What a backup holds. */
export type BackupManifest = z.infer<typeof Contents>;
export type FileEntry = z.infer<typeof FileEntry>;

/** Written last: a folder without it is no backup. */
export const MANIFEST = 'backup.json';

export function serializeBackup(manifest: BackupManifest): string {
  const contents = Contents.parse(manifest);
  return `${JSON.stringify({ ...contents, checksum: checksumOf(contents) }, null, 2)}\n`;
}

/** Throws `BackupUnusableError` where the folder holds none, or one that is not whole. */
export async function readBackup(folder: string): Promise<BackupManifest> {
  const file = join(folder, MANIFEST);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new BackupUnusableError(
      `There is no backup in ${folder}: expected the file ${MANIFEST}, which \`seealso backup\` writes. Name the folder of one backup, such as backups/seealso-2026-11-24T03-00-00Z-3f9c1.`,
      { cause: error },
    );
  });
  const { success, data } = BackupFile.safeParse(parsed(text));
  if (success) {
    const { checksum, ...contents } = data;
    if (checksum === checksumOf(contents)) return contents;
  }
  throw unusable(
    file,
    success ? 'its checksum does not fit its content' : 'it is not what this program writes',
  );
}

export function unusable(path: string, wrong: string, cause?: unknown): BackupUnusableError {
  return new BackupUnusableError(
    `The backup is damaged at ${path}: ${wrong}. Nothing was changed. Take another backup.`,
    { cause },
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function checksumOf(contents: BackupManifest): string {
  return createHash('sha256').update(JSON.stringify(contents)).digest('hex');
}
