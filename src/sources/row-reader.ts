import type { Reading, RecordRow } from './source.js';

/** Reads the rows of one format from plain bytes; `label` begins every location, `warn` is told what is no row. */
export type RowReader = (
  chunks: AsyncIterable<Buffer>,
  label: string,
  warn?: Reading['warn'],
) => AsyncIterable<RecordRow>;

/** The longest single record in bytes; a longer one is told as unreadable and never held. */
export const RECORD_LIMIT = 64 * 1024 * 1024;

/** The row for a record over the limit. */
export function tooLongRow(location: string, bytes: number, limit: number): RecordRow {
  return {
    location,
    unreadable: { expected: `a record of at most ${limit} bytes`, received: `${bytes} bytes` },
  };
}

/** The beginning of what could not be read, on one line. */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
