import {
  type Article,
  ArticleId,
  describeIssues,
  type FieldProblem,
  parseArticle,
  shown,
} from '../article.js';

/** Two articles whose likeness people graded, higher for more alike, on any scale. */
export interface GradedPair {
  readonly a: string;
  readonly b: string;
  readonly grade: number;
}

export type ParsedPair =
  | { readonly ok: true; readonly pair: GradedPair }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** Collects pairs; texts that stand in them become articles under generated ids, equal texts one article. */
export interface PairReader {
  /** Checks one record `{ a, b, grade }`, each side an id or an inline `{ title, body }`. Never throws. */
  read(record: unknown): ParsedPair;
  /** The inline texts read so far, as articles. */
  inline(): readonly Article[];
}

type Side = { readonly id: string } | { readonly problems: readonly FieldProblem[] };

export function createPairReader(): PairReader {
  const articles = new Map<string, Article>();
  const side = (name: 'a' | 'b', value: unknown): Side => {
    if (typeof value === 'string') {
      const id = ArticleId.safeParse(value);
      return id.success ? { id: id.data } : { problems: at(name, describeIssues(id.error, value)) };
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return { problems: [problem(name, 'an id, or { title, body }', value)] };
    }
    const text = parseArticle({ ...value, id: `seealso:inline-text:${articles.size + 1}` });
    if (!text.ok) return { problems: at(name, text.problems) };
    const { id: _, ...content } = text.article;
    const key = JSON.stringify(content);
    const known = articles.get(key) ?? text.article;
    articles.set(key, known);
    return { id: known.id };
  };
  return {
    read(record) {
      if (typeof record !== 'object' || record === null || Array.isArray(record)) {
        return { ok: false, problems: [problem('(record)', 'an object { a, b, grade }', record)] };
      }
      const { a: left, b: right, grade } = record as { a?: unknown; b?: unknown; grade?: unknown };
      const [a, b] = [side('a', left), side('b', right)];
      const problems = [
        ...('problems' in a ? a.problems : []),
        ...('problems' in b ? b.problems : []),
        ...(isNumber(grade) ? [] : [problem('grade', 'a number', grade)]),
      ];
      if ('problems' in a || 'problems' in b || !isNumber(grade)) return { ok: false, problems };
      return { ok: true, pair: { a: a.id, b: b.id, grade } };
    },
    inline: () => [...articles.values()],
  };
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function problem(field: string, expected: string, received: unknown): FieldProblem {
  return { field, expected, received: shown(received) };
}

/** The problems of a part of the record, under the name of that part. */
function at(name: string, problems: readonly FieldProblem[]): FieldProblem[] {
  return problems.map(({ field, ...rest }) => ({
    field: field === '(record)' ? name : `${name}.${field}`,
    ...rest,
  }));
}
