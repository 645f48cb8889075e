import { z } from 'zod';
import { MODE_NAMES } from '../../engine/question.js';
import { meaningOf } from '../article-fields.js';
import { ArticleLinkAnswer, link } from './link.js';
import { RelatedAnswerBody } from './related.js';

const text = (description: string) => z.string().meta({ description });
const orNull = (description: string) => z.string().nullable().meta({ description });
const counted = (description: string) => z.int().min(0).meta({ description });

export const DeskSessionAnswer = z
  .strictObject({
    name: orNull('Of the key; `null` where the server has no keys, and answers its own machine only.'),
    admin: z.boolean().meta({ description: 'Whether the key has the scope `admin`.' }),
    csrfToken: text('To be sent as `X-CSRF-Token` with every change; empty where a key is shown instead.'),
    expiresAt: orNull('When the session ends unless it is used, ISO 8601; `null` without one.'),
  })
  .meta({ id: 'DeskSession', description: 'Who works at the desk.' });

const found = {
  ...link,
  section: orNull(meaningOf('section')),
  publishedAt: orNull('ISO 8601, in UTC.'),
};

const FoundArticle = z.strictObject(found).meta({ id: 'FoundArticle' });

export const DeskSearchAnswer = z
  .strictObject({ articles: z.array(FoundArticle).meta({ description: 'The best first.' }) })
  .meta({ id: 'DeskSearch' });

const sides = {
  article: ArticleLinkAnswer.nullable().meta({ description: 'The article under which it holds.' }),
  link: ArticleLinkAnswer.nullable().meta({ description: 'The linked article.' }),
  mode: z.enum(MODE_NAMES).nullable().meta({ description: 'Of whose lists a pin is.' }),
  position: z.int().nullable().meta({ description: 'Place of a pin in the list, from 1.' }),
  expiresAt: orNull('When a pin ends by itself, ISO 8601.'),
  note: orNull('Why.'),
  by: text('Name of the key with which it was made.'),
  at: text('When, ISO 8601.'),
};

const Rule = z
  .strictObject({
    kind: z.enum(['pin', 'block', 'never_recommend', 'no_links']),
    ...sides,
    inForce: z.boolean().meta({ description: 'Whether it holds now; a pin that has expired does not.' }),
  })
  .meta({ id: 'Rule', description: 'What an editor decided, as far as it was not taken back.' });

const Decision = z
  .strictObject({
    number: z.int().meta({ description: 'Later ones are higher.' }),
    action: z.enum([
      'pin',
      'move',
      'unpin',
      'block',
      'unblock',
      'never_recommend',
      'recommend_again',
      'no_links',
      'links_again',
      'undo',
      'build',
      'publish',
      'discard',
      'rollback',
    ]),
    ...sides,
    undoes: z.int().nullable().meta({ description: 'Number of the decision that it takes back.' }),
    undoneBy: z.int().nullable().meta({ description: 'Number of the decision that takes it back.' }),
    canUndo: z.boolean().meta({ description: 'Whether it can be taken back now.' }),
    details: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: 'What else is known, such as the generation that was published.' }),
  })
  .meta({ id: 'Decision', description: 'An entry of the log.' });

const decisions = z.array(Decision).meta({ description: 'The latest first.' });

export const DeskDecisionsAnswer = z.strictObject({ decisions }).meta({ id: 'DeskDecisions' });
export const DeskDecisionAnswer = z.strictObject({ decision: Decision }).meta({ id: 'DeskDecision' });

export const DeskArticleBody = z
  .strictObject({
    article: z
      .strictObject({
        ...found,
        summary: orNull(meaningOf('summary')),
        language: orNull(meaningOf('language')),
        tags: z.array(z.string()).meta({ description: meaningOf('tags') }),
        sponsored: z.boolean().meta({ description: meaningOf('sponsored') }),
        paywalled: z.boolean().meta({ description: meaningOf('paywalled') }),
        noRecommend: z.boolean().meta({ description: meaningOf('noRecommend') }),
      })
      .meta({ id: 'DeskArticle' }),
    list: RelatedAnswerBody.meta({ description: 'As a site gets it by the same question, explained.' }),
    next: RelatedAnswerBody.shape.related.meta({ description: 'What would come next if it were longer.' }),
    rules: z.array(Rule).meta({ description: 'Under the article, and against it.' }),
    decisions: decisions.meta({ description: 'The latest twenty about it, on either side of a link.' }),
  })
  .meta({ id: 'DeskArticleAnswer', description: 'An article, its list, and what editors decided about it.' });

export const JudgingCountsAnswer = z
  .strictObject({
    judgments: counted('Pairs that were judged.'),
    queries: counted('Articles under which something was judged.'),
  })
  .meta({ id: 'JudgingCounts' });

const JudgedText = z
  .strictObject({
    ...found,
    summary: orNull(meaningOf('summary')),
    beginning: text('The beginning of the text.'),
  })
  .meta({ id: 'JudgedText' });

const rank = z.int().nullable();

export const DeskPairAnswer = z
  .strictObject({
    pair: z
      .strictObject({
        query: JudgedText.meta({ description: 'What was read.' }),
        document: JudgedText.meta({ description: 'What may come next.' }),
        ranks: z
          .strictObject({ words: rank, general: rank, archive: rank, names: rank, titles: rank })
          .meta({ description: 'Where each signal has it, 1 for the first; `null` where it says nothing.' }),
        shown: z.boolean().meta({ description: 'Whether it is in the list that readers see.' }),
      })
      .meta({ id: 'PairToJudge' })
      .nullable()
      .meta({ description: 'Nobody has judged it; `null` where none is left.' }),
    counts: JudgingCountsAnswer,
  })
  .meta({ id: 'DeskPair' });
