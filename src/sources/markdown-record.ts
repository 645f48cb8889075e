import { coerceField, readFlag, tidyDate } from './coerce.js';

/** What Hugo, Jekyll, Astro and Eleventy call the fields of an article; the first that is there is taken. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  publishedAt: ['date', 'publishDate', 'pubDate', 'published_at'],
  updatedAt: ['lastmod', 'updated', 'modified', 'updatedDate', 'last_modified_at'],
  summary: ['description', 'excerpt'],
  authors: ['author'],
  section: ['categories', 'category'],
  tags: ['keywords'],
  language: ['lang', 'locale'],
  formerUrls: ['aliases', 'redirect_from'],
  image: ['featured_image', 'heroImage', 'cover', 'thumbnail'],
};
const TEXT_FIELDS = [
  'id',
  'title',
  'summary',
  'url',
  'image',
  'section',
  'language',
  'publishedAt',
  'updatedAt',
];
const LIST_FIELDS = ['tags', 'authors', 'formerUrls'];
const DATE_FIELDS = ['publishedAt', 'updatedAt'];

/** Drafts are not articles: `draft: true` (Hugo, Astro) and `published: false` (Jekyll). */
export function isDraft(data: Readonly<Record<string, unknown>>): boolean {
  return flagOf(data.draft) === true || flagOf(data.published) === false;
}

/**
 * The record of a Markdown file. `id` is taken where the front matter gives none. Without a title there, the first
 * `# heading` is the title and leaves the body.
 */
export function markdownRecord(
  data: Readonly<Record<string, unknown>>,
  body: string,
  id: string,
): Record<string, unknown> {
  const record: Record<string, unknown> = { id, ...data };
  for (const [field, aliases] of Object.entries(ALIASES)) {
    const alias = aliases.find((name) => !isEmpty(data[name]));
    if (alias === undefined || !isEmpty(data[field])) continue;
    record[field] = data[alias];
    delete record[alias];
  }
  for (const field of TEXT_FIELDS) record[field] = asText(record[field]);
  for (const field of LIST_FIELDS) record[field] = asList(field, record[field]);
  for (const field of DATE_FIELDS) {
    const date = record[field];
    if (typeof date === 'string') record[field] = tidyDate(date);
  }
  for (const field of ['noRecommend', 'sponsored', 'paywalled']) {
    const value = record[field];
    if (typeof value === 'string') record[field] = coerceField(field, value);
  }
  // Hugo's `url` is a path on the site, not an address.
  if (typeof record.url === 'string' && !/^https?:\/\//i.test(record.url)) {
    record.permalink ??= record.url;
    record.url = undefined;
  }
  const found = firstHeading(body);
  if (found !== undefined && (isEmpty(record.title) || record.title === found.heading)) {
    record.title = found.heading;
    record.body = found.rest;
  } else {
    record.body = body;
  }
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** The first `# heading` outside code, and the body without it. */
function firstHeading(body: string): { readonly heading: string; readonly rest: string } | undefined {
  const lines = body.split('\n');
  let fence: string | undefined;
  for (const [index, line] of lines.entries()) {
    const mark = /^ {0,3}(```|~~~)/.exec(line)?.[1];
    if (mark !== undefined && (fence === undefined || fence === mark)) {
      fence = fence === undefined ? mark : undefined;
    }
    const heading = fence === undefined ? /^ {0,3}#[ \t]+(\S.*)$/.exec(line)?.[1] : undefined;
    if (heading !== undefined) {
      const rest = [...lines.slice(0, index), ...lines.slice(index + 1)].join('\n');
      return { heading: heading.replace(/[ \t]+#*\s*$/, ''), rest };
    }
  }
  return undefined;
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** Text from a value or from the first of a list (`categories: [News, World]`, a named object). */
function asText(value: unknown): unknown {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return isEmpty(first) ? undefined : named(first);
}

function asList(field: string, value: unknown): unknown {
  if (isEmpty(value)) return undefined;
  if (typeof value === 'string') return coerceField(field, value);
  return Array.isArray(value) ? value.filter((item) => !isEmpty(item)).map(named) : [named(value)];
}

/** `{ name: Ada }` is Ada. */
function named(value: unknown): unknown {
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  return 'name' in value ? value.name : 'src' in value ? value.src : value;
}

function flagOf(value: unknown): boolean | undefined {
  return typeof value === 'string' ? readFlag(value) : typeof value === 'boolean' ? value : undefined;
}
