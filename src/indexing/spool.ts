import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { StrictRunRejectedError } from '../errors.js';
import { jsonlRows } from '../sources/jsonl.js';
import type { Reading, Source, SourceRow } from '../sources/source.js';
import { type ReadBatch, readBatches } from './read.js';
import type { IndexingObserver } from './report.js';
import { stopIfAsked } from './stop.js';

/**
 * Reads a source to its end before anything is kept, for `--strict`. The rows wait in a file, not in memory;
 * if any is rejected, or the source breaks off, the whole run ends here. The file is the caller's to remove.
 */
export async function spool(
  source: Source,
  reading: Reading,
  file: string,
  observer: IndexingObserver,
): Promise<Source> {
  let rows = 0;
  let rejected = 0;
  const out = await open(file, 'w');
  try {
    for await (const batch of readBatches(source, reading)) {
      stopIfAsked(reading.signal);
      rows += batch.rows;
      rejected += batch.rejected.length;
      for (const row of batch.rejected) observer.rejected(row);
      await out.appendFile(
        saidBy(batch)
          .map((said) => `${JSON.stringify(said)}\n`)
          .join(''),
      );
      observer.progress({
        stage: 'reading',
        done: source.progress().read,
        total: source.progress().total,
        articles: rows,
      });
    }
  } finally {
    await out.close();
  }
  if (rejected > 0) {
    throw new StrictRunRejectedError(
      `${rejected} of ${rows} rows of ${source.name} were rejected, and --strict keeps nothing of such a run. Correct the rows named above, or run without --strict to index the others.`,
    );
  }
  return spooled(source, file);
}

/** A row without its location: every row in the spool is good. */
type Said = SourceRow extends infer Row ? (Row extends SourceRow ? Omit<Row, 'location'> : never) : never;

function saidBy(batch: ReadBatch): Said[] {
  return [
    ...batch.articles.map((record) => ({ record })),
    ...batch.unchanged.map((unchanged) => ({ unchanged })),
    ...batch.gone.map((gone) => ({ gone })),
    ...(batch.notes.length > 0 ? [{ notes: batch.notes }] : []),
  ];
}

function spooled({ name, partial }: Source, file: string): Source {
  let read = 0;
  const bytes = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      read += chunk.length;
      yield chunk;
    }
  };
  return {
    name,
    partial: partial === true,
    async *rows() {
      for await (const row of jsonlRows()(bytes(), name)) {
        if ('record' in row) yield { location: row.location, ...(row.record as Said) };
        else yield row;
      }
    },
    progress: () => ({ read, total: null }),
  };
}
