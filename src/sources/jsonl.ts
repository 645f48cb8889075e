import { complaint } from './failures.js';
import { splitLines } from './lines.js';
import { excerpt, RECORD_LIMIT, type RowReader, tooLongRow } from './row-reader.js';
import type { RecordRow } from './source.js';

/** JSON lines: a record per line. Blank lines are passed over, a broken one is told and reading goes on. */
export function jsonlRows(limit: number = RECORD_LIMIT): RowReader {
  return async function* (chunks, label) {
    for await (const line of splitLines(chunks, limit)) {
      const location = `${label}:${line.number}`;
      if ('tooLong' in line) yield tooLongRow(location, line.tooLong, limit);
      else {
        const text = line.bytes.toString('utf8');
        if (text.trim() !== '') yield parseJsonRow(text, location);
      }
    }
  };
}

/** The row of one JSON text. */
export function parseJsonRow(text: string, location: string): RecordRow {
  try {
    return { location, record: JSON.parse(text) as unknown };
  } catch (error) {
    return {
      location,
      unreadable: { expected: 'a JSON object', received: `${complaint(error)}: ${excerpt(text)}` },
    };
  }
}
