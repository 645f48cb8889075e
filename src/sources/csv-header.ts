import { ARTICLE_FIELDS } from '../article.js';
import { UsageError } from '../errors.js';

/** Which column of the file holds which field of the article: `{ title: 'headline' }`. */
export type ColumnMapping = Readonly<Record<string, string>>;

/** The separator that occurs most often outside quotes in the header line; a comma where none does. */
export function sniffDelimiter(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '');
  let best = ',';
  for (const candidate of [';', '\t']) {
    if (bare.split(candidate).length > bare.split(best).length) best = candidate;
  }
  return best;
}

/**
 * The field that each column of the header fills. A column that no mapping names fills the article's field of the
 * same name (`published_at` and `Published At` are `publishedAt`), else it keeps its own name and becomes extra.
 * Throws a `UsageError` where the mapping names a column that is not there.
 */
export function resolveColumns(header: readonly string[], mapping: ColumnMapping, label: string): string[] {
  const columns = header.map((name) => name.trim());
  const mapped = new Map<number, string>();
  for (const [field, column] of Object.entries(mapping)) {
    const index = columns.indexOf(column);
    if (index === -1) {
      throw new UsageError(
        `${label} has no column ${JSON.stringify(column)} for the field "${field}". Expected one of its columns ${columns.map((name) => JSON.stringify(name)).join(', ')}. Correct --column ${field}=….`,
      );
    }
    mapped.set(index, field);
  }
  const taken = new Set(mapped.values());
  return columns.map((name, index) => {
    const chosen = mapped.get(index);
    if (chosen !== undefined) return chosen;
    const plain = plainName(name);
    const field = ARTICLE_FIELDS.find((candidate) => candidate.toLowerCase() === plain);
    // A column whose field is filled already, by mapping or further left, is kept under its own name.
    if (field === undefined || taken.has(field))
      return taken.has(name) ? `${name} (column ${index + 1})` : name;
    taken.add(field);
    return field;
  });
}

/** Throws a `UsageError` where the mapping names a field that articles do not have. */
export function checkMapping(mapping: ColumnMapping): void {
  for (const field of Object.keys(mapping)) {
    if (ARTICLE_FIELDS.includes(field)) continue;
    throw new UsageError(
      `"${field}" is not a field of an article. Expected one of ${ARTICLE_FIELDS.join(', ')}, received --column ${field}=${mapping[field]}. Name the article's field first: --column title=headline.`,
    );
  }
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}
