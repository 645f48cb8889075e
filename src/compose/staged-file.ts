import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BODY_FORMATS } from '../article.js';
import type { Staged } from '../engine/builds.js';
import { replaceFile } from '../generation/files.js';

/** What publishing needs besides what a person sees of a staged build. */
const StagedRun = z.object({
  /** Sequence number of the catalogue when it was copied. */
  base: z.number(),
  /** Rows of the sources, in files of `rows/`. `read`: by which run the source had been read before. */
  rows: z.array(
    z.object({
      source: z.string(),
      partial: z.boolean(),
      file: z.string(),
      bytes: z.number(),
      read: z.string().nullable(),
    }),
  ),
  options: z.object({
    bodyFormat: z.enum(BODY_FORMATS),
    prune: z.boolean(),
    reread: z.boolean(),
    rebuild: z.boolean(),
    refit: z.boolean(),
  }),
});

export type StagedRun = z.infer<typeof StagedRun>;

/** A staged build as it lies on disk: a whole index folder, with `rows/` and this file. */
export interface StagedFile extends Staged {
  readonly run: StagedRun;
}

/** Of what a person sees, only what decides is checked: it was written by this program. */
const Contents = z.looseObject({
  generation: z.string(),
  builtAt: z.string(),
  sources: z.array(z.string()),
  summary: z.looseObject({}),
  comparison: z.looseObject({}).nullable(),
  verdict: z.looseObject({ passed: z.boolean(), findings: z.array(z.looseObject({ text: z.string() })) }),
  run: StagedRun,
});

export const stagedFolder = (indexDir: string): string => join(indexDir, 'staged');
export const rowsFolder = (indexDir: string): string => join(stagedFolder(indexDir), 'rows');
export const stagedFile = (indexDir: string): string => join(stagedFolder(indexDir), 'staged.json');

/** The build that waits to be published; `null` where none does that can be read. */
export async function readStaged(indexDir: string): Promise<StagedFile | null> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(stagedFile(indexDir), 'utf8'));
  } catch {
    return null;
  }
  return Contents.safeParse(json).success ? (json as StagedFile) : null;
}

/** Written last: a folder without this file was never finished. */
export async function writeStaged(indexDir: string, staged: StagedFile): Promise<void> {
  await replaceFile(stagedFile(indexDir), stagedFolder(indexDir), `${JSON.stringify(staged)}\n`);
}

/** Throws away what is staged, finished or not. Only for whoever holds the lock. */
export async function clearStaged(indexDir: string): Promise<void> {
  await rm(stagedFile(indexDir), { force: true });
  await rm(stagedFolder(indexDir), { recursive: true, force: true });
}

/** An empty place for the next staged build. */
export async function makeStaged(indexDir: string): Promise<void> {
  await clearStaged(indexDir);
  await mkdir(rowsFolder(indexDir), { recursive: true });
}
