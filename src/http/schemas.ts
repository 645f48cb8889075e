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
import { FRAGMENT_DEFAULTS, type HeadingLevel } from '../page/fragment.js';
import { field } from './article-fields.js';
import { FLAG, ID, INSTANT, orNull, shared, TEXT, wholeNumber, written } from './written.js';

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
const repeatable = (item: z.ZodType<string>, most: number, expected: string, description: string) =>
  written(
    z
      .unknown()
      .optional()
      .transform((given, context): string[] => {
        const values = given === undefined ? [] : [given].flat();
        const parsed = z.array(item).max(most).safeParse(values);
        if (parsed.success) return parsed.data;
        context.addIssue({ code: 'custom', message: `at most ${most} times ${expected}` });
        return z.NEVER;
      }),
    description,
    { type: 'array', items: { type: 'string', minLength: 1 }, maxItems: most },
  );
const name = z.string().trim().min(1);

const WORDS_OF_MODES: Readonly<Record<(typeof MODE_NAMES)[number], string>> = {
  related: 'what to read next, old or new',
  background: 'older and deeper: how it came to this',
  followup: 'newer, of the same story: what came of it',
  'same-event': 'the same event in other words, copies included',
};
const modes = MODE_NAMES.map((mode) => `\`${mode}\`: ${WORDS_OF_MODES[mode]}`);

const PARAMETERS = {
  limit: wholeNumber(1, 50, 4, 'Length of the list at most.'),
  language: written(
    LanguageChoice.optional(),
    'Language of the links: a tag such as `en`, or `any`; articles of unknown language pass. Without it: that of the article.',
    TEXT,
  ),
  mode: z
    .enum(MODE_NAMES)
    .default('related')
    .meta({ description: `What the reader wants next. ${modes.join('; ')}.` }),
  halfLife: written(
    HalfLife.optional(),
    'Days between two articles after which a score has halved, or `none`: nothing decays. Without it: as the mode has it.',
    { anyOf: [{ type: 'number', exclusiveMinimum: 0 }, { const: 'none' }] },
  ),
  section: repeatable(
    name,
    MAX_NAMES,
    'the name of a section',
    'Only of this section; several times: of any of them.',
  ),
  tag: repeatable(name, MAX_NAMES, 'a tag', 'Only with this tag; several times: with any of them.'),
  publishedAfter: written(moment.optional(), 'Only published then or later. ISO 8601.', INSTANT),
  publishedBefore: written(moment.optional(), 'Only published before. ISO 8601.', INSTANT),
  exclude: repeatable(
    ArticleId,
    MAX_EXCLUDED,
    'the id of an article',
    'Ids of articles that are on the page already; several times, or separated by commas.',
  ),
  excludeLinked: written(flag.default(false), 'Leave out what the body links to already.', FLAG),
  sponsored: written(flag.optional(), '`true`: only sponsored articles; `false`: none. Without it: both.', {
    type: 'boolean',
  }),
  paywalled: written(
    flag.optional(),
    '`true`: only articles behind the paywall; `false`: none. Without it: both.',
    { type: 'boolean' },
  ),
  explain: written(
    flag.default(false),
    'Give every signal’s value, rank and weight beside each link, in `explain`. Such answers are not cached.',
    FLAG,
  ),
};

type Shared = { [Name in keyof typeof PARAMETERS]: (typeof PARAMETERS)[Name] };
const sharedParameters = Object.entries(PARAMETERS).map(([key, schema]) => [key, shared(key, schema)]);

/** The parameters of every question for related articles. */
export const RelatedQuery = z
  .object(Object.fromEntries(sharedParameters) as Shared)
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
  url: written(
    z.unknown().transform((given, context): string => {
      const parsed = HttpUrl.safeParse(given);
      if (parsed.success) return parsed.data;
      context.addIssue({
        code: 'custom',
        message:
          'the absolute http or https address of a page, percent-encoded: url=https%3A%2F%2Fexample.com%2Fa',
      });
      return z.NEVER;
    }),
    'The address of the article, as its page knows itself. Parameters that track readers, a slash at the end, http or https, the fragment and `www.` make no difference, and a former address leads to the article as well.',
    { type: 'string', format: 'uri' },
  ),
});

