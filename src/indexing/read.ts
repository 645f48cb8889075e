import { type Article, type FieldProblem, parseArticle } from '../article.js';
import type { Note, Reading, Source, SourceRow } from '../sources/source.js';
import type { RejectedRow } from './report.js';

/** Rows that are validated, embedded and stored together, where nobody says otherwise. */
export const BATCH = 64;
/** Rows do not wait for others longer than so many milliseconds: of a slow source a kill would lose much. */
const LONGEST_WAIT = 5_000;

/** Rows of a source, by what they say. */
export interface ReadBatch {
  readonly rows: number;
  readonly articles: readonly Article[];
  readonly rejected: readonly (RejectedRow & { readonly id: string | null })[];
  /** Ids of articles that are there, and were not given again. */
  readonly unchanged: readonly string[];
  /** Ids of articles that were taken down. */
  readonly gone: readonly string[];
  readonly notes: readonly Note[];
}

/**
 * Validates a source's rows, a batch at a time; of a source that breaks off, also the rows before the break.
 *
 * @param clock milliseconds since 1970
 * @param size rows of a batch that begins now
 */
export async function* readBatches(
  source: Source,
  reading: Reading,
  clock: () => number = Date.now,
  size: () => number = () => BATCH,
): AsyncGenerator<ReadBatch> {
  let batch = emptyBatch();
  let since = clock();
  let most = size();
  let breakage: { readonly error: unknown } | null = null;
  try {
    for await (const row of source.rows(reading)) {
      sort(row, batch);
      const isFull = batch.rows >= most || batch.notes.length >= BATCH;
      if (!isFull && clock() - since < LONGEST_WAIT) continue;
      yield batch;
      batch = emptyBatch();
      since = clock();
      most = size();
    }
  } catch (error) {
    breakage = { error };
  }
  if (batch.rows > 0 || batch.notes.length > 0) yield batch;
  if (breakage !== null) throw breakage.error;
}

const emptyBatch = () => ({
  rows: 0,
  articles: [] as Article[],
  rejected: [] as (RejectedRow & { id: string | null })[],
  unchanged: [] as string[],
  gone: [] as string[],
  notes: [] as Note[],
});

/** Gone before, and there after all, such as at another address: what is said last counts. */
function isThere(id: string, batch: ReturnType<typeof emptyBatch>): void {
  if (batch.gone.includes(id)) batch.gone = batch.gone.filter((gone) => gone !== id);
}

function sort(row: SourceRow, batch: ReturnType<typeof emptyBatch>): void {
  batch.notes.push(...(row.notes ?? []));
  if ('record' in row) {
    const parsed = parseArticle(row.record);
    if (parsed.ok) {
      batch.articles.push(parsed.article);
      isThere(parsed.article.id, batch);
    } else batch.rejected.push({ location: row.location, problems: parsed.problems, id: parsed.id });
  } else if ('unreadable' in row) {
    const problem: FieldProblem = { field: '(record)', ...row.unreadable };
    batch.rejected.push({ location: row.location, problems: [problem], id: null });
  } else if ('unchanged' in row) {
    batch.unchanged.push(row.unchanged);
    isThere(row.unchanged, batch);
  } else if ('gone' in row) batch.gone.push(row.gone);
  else return;
  batch.rows += 1;
}
