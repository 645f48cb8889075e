import { z } from 'zod';
import {
  Article,
  ArticleId,
  HalfLife,
  HttpUrl,
  Instant,
  LanguageChoice,
  LanguageTag,
  names,
  optional,
} from '../article.js';
import { MODE_NAMES } from '../engine/question.js';
import type { HeadingLevel } from '../page/fragment.js';

/** Every candidate is held against each of them. */
const MAX_NAMES = 50;
const MAX_EXCLUDED = 200;

const flag = z.string().transform((text, context) => {
  if (text === 'true' || text === 'false') return text === 'true';
  context.addIssue({ code: 'custom', message: 'true or false' });
  return z.NEVER;
});
const moment = Instant.transform((instant) => Date.parse(instant));

/**
 * A parameter that may be given several times; one with commas is one, for names hold commas. A wrong value is told
 * under the parameter's own name.
 */
const repeatable = (item: z.ZodType<string>, most: number, expected: string) =>
  z
    .unknown()
    .optional()
    .transform((given, context): string[] => {
      const values = given === undefined ? [] : [given].flat();
      const parsed = z.array(item).max(most).safeParse(values);
      if (parsed.success) return parsed.data;
      context.addIssue({ code: 'custom', message: `at most ${most} times ${expected}` });
      return z.NEVER;
    });
const name = z.string().trim().min(1);

/** The parameters of every question for related articles. */
export const RelatedQuery = z
  .object({
    limit: z
      .string()
      .regex(/^\d{1,4}$/, { error: 'a whole number from 1 to 50' })
      .transform(Number)
      .pipe(z.int().min(1).max(50))
      .default(4),
    language: LanguageChoice.optional(),
    mode: z.enum(MODE_NAMES).default('related'),
    halfLife: HalfLife.optional(),
    section: repeatable(name, MAX_NAMES, 'the name of a section'),
    tag: repeatable(name, MAX_NAMES, 'a tag'),
    publishedAfter: moment.optional(),
    publishedBefore: moment.optional(),
    exclude: repeatable(ArticleId, MAX_EXCLUDED, 'the id of an article'),
    excludeLinked: flag.default(false),
    sponsored: flag.optional(),
    paywalled: flag.optional(),
    explain: flag.default(false),
  })
  .refine(({ publishedAfter: after, publishedBefore: before }) => !isEmptySpan(after, before), {
    error: 'a date later than publishedAfter',
    path: ['publishedBefore'],
  })
  .transform(({ section: sections, tag: tags, ...asked }) => ({
    ...asked,
    sections,
    tags,
    // An id may hold commas: both what is between them and the whole are left out.
    exclude: asked.exclude.flatMap((ids) => (ids.includes(',') ? [ids, ...separated(ids)] : [ids])),
    language: asked.language ?? null,
    halfLife: asked.halfLife ?? null,
    publishedAfter: asked.publishedAfter ?? null,
    publishedBefore: asked.publishedBefore ?? null,
    sponsored: asked.sponsored ?? null,
    paywalled: asked.paywalled ?? null,
  }));

function separated(ids: string): string[] {
  return ids
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
}

function isEmptySpan(after: number | undefined, before: number | undefined): boolean {
  return after !== undefined && before !== undefined && after >= before;
}

/** Under which address a page knows itself; whatever else is asked is `RelatedQuery`. */
export const AddressQuery = z.object({
  url: z.unknown().transform((given, context): string => {
    const parsed = HttpUrl.safeParse(given);
    if (parsed.success) return parsed.data;
    context.addIssue({
      code: 'custom',
      message:
        'the absolute http or https address of a page, percent-encoded: url=https%3A%2F%2Fexample.com%2Fa',
    });
    return z.NEVER;
  }),
});

/** How the fragment of HTML is to look, beside `RelatedQuery`. */
export const FragmentQuery = z.object({
  heading: z.string().trim().min(1).max(200).optional(),
  headingLevel: z
    .enum(['1', '2', '3', '4', '5', '6'])
    .default('2')
    .transform((level) => Number(level) as HeadingLevel),
  reasons: flag.default(false),
  widget: flag.default(false),
});

export const ArticlePath = z.object({ id: ArticleId });

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

/**
 * A text that is not indexed: at least a title or a body. Other fields of an article may be there. Its language
 * `any` is that of no article, and means as much as none.
 */
export const DraftBody = z
  .object({
    id: optional(ArticleId),
    title: text,
    body: text,
    summary: optional(z.string()),
    language: optional(LanguageTag).transform((tag) => (tag === 'any' ? null : tag)),
    section: optional(z.string().trim()),
    tags: names,
    url: optional(HttpUrl),
    publishedAt: optional(Instant),
  })
  .refine((draft) => `${draft.title}${draft.body}`.trim() !== '', {
    error: 'a title or a body',
    path: ['title'],
  });

/** Links in one message of a page; a list has at most 50. */
const MAX_EVENTS = 50;
const LinkEvent = z.object({ id: ArticleId, position: z.int().min(1).max(50) });
const linkEvents = z.array(LinkEvent).max(MAX_EVENTS).default([]);

/** Which links of the list under an article were seen, and which were clicked. */
export const EventsBody = z.object({ article: ArticleId, impressions: linkEvents, clicks: linkEvents });

/** What is asked about clicks. */
export const ClicksQuery = z
  .object({
    by: z.enum(['pair', 'article', 'link', 'position']).default('pair'),
    since: moment.optional(),
    until: moment.optional(),
    article: ArticleId.optional(),
    limit: z
      .string()
      .regex(/^\d{1,5}$/, { error: 'a whole number from 1 to 10000' })
      .transform(Number)
      .pipe(z.int().min(1).max(10_000))
      .default(100),
  })
  .refine(({ since, until }) => since === undefined || until === undefined || since <= until, {
    error: 'a date not before since',
    path: ['until'],
  })
  .transform((asked) => ({
    ...asked,
    since: asked.since ?? null,
    until: asked.until ?? null,
    article: asked.article ?? null,
  }));

/** The article of a PUT; its id is that of the path, and may be repeated. */
export function articleBody(id: string, body: unknown) {
  const record = z.looseObject({ id: z.literal(id).default(id) });
  return record.pipe(Article).safeParse(body);
}
