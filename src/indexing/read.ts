import { type Article, type FieldProblem, parseArticle } from '../article.js';
import type { Source, SourceRow } from '../sources/source.js';
import type { RejectedRow } from './report.js';

/** Rows that are validated, embedded and stored together. */
const BATCH = 64;

export interface ReadBatch {
  readonly rows: number;
  readonly articles: readonly Article[];
  readonly rejected: readonly (RejectedRow & { readonly id: string | null })[];
}

/** Validates a source's rows, a batch at a time; of a source that breaks off, also the rows before the break. */
export async function* readBatches(source: Source): AsyncGenerator<ReadBatch> {
  let articles: Article[] = [];
  let rejected: (RejectedRow & { id: string | null })[] = [];
  const rows = () => articles.length + rejected.length;
  let breakage: { readonly error: unknown } | null = null;
  try {
    for await (const row of source.rows()) {
      const result = checkRow(row);
      if ('article' in result) articles.push(result.article);
      else rejected.push(result);
      if (rows() < BATCH) continue;
      yield { rows: rows(), articles, rejected };
      articles = [];
      rejected = [];
    }
  } catch (error) {
    breakage = { error };
  }
  if (rows() > 0) yield { rows: rows(), articles, rejected };
  if (breakage !== null) throw breakage.error;
}

function checkRow(row: SourceRow): { article: Article } | (RejectedRow & { id: string | null }) {
  if ('unreadable' in row) {
    const problem: FieldProblem = { field: '(record)', ...row.unreadable };
    return { location: row.location, problems: [problem], id: null };
  }
  const parsed = parseArticle(row.record);
  return parsed.ok
    ? { article: parsed.article }
    : { location: row.location, problems: parsed.problems, id: parsed.id };
}
