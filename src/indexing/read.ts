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

/** Validates a source's rows, a batch at a time. */
export async function* readBatches(source: Source): AsyncGenerator<ReadBatch> {
  let articles: Article[] = [];
  let rejected: (RejectedRow & { id: string | null })[] = [];
  for await (const row of source.rows()) {
    const result = checkRow(row);
    if ('article' in result) articles.push(result.article);
    else rejected.push(result);
    if (articles.length + rejected.length < BATCH) continue;
    yield { rows: articles.length + rejected.length, articles, rejected };
    articles = [];
    rejected = [];
  }
  if (articles.length + rejected.length > 0)
    yield { rows: articles.length + rejected.length, articles, rejected };
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
