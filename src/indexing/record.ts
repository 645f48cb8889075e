import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { parseArticle } from '../article.js';
import { SourceError } from '../errors.js';
import { jsonlRows } from '../sources/jsonl.js';
import type { Source, SourceRow } from '../sources/source.js';

/** Characters that wait to be written together. */
const CHUNK = 1 << 18;

/** The source as it is, whose rows are written to a file while they are read, so that they can be given once more. */
export function recorded(source: Source, file: string): Source {
  return {
    name: source.name,
    get partial() {
      return source.partial === true;
    },
    progress: () => source.progress(),
    async *rows(reading) {
      const out = await open(file, 'w');
      let waiting = '';
      try {
        for await (const row of source.rows(reading)) {
          waiting += `${JSON.stringify(lasting(row))}\n`;
          if (waiting.length > CHUNK) {
            await out.appendFile(waiting);
            waiting = '';
          }
          yield row;
        }
      } catch (error) {
        if (error instanceof SourceError) waiting += `${JSON.stringify({ broke: error.message })}\n`;
        throw error;
      } finally {
        await out.appendFile(waiting);
        await out.close();
      }
    },
  };
}

/** A source that gives again what was recorded, breaks and rejected rows included. */
export function replayed(name: string, partial: boolean, file: string, bytes: number): Source {
  let read = 0;
  const chunks = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      read += chunk.length;
      yield chunk;
    }
  };
  return {
    name,
    partial,
    async *rows() {
      for await (const row of jsonlRows()(chunks(), file)) {
        if (!('record' in row)) throw damaged(file);
        const said = row.record as SourceRow | { readonly broke: string };
        if ('broke' in said) throw new SourceError(said.broke);
        yield said;
      }
    },
    progress: () => ({ read, total: bytes }),
  };
}

/** What JSON can hold of a row: the article as it was understood; of a rejected one no more than its id. */
function lasting(row: SourceRow): SourceRow {
  if (!('record' in row)) return row;
  const parsed = parseArticle(row.record);
  return { ...row, record: parsed.ok ? parsed.article : parsed.id === null ? null : { id: parsed.id } };
}

function damaged(file: string): SourceError {
  return new SourceError(
    `The rows that wait in ${file} are damaged. Throw the staged build away (\`seealso publish --discard\`), and index again.`,
  );
}
