import { z } from 'zod';

/** 1–512 characters of well-formed Unicode, none of them a control character. */
export const ArticleId = z
  .string()
  .min(1)
  .refine((id) => [...id].length <= 512, { error: 'at most 512 characters' })
  .refine((id) => !/\p{Cc}/u.test(id), { error: 'no control characters' })
  .refine((id) => id.isWellFormed(), { error: 'well-formed Unicode' });

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s?(Z|[+-]\d{2}(:?\d{2})?)?$/i;
const OFFSET = /(Z|[+-]\d{2}(:?\d{2})?)$/i;

/**
 * Reads an ISO 8601 date or date-time; without an offset it is UTC, without a time it is midnight UTC.
 * Returns milliseconds since 1970, or `null` where it is not such a date.
 */
export function parseInstant(text: string): number | null {
  const trimmed = text.trim();
  if (DATE.test(trimmed)) return exactDate(trimmed, Date.parse(`${trimmed}T00:00:00Z`));
  if (!DATE_TIME.test(trimmed)) return null;
  const iso = `${trimmed.slice(0, 10)}T${trimmed.slice(11)}`
    .replace(/\s/, '')
    .replace(/([+-]\d{2}):?(\d{2})?$/, (_, hours: string, minutes = '00') => `${hours}:${minutes}`);
  const millis = Date.parse(OFFSET.test(iso.slice(10)) ? iso : `${iso}Z`);
  return exactDate(trimmed, millis);
}

/** `Date.parse` accepts 30 February by rolling over: refuse a day that the month does not have. */
function exactDate(text: string, millis: number): number | null {
  if (Number.isNaN(millis)) return null;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8, 10));
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate() ? millis : null;
}

/** ISO 8601 in UTC, without milliseconds where there are none: `2025-10-29T08:00:00Z`. */
export function formatInstant(millis: number): string {
  return new Date(millis).toISOString().replace('.000Z', 'Z');
}

/** An ISO 8601 date or date-time, as `parseInstant` reads it; gives it in UTC. */
export const Instant = z.string().transform((text, context) => {
  const millis = parseInstant(text);
  if (millis === null) {
    context.addIssue({
      code: 'custom',
      message: 'an ISO 8601 date or date-time, such as 2025-10-29T08:00:00Z',
    });
    return z.NEVER;
  }
  return formatInstant(millis);
});

export const HttpUrl = z
  .string()
  .trim()
  .refine(
    (value) => {
      try {
        return ['http:', 'https:'].includes(new URL(value).protocol);
      } catch {
        return false;
      }
    },
    { error: 'an absolute http or https address' },
  );

/** A BCP 47 tag such as `en` or `pt-BR`; only its first part, the language, is compared. */
const LANGUAGE = /^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$/;

export const LanguageTag = z
  .string()
  .trim()
  .regex(LANGUAGE, { error: 'a language tag such as "en" or "pt-BR"' })
  .transform((tag) => tag.replaceAll('_', '-'));

/** Whose links are wanted: those of every language, or of one. */
export const LanguageChoice = z
  .string()
  .trim()
  .regex(LANGUAGE, { error: '"any" or a language tag such as "en"' })
  .transform((tag) => (/^any$/i.test(tag) ? 'any' : tag.replaceAll('_', '-')));

