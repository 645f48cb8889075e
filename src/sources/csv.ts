import { type InfoRecord, parse } from 'csv-parse';
import { SourceError } from '../errors.js';
import { coerceField } from './coerce.js';
import { type ColumnMapping, resolveColumns, sniffDelimiter } from './csv-header.js';
import { complaint } from './failures.js';
import { feed } from './feed.js';
import { peek } from './peek.js';
import { excerpt, RECORD_LIMIT, type RowReader } from './row-reader.js';
import type { RecordRow } from './source.js';

export interface CsvOptions {
  readonly columns?: ColumnMapping;
  /** One character; found in the header line (`,` `;` tab) where not given. */
  readonly delimiter?: string;
  /** Longest record in bytes. */
  readonly limit?: number;
}

/** The header line must lie within so many bytes for its delimiter to be found. */
const HEADER_BYTES = 64 * 1024;

/**
 * CSV with a header row. A row with another number of columns is told and reading goes on; a quote that is never
 * closed throws a `SourceError` after the rows before it, a mapping to a missing column a `UsageError`.
 */
export function csvRows(options: CsvOptions = {}): RowReader {
  return async function* (chunks, label) {
    const { head, all } = await peek(chunks, (bytes) => bytes.length >= HEADER_BYTES || bytes.includes(0x0a));
    const delimiter = options.delimiter ?? sniffDelimiter(firstLine(head));
    const table = new Table(label, options.columns ?? {});
    let rows: RecordRow[] = [];
    const parser = parse({
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      // A quote inside an unquoted field (5" disk) is a character like any other.
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: options.limit ?? RECORD_LIMIT,
      on_record: (record: string[], context: InfoRecord) => {
        const row = table.row(record, context.empty_lines);
        if (row !== undefined) rows.push(row);
        // Nothing goes through the parser's own queue: it would be lost when the parser fails.
        return null;
      },
    });
    let failure: unknown;
    parser.on('error', (error) => {
      failure = error;
    });
    parser.resume();
    try {
      for await (const chunk of all) {
        await feed(parser, chunk).catch(() => {});
        yield* rows;
        rows = [];
        if (failure !== undefined) break;
      }
      if (failure === undefined) await feed(parser, null).catch(() => {});
      yield* rows;
    } finally {
      parser.destroy();
    }
    if (failure !== undefined) throw table.broken(failure);
  };
}

/** Knows the header, and on which line each record begins. */
class Table {
  private fields: string[] | undefined;
  /** Lines taken by the records so far; csv-parse's own count takes CRLF inside quotes for two. */
  private lines = 0;
  private emptyLines = 0;

  constructor(
    private readonly label: string,
    private readonly mapping: ColumnMapping,
  ) {}

  row(record: readonly string[], emptyLines: number): RecordRow | undefined {
    this.emptyLines = emptyLines;
    const location = `${this.label}:${this.nextLine()}`;
    for (const field of record) this.lines += lineBreaks(field);
    this.lines += 1;
    if (this.fields === undefined) {
      this.fields = resolveColumns(record, this.mapping, this.label);
      return undefined;
    }
    if (record.length !== this.fields.length) {
      return {
        location,
        unreadable: {
          expected: `${this.fields.length} columns, as in the header`,
          received: `${record.length} columns: ${excerpt(record.join(' | '))}`,
        },
      };
    }
    return { location, record: toRecord(this.fields, record) };
  }

  broken(cause: unknown): Error {
    if (!(cause instanceof Error) || !('code' in cause) || !String(cause.code).includes('CSV'))
      return cause as Error;
    return new SourceError(
      `${this.label}:${this.nextLine()} cannot be read. Expected a whole CSV record, received one that does not end (${complaint(cause)}). Look for a quote that is not closed in it.`,
      { cause },
    );
  }

  private nextLine(): number {
    return this.lines + this.emptyLines + 1;
  }
}

function toRecord(fields: readonly string[], values: readonly string[]): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  fields.forEach((field, index) => {
    const value = coerceField(field, values[index] ?? '');
    if (value !== undefined) entries.push([field, value]);
  });
  return Object.fromEntries(entries);
}

function lineBreaks(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

function firstLine(head: Buffer): string {
  const text = head.toString('utf8');
  const end = text.search(/[\r\n]/);
  return end === -1 ? text : text.slice(0, end);
}
