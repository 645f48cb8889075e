import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '../errors.js';

/** What `seealso judgments` writes, for `seealso eval` to read. */
export interface JudgmentFiles {
  readonly articles: string;
  readonly qrels: string;
}

/** Where in a folder they are written. Throws a `UsageError` where one of them is there already. */
export async function newFilesIn(folder: string): Promise<JudgmentFiles> {
  const files = { articles: join(folder, 'articles.jsonl'), qrels: join(folder, 'qrels.txt') };
  for (const file of Object.values(files)) await refuseExisting(file);
  return files;
}

async function refuseExisting(file: string): Promise<void> {
  const there = await stat(file).then(
    () => true,
    () => false,
  );
  if (there) {
    throw new UsageError(
      `${file} is there already. Expected a folder without it. Name another with --out, or remove the file.`,
    );
  }
}

/** Writes beside the file, in a folder that is made, and renames, so that a file of that name is whole. */
export async function writeWhole(file: string, parts: Iterable<string>): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}.tmp`;
  const out = await open(unfinished, 'w');
  try {
    for (const part of parts) await out.appendFile(part);
    await out.close();
    await rename(unfinished, file);
  } finally {
    await out.close().catch(() => undefined);
    await rm(unfinished, { force: true });
  }
}

/** The command that measures with them. */
export function evalHint(files: JudgmentFiles, bodyFormat: string): string {
  const format = bodyFormat === 'auto' ? '' : ` --body-format ${bodyFormat}`;
  return `Measure with them: seealso eval --articles ${files.articles} --qrels ${files.qrels}${format}\n`;
}

export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
export const queries = (count: number): string => (count === 1 ? '1 query' : `${count} queries`);
