import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { StrictRunRejectedError } from '../errors.js';
import { jsonlRows } from '../sources/jsonl.js';
import type { Source } from '../sources/source.js';
import { readBatches } from './read.js';
import type { IndexingObserver } from './report.js';
import { stopIfAsked } from './stop.js';

/**
 * Reads a source to its end before anything is kept, for `--strict`. The rows wait in a file, not in memory;
 * if any is rejected, or the source breaks off, the whole run ends here. The file is the caller's to remove.
 */
export async function spool(
  source: Source,
  file: string,
  observer: IndexingObserver,
  signal: AbortSignal,
): Promise<Source> {
  let rows = 0;
  let rejected = 0;
  const out = await open(file, 'w');
  try {
    for await (const batch of readBatches(source)) {
      stopIfAsked(signal);
      rows += batch.rows;
      rejected += batch.rejected.length;
      for (const row of batch.rejected) observer.rejected(row);
      await out.appendFile(batch.articles.map((article) => `${JSON.stringify(article)}\n`).join(''));
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
  return spooled(source.name, file);
}

function spooled(name: string, file: string): Source {
  let read = 0;
  const bytes = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      read += chunk.length;
      yield chunk;
    }
  };
  return {
    name,
    rows: () => jsonlRows()(bytes(), name),
    progress: () => ({ read, total: null }),
  };
}
