import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { SourceError } from '../errors.js';
import { fileBytes } from './bytes.js';
import { unreadableFile } from './failures.js';
import { readFrontMatter } from './front-matter.js';
import { markdownAddresses } from './markdown-address.js';
import { isDraft, markdownRecord } from './markdown-record.js';
import { RECORD_LIMIT, type RowReader, tooLongRow } from './row-reader.js';
import { FIRST_READING, type Reading, type Source, type SourceRow } from './source.js';

const MARKDOWN = /\.(?:md|markdown)(?:\.gz)?$/i;

/** Whether a file of that name is read as Markdown. */
export function isMarkdownName(name: string): boolean {
  return MARKDOWN.test(name);
}

/**
 * The Markdown files of a folder and the folders in it, in the order of their paths; hidden folders and
 * `node_modules` are passed over, links to folders not followed. Nor are links to anything but Markdown of
 * the same folder, with a warning: whoever may write into the folder need not be allowed to publish whatever this program can read. A file's id is its path without the ending.
 * With a `baseUrl`, which ends in a slash, every article has an address (`markdownAddresses`). Throws a `SourceError`
 * where there is no Markdown at all.
 */
export async function markdownFolder(
  folder: string,
  options: { readonly name?: string; readonly baseUrl?: string | undefined } = {},
): Promise<Source> {
  const { files, elsewhere } = await findMarkdown(folder);
  if (files.length === 0) {
    throw new SourceError(
      `${folder} holds no Markdown. Expected files ending in .md or .markdown, received none. Name another folder or a file.`,
    );
  }
  const total = files.reduce((sum, file) => sum + file.size, 0);
  let done = 0;
  async function* rows({ warn }: Reading = FIRST_READING): AsyncGenerator<SourceRow> {
    const addresses = markdownAddresses(folder, options.baseUrl);
    done = 0;
    for (const file of files) {
      const bytes = await fileBytes(file.path);
      const path = idOf(relative(folder, file.path));
      for await (const row of markdownRows(path)(bytes.chunks(), file.path)) yield addresses.give(row, path);
      done += file.size;
    }
    if (elsewhere.length > 0) warn?.(ofElsewhere(elsewhere));
    addresses.tell(warn);
  }
  return { name: options.name ?? (await realpath(folder)), rows, progress: () => ({ read: done, total }) };
}

/** One Markdown file: one row, or none for a draft. */
export function markdownRows(id: string, limit: number = RECORD_LIMIT): RowReader {
  return async function* (chunks, label) {
    const parts: Buffer[] = [];
    let length = 0;
    for await (const chunk of chunks) {
      length += chunk.length;
      if (length <= limit) parts.push(chunk);
    }
    if (length > limit) {
      yield tooLongRow(`${label}:1`, length, limit);
      return;
    }
    const file = readFrontMatter(Buffer.concat(parts).toString('utf8'));
    if (!file.ok) {
      const { line, expected, received } = file;
      yield { location: `${label}:${line}`, unreadable: { expected, received } };
    } else if (!isDraft(file.data)) {
      yield { location: `${label}:1`, record: markdownRecord(file.data, file.body, id) };
    }
  };
}

/** The id of a Markdown file that gives none: its path without the ending, with `/` between folders. */
export function idOf(path: string): string {
  return path.split(sep).join('/').replace(MARKDOWN, '');
}

interface FoundFile {
  readonly path: string;
  readonly size: number;
}

interface Found {
  /** In the order of their paths. */
  readonly files: readonly FoundFile[];
  /** Links that lead out of the folder. */
  readonly elsewhere: readonly string[];
}

async function findMarkdown(folder: string): Promise<Found> {
  const home = await realpath(folder).catch((error: unknown) => {
    throw unreadableFile(folder, error);
  });
  const paths: string[] = [];
  const links = new Set<string>();
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const current = next;
    const entries = await readdir(current, { withFileTypes: true }).catch((error: unknown) => {
      throw unreadableFile(current, error);
    });
    for (const entry of entries) {
      const path = join(current, entry.name);
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && entry.name !== 'node_modules') waiting.push(path);
      } else if (isMarkdownName(entry.name) && !basename(path).startsWith('.')) {
        paths.push(path);
        if (entry.isSymbolicLink()) links.add(path);
      }
    }
  }
  const files: FoundFile[] = [];
  const elsewhere: string[] = [];
  for (const path of paths.sort()) {
    if (links.has(path) && (await leadsElsewhere(path, home))) {
      elsewhere.push(path);
      continue;
    }
    const found = await stat(path).catch((error: unknown) => {
      throw unreadableFile(path, error);
    });
    if (found.isFile()) files.push({ path, size: found.size });
  }
  return { files, elsewhere };
}

/** Whether a link leads to what would not be read as it is: out of the folder, to a hidden file, or to no Markdown. */
async function leadsElsewhere(link: string, home: string): Promise<boolean> {
  const target = await realpath(link).catch((error: unknown) => {
    throw unreadableFile(link, error);
  });
  const parts = relative(home, target).split(sep);
  return parts.some((part) => part.startsWith('.')) || !isMarkdownName(target);
}

function ofElsewhere(links: readonly string[]): string {
  const [first = ''] = links;
  return `${links.length === 1 ? '1 link was' : `${links.length} links were`} not followed, such as ${first}. Expected links to Markdown in the same folder. Put copies in their place, or index what they lead to by its own name.`;
}
