import { SourceError } from '../../src/errors.js';
import type { Source, SourceRow } from '../../src/sources/source.js';

export interface MemorySource extends Source {
  /** Rows that have been handed out so far. */
  readonly given: number;
  /** Between the first row and the end of reading, whoever ends it. */
  readonly reading: boolean;
}

export interface MemorySourceOptions {
  /** Breaks off with a `SourceError` after its last record. */
  readonly breaks?: boolean;
  /** Called before each row is handed out, with the number of rows before it. */
  readonly onRow?: (before: number) => void | Promise<void>;
}

/** A source of records that lie in memory; a string stands for a row that cannot be read at all. */
export function memorySource(
  name: string,
  records: readonly unknown[],
  { breaks = false, onRow }: MemorySourceOptions = {},
): MemorySource {
  let given = 0;
  let reading = false;
  return {
    name,
    get given() {
      return given;
    },
    get reading() {
      return reading;
    },
    async *rows(): AsyncGenerator<SourceRow> {
      reading = true;
      try {
        for (const [i, record] of records.entries()) {
          await onRow?.(i);
          given += 1;
          const location = `${name}:${i + 1}`;
          if (typeof record === 'string')
            yield { location, unreadable: { expected: 'a JSON object', received: record } };
          else yield { location, record };
        }
        if (breaks) throw new SourceError(`${name} broke off after ${records.length} rows.`);
      } finally {
        reading = false;
      }
    },
    progress: () => ({ read: given, total: records.length }),
  };
}
