import { UsageError } from '../errors.js';

/** Graded judgments: for each query the grade of each judged document. 0 is "not relevant". */
export type Qrels = ReadonlyMap<string, ReadonlyMap<string, number>>;

/**
 * Reads TREC qrels: lines of `query iteration document grade`, separated by white space.
 * Throws a `UsageError` that names the line.
 */
export function parseQrels(text: string, file: string): Qrels {
  const qrels = new Map<string, Map<string, number>>();
  text.split(/\r?\n/).forEach((line, i) => {
    if (line.trim() === '') return;
    const fields = line.trim().split(/\s+/);
    const [query, , document, grade] = fields;
    if (
      fields.length !== 4 ||
      query === undefined ||
      document === undefined ||
      !/^-?\d+$/.test(grade ?? '')
    ) {
      throw new UsageError(
        `${file}:${i + 1}: expected "query 0 document grade" with a whole number as grade, received "${line.slice(0, 80)}".`,
      );
    }
    const judged = qrels.get(query) ?? new Map<string, number>();
    judged.set(document, Number(grade));
    qrels.set(query, judged);
  });
  return qrels;
}