/** Days after which the score of a link has halved: `Infinity` for `none`. */
export const HalfLife = z.string().transform((text, context) => {
  const days =
    text === 'none' ? Number.POSITIVE_INFINITY : /^\d{1,7}(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  if (days > 0) return days;
  context.addIssue({ code: 'custom', message: 'a number of days above 0, such as 30 or 0.5, or "none"' });
  return z.NEVER;
});

/** Missing, `null` and (for text) nothing but spaces all mean "not known". */
export const optional = <T extends z.ZodType>(schema: T) =>
  z
    .preprocess((value) => (isBlank(value) ? undefined : value), schema.optional())
    .transform((value) => value ?? null);

const isBlank = (value: unknown) => value === null || (typeof value === 'string' && value.trim() === '');

/** Names of tags and the like, each once. */
export const names = z
  .preprocess((value) => (value === undefined || isBlank(value) ? [] : value), z.array(z.string()))
  .transform((list) => [...new Set(list.map((name) => name.trim()).filter((name) => name !== ''))]);

const flag = z.preprocess((value) => value ?? false, z.boolean());

const fields = {
  id: ArticleId,
  title: z.string().trim().min(1),
  body: z.string(),
  summary: optional(z.string().trim()),
  url: optional(HttpUrl),
  formerUrls: names,
  image: optional(z.string().trim()),
  section: optional(z.string().trim()),
  tags: names,
  authors: names,
  language: optional(LanguageTag),
  publishedAt: optional(Instant),
  updatedAt: optional(Instant),
  noRecommend: flag,
  sponsored: flag,
  paywalled: flag,
};

/** What an article's own fields are called; every other field of a record goes to `extra`. */
export const ARTICLE_FIELDS: readonly string[] = Object.keys(fields);

/**
 * An article as a publisher hands it in: `id`, `title`, `body` (plain text, HTML or Markdown) and what else
 * is known. Fields of other names are kept under `extra`.
 */
export const Article = z.looseObject(fields).transform((record) => {
  const { extra: given, ...rest } = record;
  const known: Record<string, unknown> = {};
  const extra: Record<string, unknown> = isRecord(given)
    ? { ...given }
    : given === undefined
      ? {}
      : { extra: given };
  for (const [name, value] of Object.entries(rest)) {
    if (ARTICLE_FIELDS.includes(name)) known[name] = value;
    else extra[name] = value;
  }
  return { ...(known as KnownFields), extra };
});

type KnownFields = { [Name in keyof typeof fields]: z.output<(typeof fields)[Name]> };

export type Article = z.output<typeof Article>;

/** How the body is written. `auto` looks at the body itself. */
export const BODY_FORMATS = ['auto', 'text', 'html', 'markdown'] as const;
export type BodyFormat = (typeof BODY_FORMATS)[number];

/** What is wrong with one field of one record. */
export interface FieldProblem {
  /** Dotted path of the field, or `(record)` where the whole record is wrong. */
  readonly field: string;
  readonly expected: string;
  readonly received: string;
}

export type ParsedArticle =
  | { readonly ok: true; readonly article: Article }
  | {
      readonly ok: false;
      /** The record's id where at least that could be read. */
      readonly id: string | null;
      readonly problems: readonly FieldProblem[];
    };

/** Checks one record of any origin. Never throws. */
export function parseArticle(record: unknown): ParsedArticle {
  const result = Article.safeParse(record);
  if (result.success) return { ok: true, article: result.data };
  const id = ArticleId.safeParse(isRecord(record) ? record.id : undefined);
  return { ok: false, id: id.success ? id.data : null, problems: describeIssues(result.error, record) };
}

/** Says what zod found in the words of our errors: field, expected, received. */
export function describeIssues(error: z.ZodError, input: unknown): FieldProblem[] {
  return error.issues.map((issue) => ({
    field: issue.path.length === 0 ? '(record)' : issue.path.map(String).join('.'),
    expected: expectation(issue),
    received: shown(
      issue.path.reduce<unknown>(
        (value, key) =>
          isRecord(value) || Array.isArray(value) ? (value as Record<PropertyKey, unknown>)[key] : undefined,
        input,
      ),
    ),
  }));
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected;
    case 'too_small':
      return issue.origin === 'string'
        ? `at least ${issue.minimum} character(s)`
        : `at least ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string' ? `at most ${issue.maximum} characters` : `at most ${issue.maximum}`;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? `one of ${issue.options.map(String).join(', ')}`
        : issue.message;
    case 'unrecognized_keys':
      return `no field named ${issue.keys.join(', ')}`;
    default:
      return issue.message;
  }
}

/** What JSON leaves as it is, and what ends a line, moves the cursor or turns the order of what follows. */
const MOVING = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
const inDigits = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A value in at most 80 characters on one line, for an error message. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = jsonOf(value).replace(MOVING, inDigits);
  const kind = Array.isArray(value) ? 'array ' : typeof value === 'object' && value !== null ? 'object ' : '';
  const whole = kind + text;
  return whole.length > 80 ? `${whole.slice(0, 79).replace(/[\ud800-\udbff]$/, '')}…` : whole;
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // Too deep to be written: JSON that was read may be nested deeper than what can be made of it again.
    return 'nested too deep';
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The language of a tag, for comparison: `en` of `en-US`. */
export function primaryLanguage(tag: string | null): string | null {
  return tag?.split(/[-_]/)[0]?.toLowerCase() || null;
}
