import { realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { UsageError } from '../errors.js';
import { BASE_URL, baseAddress, withAbsoluteUrl } from './base-url.js';
import { type ByteSource, fileBytes, streamBytes } from './bytes.js';
import { csvRows } from './csv.js';
import { type ColumnMapping, checkMapping } from './csv-header.js';
import { unreadableFile } from './failures.js';
import { jsonRows } from './json.js';
import { jsonlRows } from './jsonl.js';
import { markdownAddresses } from './markdown-address.js';
import { idOf, isMarkdownName, markdownFolder, markdownRows } from './markdown-folder.js';
import { peek } from './peek.js';
import type { RowReader } from './row-reader.js';
import {
  FILE_FORMATS,
  FIRST_READING,
  type FileFormat,
  type Source,
  type SourceFormat,
  WEB_FORMATS,
  type WebFormat,
} from './source.js';
import type { WebOptions } from './web/web-options.js';

export interface SourceOptions {
  /** Overrides the name under which the catalogue remembers this source. */
  readonly name?: string;
  /** Overrides what the file's ending says. */
  readonly format?: SourceFormat;
  /** CSV: which column holds which field. */
  readonly columns?: ColumnMapping;
  /** CSV: the separator, one character. */
  readonly delimiter?: string;
  /**
   * Where the articles of files and folders lie on the site, an http or https address: what relative addresses are
   * resolved against, and Markdown that names none lies under by its path.
   */
  readonly baseUrl?: string;
  /** What `-` reads, standard input where not given. */
  readonly stdin?: Readable;
  /** With what addresses on the web are read; without it they are refused. */
  readonly web?: WebOptions;
}

/** Whether a source is named by its address on the web. */
export function isAddress(path: string): boolean {
  return /^https?:\/\//i.test(path);
}

const STDIN = 'stdin';

const ENDINGS: Readonly<Record<string, FileFormat>> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'json',
  '.csv': 'csv',
  '.tsv': 'csv',
};

/**
 * Opens what a path names: a `.jsonl`, `.ndjson`, `.json`, `.csv`, `.tsv` or Markdown file (each also gzipped), a
 * folder of Markdown, `-` for standard input, or an address on the web. Throws a `SourceError` where it cannot be read
 * and a `UsageError` where its format is not known or an option is wrong.
 */
export async function openSource(path: string, given: SourceOptions = {}): Promise<Source> {
  const options = checkedOptions(given);
  if (isAddress(path)) return await openOnWeb(path, options);
  const format = fileFormat(path, options.format);
  if (path === '-') {
    const bytes = streamBytes(options.stdin ?? process.stdin, STDIN);
    const read = format === undefined ? sniffedRows(options) : rowsOf(format, path, options);
    return source(options.name ?? STDIN, bytes, read);
  }
  const found = await stat(path).catch((error: unknown) => {
    throw unreadableFile(path, error);
  });
  if (found.isDirectory()) {
    if (format !== undefined && format !== 'markdown') {
      throw new UsageError(
        `${path} is a folder. Expected a file for the format "${format}", received a folder. Name a file, or leave the format out to read the folder's Markdown.`,
      );
    }
    return markdownFolder(path, options);
  }
  const read = rowsOf(format ?? formatOf(path), path, options);
  return source(options.name ?? (await realpath(path)), await fileBytes(path), read);
}

/** Loaded only here: what reads the web is much, and files need none of it. */
async function openOnWeb(address: string, { format, name, web }: SourceOptions): Promise<Source> {
  if (web === undefined) {
    throw new UsageError(
      `${address} is an address on the web. Expected a file or a folder here. Index it first: seealso index ${address}.`,
    );
  }
  if (format !== undefined && !isOneOf(WEB_FORMATS, format)) {
    throw new UsageError(
      `${address} cannot be read as "${format}": that is a format of files. Expected one of ${WEB_FORMATS.join(', ')}, or no format, so that it is told from what lies there.`,
    );
  }
  const { openAddress } = await import('./web/open-address.js');
  const opened = openAddress(address, format, web);
  return name === undefined ? opened : renamed(opened, name);
}

