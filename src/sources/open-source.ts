import { realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { UsageError } from '../errors.js';
import { type ByteSource, fileBytes, streamBytes } from './bytes.js';
import { csvRows } from './csv.js';
import { type ColumnMapping, checkMapping } from './csv-header.js';
import { unreadableFile } from './failures.js';
import { jsonRows } from './json.js';
import { jsonlRows } from './jsonl.js';
import { idOf, isMarkdownName, markdownFolder, markdownRows } from './markdown-folder.js';
import { peek } from './peek.js';
import type { RowReader } from './row-reader.js';
import { SOURCE_FORMATS, type Source, type SourceFormat } from './source.js';

export interface SourceOptions {
  /** Overrides the name under which the catalogue remembers this source. */
  readonly name?: string;
  /** Overrides what the file's ending says. */
  readonly format?: SourceFormat;
  /** CSV: which column holds which field. */
  readonly columns?: ColumnMapping;
  /** CSV: the separator, one character. */
  readonly delimiter?: string;
  /** What `-` reads, standard input where not given. */
  readonly stdin?: Readable;
}

const ENDINGS: Readonly<Record<string, SourceFormat>> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'json',
  '.csv': 'csv',
  '.tsv': 'csv',
};

/**
 * Opens what a path names: a `.jsonl`, `.ndjson`, `.json`, `.csv`, `.tsv` or Markdown file (each also gzipped), a
 * folder of Markdown, or `-` for standard input. Throws a `SourceError` where it cannot be read and a `UsageError`
 * where its format is not known.
 */
export async function openSource(path: string, options: SourceOptions = {}): Promise<Source> {
  checkOptions(options);
  if (path === '-') {
    const bytes = streamBytes(options.stdin ?? process.stdin, 'stdin');
    const read =
      options.format === undefined ? sniffedRows(options) : rowsOf(options.format, 'stdin', options);
    return source(options.name ?? 'stdin', bytes, read);
  }
  const found = await stat(path).catch((error: unknown) => {
    throw unreadableFile(path, error);
  });
  if (found.isDirectory()) {
    if (options.format !== undefined && options.format !== 'markdown') {
      throw new UsageError(
        `${path} is a folder. Expected a file for the format "${options.format}", received a folder. Name a file, or leave the format out to read the folder's Markdown.`,
      );
    }
    return markdownFolder(path, options.name === undefined ? {} : { name: options.name });
  }
  const read = rowsOf(options.format ?? formatOf(path), path, options);
  return source(options.name ?? (await realpath(path)), await fileBytes(path), read);
}

function source(name: string, bytes: ByteSource, read: RowReader): Source {
  return { name, rows: () => read(bytes.chunks(), bytes.label), progress: bytes.progress };
}

function formatOf(path: string): SourceFormat {
  if (isMarkdownName(path)) return 'markdown';
  const ending = /\.[^.]*$/.exec(basename(path).toLowerCase().replace(/\.gz$/, ''))?.[0] ?? '';
  const format = ENDINGS[ending];
  if (format !== undefined) return format;
  throw new UsageError(
    `The format of ${path} is not known. Expected a name ending in ${Object.keys(ENDINGS).join(', ')}, .md or .markdown (each also with .gz) or a folder of Markdown, received ${ending === '' ? 'no ending' : JSON.stringify(ending)}. Name the format: --format ${SOURCE_FORMATS.join('|')}.`,
  );
}

function rowsOf(format: SourceFormat, path: string, options: SourceOptions): RowReader {
  switch (format) {
    case 'jsonl':
      return jsonlRows();
    case 'json':
      return jsonRows();
    case 'csv':
      return csvRows({
        ...(options.columns === undefined ? {} : { columns: options.columns }),
        ...(options.delimiter === undefined ? {} : { delimiter: options.delimiter }),
      });
    case 'markdown':
      return markdownRows(idOf(basename(path)));
  }
}

/** Tells the format of a stream by its first visible character. */
function sniffedRows(options: SourceOptions): RowReader {
  return async function* (chunks, label) {
    const { head, all } = await peek(chunks, (bytes) => /\S/.test(bytes.toString('latin1')));
    const first = head.toString('latin1').trimStart()[0];
    yield* rowsOf(first === '{' ? 'jsonl' : first === '[' ? 'json' : 'csv', label, options)(all, label);
  };
}

function checkOptions(options: SourceOptions): void {
  if (options.columns !== undefined) checkMapping(options.columns);
  if (options.delimiter !== undefined && [...options.delimiter].length !== 1) {
    throw new UsageError(
      `The CSV delimiter must be one character. Expected for example ";", received ${JSON.stringify(options.delimiter)}.`,
    );
  }
}
