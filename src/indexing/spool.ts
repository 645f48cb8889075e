import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { StrictRunRejectedError } from '../errors.js';
import type { Source, SourceRow } from '../sources/source.js';
import { readBatches } from './read.js';
import type { IndexingObserver } from './report.js';

/**
 * Reads a source to its end before anything is kept, for `--strict`. The rows wait in a file, not in memory;
 * if any is rejected, or the source breaks off, the whole run ends here.
 */
export async function spool(source: Source, file: string, observer: IndexingObserver): Promise<Source> {
  let rows = 0;
  let rejected = 0;
  const out = createWriteStream(file);
  try {
    for await (const batch of readBatches(source)) {
      rows += batch.rows;
      rejected += batch.rejected.length;
      for (const row of batch.rejected) observer.rejected(row);
      const text = batch.articles.map((article) => `${JSON.stringify(article)}\n`).join('');
      if (!out.write(text)) await once(out, 'drain');
      observer.progress({
        stage: 'reading',
        done: source.progress().read,
        total: source.progress().total,
        articles: rows,
      });
    }
  } finally {
    out.end();
    await once(out, 'close');
  }
  if (rejected > 0) {
    await rm(file, { force: true });
    throw new StrictRunRejectedError(
      `${rejected} of ${rows} rows of ${source.name} were rejected, and --strict keeps nothing of such a run. Correct the rows named above, or run without --strict to index the others.`,
    );
  }
  return spooled(source.name, file);
}

function spooled(name: string, file: string): Source {
  let read = 0;
  return {
    name,
    async *rows(): AsyncGenerator<SourceRow> {
      let line = 0;
      for await (const text of createInterface({
        input: createReadStream(file),
        crlfDelay: Number.POSITIVE_INFINITY,
      })) {
        line += 1;
        read += Buffer.byteLength(text) + 1;
        yield { location: `${name}:${line}`, record: JSON.parse(text) as unknown };
      }
      await rm(file, { force: true });
    },
    progress: () => ({ read, total: null }),
  };
}
