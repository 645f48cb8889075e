import { UsageError } from '../errors.js';

/** Graded judgments: for each query the grade of each judged document. 0 is "not relevant". */
export type Qrels = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What separates fields for C's `isspace`: an id may hold other white space, such as a no-break space. */
const BETWEEN_FIELDS = /[ \t\v\f\r]+/;

/**
 * Reads TREC qrels: lines of `query iteration document grade`, separated by white space.
 * Throws a `UsageError` that names the line; also where a document has two grades for one query.
 */
export function parseQrels(text: string, file: string): Qrels {
  const qrels = new Map<string, Map<string, number>>();
  text.split('\n').forEach((line, i) => {
    const fields = line.split(BETWEEN_FIELDS).filter((field) => field !== '');
    if (fields.length === 0) return;
    const [query, , document, grade] = fields;
    if (
      fields.length !== 4 ||
      query === undefined ||
      document === undefined ||
      !/^[-+]?\d+$/.test(grade ?? '')
    ) {
      throw new UsageError(
        `${file}:${i + 1}: expected "query 0 document grade" with a whole number as grade, received "${line.slice(0, 80)}".`,
      );
    }
    const judged = qrels.get(query) ?? new Map<string, number>();
    const before = judged.get(document);
    if (before !== undefined && before !== Number(grade)) {
      throw new UsageError(
        `${file}:${i + 1}: expected one grade for document ${document} of query ${query}, received ${grade} after ${before}. Keep one of the lines.`,
      );
    }
    judged.set(document, Number(grade));
    qrels.set(query, judged);
  });
  return qrels;
}

/** Whether a line of qrels can hold the id: white space would end it. (An article's id has no line feed.) */
export function isWritable(id: string): boolean {
  return !BETWEEN_FIELDS.test(id);
}

export interface WrittenQrels {
  /** TREC qrels in the order given; ends with a line feed unless empty. */
  readonly qrels: string;
  readonly judgments: number;
  readonly queries: number;
  /** Left out: an id has white space, which the format cannot hold. */
  readonly unwritable: number;
}

/** Graded pairs, each once, as `parseQrels` reads them. */
export function writeQrels(
  graded: readonly { readonly query: string; readonly document: string; readonly grade: number }[],
): WrittenQrels {
  const written = graded.filter(({ query, document }) => isWritable(query) && isWritable(document));
  return {
    qrels: written.map(({ query, document, grade }) => `${query} 0 ${document} ${grade}\n`).join(''),
    judgments: written.length,
    queries: new Set(written.map(({ query }) => query)).size,
    unwritable: graded.length - written.length,
  };
}