function renamed(source: Source, name: string): Source {
  return {
    name,
    get partial() {
      return source.partial === true;
    },
    rows: (reading) => source.rows(reading),
    progress: () => source.progress(),
  };
}

function fileFormat(path: string, format: SourceFormat | undefined): FileFormat | undefined {
  if (format === undefined || isOneOf(FILE_FORMATS, format)) return format;
  throw new UsageError(
    `${path} cannot be read as "${format}". Expected an address for it, such as https://example.org/, received the name of a file. Name the address, or one of the formats of files: ${FILE_FORMATS.join(', ')}.`,
  );
}

function isOneOf<Name extends FileFormat | WebFormat>(
  names: readonly Name[],
  format: SourceFormat,
): format is Name {
  return (names as readonly string[]).includes(format);
}

function source(name: string, bytes: ByteSource, read: RowReader): Source {
  return {
    name,
    rows: ({ warn } = FIRST_READING) => read(bytes.chunks(), bytes.label, warn),
    progress: bytes.progress,
  };
}

function formatOf(path: string): FileFormat {
  if (isMarkdownName(path)) return 'markdown';
  const ending = /\.[^.]*$/.exec(basename(path).toLowerCase().replace(/\.gz$/, ''))?.[0] ?? '';
  const format = ENDINGS[ending];
  if (format !== undefined) return format;
  throw new UsageError(
    `The format of ${path} is not known. Expected a name ending in ${Object.keys(ENDINGS).join(', ')}, .md or .markdown (each also with .gz) or a folder of Markdown, received ${ending === '' ? 'no ending' : JSON.stringify(ending)}. Name the format: --format ${FILE_FORMATS.join('|')}.`,
  );
}

function rowsOf(format: FileFormat, path: string, options: SourceOptions): RowReader {
  const { baseUrl } = options;
  switch (format) {
    case 'jsonl':
      return resolvedRows(jsonlRows(), baseUrl);
    case 'json':
      return resolvedRows(jsonRows(), baseUrl);
    case 'csv': {
      const rows = csvRows({
        ...(options.columns === undefined ? {} : { columns: options.columns }),
        ...(options.delimiter === undefined ? {} : { delimiter: options.delimiter }),
      });
      return resolvedRows(rows, baseUrl);
    }
    case 'markdown':
      return markdownFile(path, baseUrl);
  }
}

function resolvedRows(read: RowReader, baseUrl: string | undefined): RowReader {
  if (baseUrl === undefined) return read;
  return async function* (chunks, label) {
    for await (const row of read(chunks, label))
      yield 'record' in row ? { ...row, record: withAbsoluteUrl(row.record, baseUrl) } : row;
  };
}

function markdownFile(path: string, baseUrl: string | undefined): RowReader {
  // Standard input has no place in any folder.
  const place = path === '-' ? null : idOf(basename(path));
  return async function* (chunks, label, warn) {
    const addresses = markdownAddresses(label, baseUrl);
    for await (const row of markdownRows(place ?? STDIN)(chunks, label)) yield addresses.give(row, place);
    if (warn !== undefined) addresses.tell(warn);
  };
}

/** Tells the format of a stream by its first visible character. */
function sniffedRows(options: SourceOptions): RowReader {
  return async function* (chunks, label) {
    const { head, all } = await peek(chunks, (bytes) => /\S/.test(bytes.toString('latin1')));
    const first = head.toString('latin1').trimStart()[0];
    yield* rowsOf(first === '{' ? 'jsonl' : first === '[' ? 'json' : 'csv', '-', options)(all, label);
  };
}

function checkedOptions(options: SourceOptions): SourceOptions {
  if (options.columns !== undefined) checkMapping(options.columns);
  if (options.delimiter !== undefined && [...options.delimiter].length !== 1) {
    throw new UsageError(
      `The CSV delimiter must be one character. Expected for example ";", received ${JSON.stringify(options.delimiter)}.`,
    );
  }
  if (options.baseUrl === undefined) return options;
  const baseUrl = baseAddress(options.baseUrl);
  if (baseUrl !== null) return { ...options, baseUrl };
  throw new UsageError(
    `The base of addresses is wrong: expected ${BASE_URL}, received ${JSON.stringify(options.baseUrl)}. Correct it.`,
  );
}
