import { splitJson } from './json-values.js';
import { parseJsonRow } from './jsonl.js';
import { RECORD_LIMIT, type RowReader, tooLongRow } from './row-reader.js';

/**
 * A JSON array of records, one at a time; a single object is one record. A value that is not JSON in itself is
 * told and reading goes on; a document that ends early throws a `SourceError` after the rows before.
 */
export function jsonRows(limit: number = RECORD_LIMIT): RowReader {
  return async function* (chunks, label) {
    for await (const value of splitJson(chunks, label, limit)) {
      const location = `${label}:${value.line}`;
      yield 'tooLong' in value
        ? tooLongRow(location, value.tooLong, limit)
        : parseJsonRow(value.bytes.toString('utf8'), location);
    }
  };
}
