import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { writeArchive } from '../sizing/archive.js';
import type { BenchArchive } from './context.js';

/** What an archive on disk was made from: one made otherwise is made anew. */
const Made = z.object({ articles: z.number(), seed: z.number(), corpus: z.string().nullable() });

/** One article as the generator of archives writes it. */
const Row = z.object({
  id: z.string(),
  title: z.string(),
  body: z.string(),
  section: z.string(),
  publishedAt: z.string(),
});
export type ArchiveRow = Readonly<z.infer<typeof Row>>;

export interface ArchiveRequest extends z.infer<typeof Made> {
  readonly folder: string;
}

/** Writes the archive of this size into the folder, unless the same is there; says where its index lies or will lie. */
export async function prepareArchive({ folder, ...made }: ArchiveRequest): Promise<BenchArchive> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, `archive-${made.articles}.jsonl`);
  const note = join(folder, `archive-${made.articles}.json`);
  const indexDir = join(folder, `index-${made.articles}`);
  const archive = { articles: made.articles, file, indexDir };
  const found = Made.safeParse(JSON.parse(await readFile(note, 'utf8').catch(() => 'null')));
  if (found.success && JSON.stringify(found.data) === JSON.stringify(Made.parse(made))) return archive;
  await writeArchive({ file: `${file}.part`, ...made });
  await rename(`${file}.part`, file);
  await writeFile(note, JSON.stringify(Made.parse(made)));
  return archive;
}

/** At most `count` of the articles, from the first to the last in equal steps. */
export async function readSample(archive: BenchArchive, count: number): Promise<ArchiveRow[]> {
  const step = Math.max(1, archive.articles / count);
  const rows: ArchiveRow[] = [];
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(archive.file) })) {
    if (line >= rows.length * step && rows.length < count) rows.push(Row.parse(JSON.parse(text)));
    line += 1;
  }
  return rows;
}
