import { z } from 'zod';
import { ArticleId, Instant, optional } from '../../article.js';
import { MODE_NAMES } from '../../engine/question.js';
import { ID, INSTANT, orNull, TEXT, wholeNumber, written } from '../written.js';

/** Longest note on why. Characters. */
const MAX_NOTE = 1000;
/** Pairs that a person has skipped in one sitting. */
const MAX_AVOIDED = 200;

/** What somebody signs in with. */
export const SignInBody = z
  .object({ key: z.string().min(1).max(512).meta({ description: 'A key with the scope `edit`.' }) })
  .meta({ id: 'SignIn' });

/** What is looked for. */
export const SearchQuery = z.object({
  q: written(
    z.string().max(500).default(''),
    'Beginnings of words of the title, or an id. Without it: the newest articles.',
    { type: 'string', maxLength: 500, default: '' },
  ),
  limit: wholeNumber(1, 50, 20, 'Articles at most.'),
});

const number = (description: string) =>
  written(
    z
      .string()
      .regex(/^\d{1,15}$/, { error: 'a whole number' })
      .transform(Number)
      .optional(),
    description,
    { type: 'integer', minimum: 0 },
  );

/** Which part of the log. */
export const DecisionsQuery = z
  .object({
    about: written(ArticleId.optional(), 'Only those about this article, on either side of a link.', ID),
    before: number('Only those with a lower number.'),
    limit: wholeNumber(1, 100, 50, 'Decisions at most.'),
  })
  .transform(({ about, before, limit }) => ({ about: about ?? null, before: before ?? null, limit }));

export const DecisionPath = z.object({
  number: written(
    z
      .string()
      .regex(/^\d{1,15}$/, { error: 'the number of a decision' })
      .transform(Number),
    'The number of a decision.',
    { type: 'integer', minimum: 1 },
  ),
});

const article = written(ArticleId, 'The article under which it holds.', ID);
const link = written(ArticleId, 'The linked article.', ID);
const mode = z.enum(MODE_NAMES).meta({ description: 'Of whose lists.' });
const note = written(
  optional(z.string().trim().max(MAX_NOTE)),
  `Why. At most ${MAX_NOTE} characters.`,
  orNull({ ...TEXT, maxLength: MAX_NOTE }),
);
const place = z.int().min(1).max(50);

/** What an editor wants, as `Wanted`. */
export const DecisionBody = z
  .discriminatedUnion('action', [
    z
      .object({
        action: z.literal('pin'),
        article,
        link,
        mode,
        position: place.meta({ description: 'Where it shall stand, from 1.' }),
        from: optional(place).meta({
          description:
            'Where it stands now in the list that the editor sees; `null` where it is not in it. Pins in between make room.',
        }),
        expiresAt: written(
          optional(Instant.transform((instant) => Date.parse(instant))),
          'When it ends by itself, ISO 8601; `null` for never.',
          orNull(INSTANT),
        ),
        note,
      })
      .meta({ id: 'Pin' }),
    z.object({ action: z.literal('unpin'), article, link, mode, note }).meta({ id: 'Unpin' }),
    z.object({ action: z.enum(['block', 'unblock']), article, link, note }).meta({ id: 'Block' }),
    z
      .object({ action: z.enum(['never_recommend', 'recommend_again']), link, note })
      .meta({ id: 'NeverRecommend' }),
    z.object({ action: z.enum(['no_links', 'links_again']), article, note }).meta({ id: 'NoLinks' }),
  ])
  .meta({ id: 'Wanted', description: 'A correction by an editor.' });

const flag = (description: string) => z.boolean().default(false).meta({ description });

export const BuildBody = z.object({ refit: flag('Fit to the archive anew.') }).meta({ id: 'BuildRequest' });
export const PublishBody = z
  .object({ anyway: flag('Also where the gate refuses it, which needs a key with the scope `admin`.') })
  .meta({ id: 'PublishRequest' });
export const RollbackBody = z
  .object({
    to: written(
      optional(z.string().regex(/^[\w.:-]{1,128}$/, { error: 'the name of a generation' })),
      'The generation to go back to; `null` for the one before the current.',
      orNull(TEXT),
    ),
  })
  .meta({ id: 'RollbackRequest' });

/** Which pair to draw. */
export const NextPairQuery = z.object({
  seed: written(
    number('').transform((seed) => seed ?? 0),
    'Another seed draws another pair.',
    { type: 'integer', minimum: 0, default: 0 },
  ),
  avoid: written(
    z
      .unknown()
      .optional()
      .transform((given, context) => {
        const values = given === undefined ? [] : [given].flat();
        const parsed = z.array(z.string().max(1100)).max(MAX_AVOIDED).safeParse(values);
        if (parsed.success) return parsed.data.flatMap(pairsIn);
        context.addIssue({ code: 'custom', message: `at most ${MAX_AVOIDED} pairs of ids` });
        return z.NEVER;
      }),
    'A pair that was skipped: two ids, separated by a space; several times.',
    { type: 'array', items: { type: 'string' }, maxItems: MAX_AVOIDED },
  ),
});

/** Ids may hold spaces: every pair that the text may mean. */
function pairsIn(text: string): (readonly [query: string, document: string])[] {
  return [...text.matchAll(/ /g)].map(({ index }) => [text.slice(0, index), text.slice(index + 1)]);
}

/** A judgment by a person. */
export const JudgmentBody = z
  .object({
    query: written(ArticleId, 'The article that was read.', ID),
    document: written(ArticleId, 'The article that may come next.', ID),
    grade: z
      .int()
      .min(0)
      .max(3)
      .nullable()
      .meta({ description: '0 (not at all) to 3 (exactly that); `null` takes the judgment back.' }),
  })
  .meta({ id: 'Judgment' });