/** How the fragment of HTML is to look, beside `RelatedQuery`. */
export const FragmentQuery = z.object({
  heading: written(
    z.string().trim().min(1).max(200).optional(),
    'The heading of the list. Where `widget` is on and none is given, the element has its own in the language of the page.',
    { type: 'string', minLength: 1, maxLength: 200, default: FRAGMENT_DEFAULTS.heading },
  ),
  headingLevel: written(
    z
      .enum(['1', '2', '3', '4', '5', '6'])
      .default('2')
      .transform((level) => Number(level) as HeadingLevel),
    'The heading’s level.',
    { type: 'integer', minimum: 1, maximum: 6, default: FRAGMENT_DEFAULTS.headingLevel },
  ),
  reasons: written(flag.default(false), 'Say under each link why it is there.', FLAG),
  widget: written(
    flag.default(false),
    'Wrap the list in the element of `/widget.js`, which replaces it where there is JavaScript. Of the filters it passes on `language`, `sponsored` and `paywalled`; together with another it is refused.',
    FLAG,
  ),
});

export const ArticlePath = z.object({
  id: written(ArticleId, 'The id of an article, percent-encoded.', ID),
});

/** The article that the page at `/` shows. */
export const PageQuery = z.object({
  id: written(ArticleId.optional(), 'The article to show. Without it: that of `--front`, or the newest.', ID),
});

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
    id: written(
      optional(ArticleId),
      'That of an indexed article, where the text is another version of it: it is left out of the list.',
      orNull(ID),
    ),
    title: written(text, 'Its headline.', orNull(TEXT)),
    body: written(text, 'Its text: plain, HTML or Markdown.', orNull(TEXT)),
    summary: field('summary', optional(z.string())),
    language: field(
      'language',
      optional(LanguageTag).transform((tag) => (tag === 'any' ? null : tag)),
    ),
    section: field('section', optional(z.string().trim())),
    tags: field('tags', names),
    url: written(optional(HttpUrl), 'Its absolute http or https address: links in it may be relative.', {
      type: ['string', 'null'],
      format: 'uri',
    }),
    publishedAt: written(
      optional(Instant),
      'ISO 8601. Without it, the text counts as written now.',
      orNull(INSTANT),
    ),
  })
  .refine((draft) => `${draft.title}${draft.body}`.trim() !== '', {
    error: 'a title or a body',
    path: ['title'],
  })
  .meta({
    id: 'Draft',
    description: 'A text that is not indexed: at least a title or a body, whose other fields are of use too.',
  });

/** Links in one message of a page; a list has at most 50. */
const MAX_EVENTS = 50;
const LinkEvent = z
  .object({
    id: written(ArticleId, 'The article that the link leads to.', ID),
    position: z.int().min(1).max(50).meta({ description: 'Its place in the list, from 1.' }),
  })
  .meta({ id: 'LinkEvent' });
const linkEvents = z.array(LinkEvent).max(MAX_EVENTS).default([]);

/** Which links of the list under an article were seen, and which were clicked. */
export const EventsBody = z
  .object({
    article: written(ArticleId, 'The article under which the list stands.', ID),
    impressions: linkEvents.meta({ description: 'Links that were seen.' }),
    clicks: linkEvents.meta({ description: 'Links that were clicked.' }),
  })
  .meta({ id: 'Events' });

/** What is asked about clicks. */
export const ClicksQuery = z
  .object({
    by: z.enum(['pair', 'article', 'link', 'position']).default('pair').meta({
      description:
        'What is summed up in a row: a link under one article, all links under an article, all links to one, or a place in the list.',
    }),
    since: written(
      moment.optional(),
      'The first day, UTC. Without it: the last 30 days. ISO 8601; its day counts whole.',
      INSTANT,
    ),
    until: written(
      moment.optional(),
      'The last day, UTC. Without it: today. ISO 8601; its day counts whole.',
      INSTANT,
    ),
    article: written(ArticleId.optional(), 'Only links under this article.', ID),
    limit: wholeNumber(1, 10_000, 100, 'Rows at most.'),
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
