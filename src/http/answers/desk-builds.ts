import { z } from 'zod';
import { ArticleLinkAnswer, link } from './link.js';

const text = (description: string) => z.string().meta({ description });
const counted = (description: string) => z.int().min(0).meta({ description });
const share = (description: string) => z.number().min(0).max(1).meta({ description });
const ComparedIndex = z
  .strictObject({ generation: z.string(), articles: z.int() })
  .meta({ id: 'ComparedIndex' });

const found = (description: string) =>
  z
    .strictObject({ count: z.int(), share: z.number(), examples: z.array(ArticleLinkAnswer) })
    .meta({ description });

const ComparedLink = z.strictObject({ ...link, score: z.number() }).meta({ id: 'ComparedLink' });

const Comparison = z
  .strictObject({
    before: ComparedIndex.meta({ description: 'What is served.' }),
    after: ComparedIndex.meta({ description: 'What was built.' }),
    compared: counted('Lists that were compared.'),
    of: counted('Of so many.'),
    added: counted('Articles that are new.'),
    removed: counted('Articles that are gone.'),
    changed: counted('Lists that differ.'),
    overlap: share('Links that stayed, of those before.'),
    meanLinks: z
      .strictObject({ before: z.number(), after: z.number() })
      .meta({ description: 'Links per list.' }),
    lostAll: found('Had links, and have none now.'),
    gained: counted('Had none, and have some now.'),
    shorter: found('Texts that lost more than half of their words.'),
    newHubs: z
      .array(
        z.strictObject({
          article: ArticleLinkAnswer,
          before: z.int(),
          after: z.int(),
          share: z.number(),
        }),
      )
      .meta({ description: 'In so many more lists than before.' }),
    examples: z
      .array(
        z.strictObject({
          article: ArticleLinkAnswer,
          before: z.array(ComparedLink),
          after: z.array(ComparedLink),
          overlap: z.number(),
        }),
      )
      .meta({ description: 'Lists side by side, the most changed first.' }),
  })
  .meta({ id: 'Comparison', description: 'What changes for readers from what is served to what was built.' });

const Verdict = z
  .strictObject({
    passed: z.boolean(),
    findings: z.array(
      z.strictObject({
        check: z.enum(['maxLost', 'minOverlap', 'maxShorter', 'maxRemoved', 'maxHub']),
        passed: z.boolean(),
        value: z.number(),
        limit: z.number(),
        text: text('In a sentence.'),
      }),
    ),
  })
  .meta({ id: 'Verdict', description: 'Whether the gate lets it pass, and why not.' });

const Summary = z
  .strictObject({
    read: z.int(),
    added: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    removed: z.int(),
    rejected: z.int(),
    embedded: z.int(),
    articles: z.int(),
    generation: z.string(),
    boilerplate: z.strictObject({
      passages: z.int(),
      articles: z.int(),
      examples: z.array(z.string()),
    }),
    seconds: z.number(),
  })
  .meta({ id: 'IndexSummary', description: 'What `seealso index --json` prints.' });

const Staged = z
  .strictObject({
    generation: z.string(),
    builtAt: text('ISO 8601.'),
    sources: z.array(z.string()).meta({ description: 'What was read for it.' }),
    summary: Summary,
    comparison: Comparison.nullable().meta({ description: '`null` where nothing was served before.' }),
    verdict: Verdict,
  })
  .meta({ id: 'StagedBuild', description: 'A build that waits to be published.' });

/** What is built, what waits to be published, and what was. */
export const BuildsBody = z
  .strictObject({
    running: z
      .strictObject({
        kind: z.enum(['build', 'publish']),
        startedAt: text('ISO 8601.'),
        by: text('Name of the key of whoever began it.'),
        stage: z.enum([
          'reading',
          'embedding',
          'building',
          'finishing',
          'copying',
          'comparing',
          'publishing',
        ]),
        done: z.number(),
        total: z.number().nullable().meta({ description: '`null` where it cannot be known.' }),
      })
      .meta({ id: 'RunningBuild' })
      .nullable()
      .meta({ description: 'What is under way.' }),
    staged: Staged.nullable(),
    failure: z
      .strictObject({ at: z.string(), message: z.string() })
      .nullable()
      .meta({ description: 'What the last attempt ended with; `null` where it went well.' }),
    generations: z
      .array(
        z
          .strictObject({
            generation: z.string(),
            createdAt: text('ISO 8601.'),
            articles: z.int(),
            model: z.string(),
            current: z.boolean(),
          })
          .meta({ id: 'Generation' }),
      )
      .meta({ description: 'What was published, the latest first.' }),
  })
  .meta({ id: 'Builds', description: 'What is built, what waits to be published, and what was.' });
