import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SourceError } from '../errors.js';
import { type ExportFormat, isFileName } from './file-name.js';
import { replaceFile } from './replace-file.js';

/** Says which file is whose, for templates, and which files are ours, for the next export. */
const INDEX_FILE = 'index.json';

const IndexFile = z.object({
  generator: z.literal('seealso'),
  articles: z.array(z.object({ id: z.string(), url: z.string().nullable(), file: z.string() })),
});

export type ExportedArticle = z.output<typeof IndexFile>['articles'][number];

/**
 * Files that an earlier export left in the folder. Throws a `SourceError` where the folder's `index.json` is somebody
 * else's, so that nothing of theirs is overwritten.
 */
export async function filesBefore(folder: string): Promise<ReadonlySet<string>> {
  const path = join(folder, INDEX_FILE);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return new Set();
  const parsed = IndexFile.safeParse(asJson(text));
  if (!parsed.success) {
    throw new SourceError(
      `${path} was not written by an export. Expected an empty folder or one that only \`seealso export\` writes to, received another program's file. Choose another --out.`,
    );
  }
  return new Set(parsed.data.articles.map(({ file }) => file).filter(isFileName));
}

/** Whether it had to be written. */
export function writeIndexFile(
  folder: string,
  format: ExportFormat,
  articles: readonly ExportedArticle[],
): Promise<boolean> {
  const lines = articles.map((article) => `    ${JSON.stringify(article)}`).join(',\n');
  const content = `{\n  "generator": "seealso",\n  "format": "${format}",\n  "articles": [${lines === '' ? '' : `\n${lines}\n  `}]\n}\n`;
  return replaceFile(join(folder, INDEX_FILE), content);
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
