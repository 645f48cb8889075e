import { z } from 'zod';
import { meaningOf } from '../article-fields.js';
import { ExplainedAnswer } from './explained.js';
import { ArticleLinkAnswer, IndexInfoAnswer, link } from './link.js';
import { ProblemAnswer } from './problem.js';
import { ReasonAnswer } from './reasons.js';

const Empty = z
  .strictObject({
    reason: z.enum(['not_embeddable', 'no_candidates', 'filtered_out', 'below_cutoff', 'no_links']).meta({
      description:
        '`below_cutoff`: nothing is related closely enough. `filtered_out`: all that is related is left out by a filter, the mode, the language or the editors. `no_candidates`: the index holds nothing else. `not_embeddable`: the text has too few words. `no_links`: editors decided that nothing is shown.',
    }),
    detail: z.string().meta({ description: 'The same in a sentence.' }),
  })
  .meta({ id: 'Empty', description: 'Why a list is empty.' });

const RelatedArticle = z
  .strictObject({
    ...link,
    summary: z
      .string()
      .nullable()
      .meta({ description: meaningOf('summary') }),
    image: z.string().nullable().meta({ description: 'The address of its picture.' }),
    section: z
      .string()
      .nullable()
      .meta({ description: meaningOf('section') }),
    publishedAt: z.string().nullable().meta({ description: 'ISO 8601, in UTC.' }),
    sponsored: z.boolean().meta({ description: 'Paid for by somebody: a link to it must say so.' }),
    paywalled: z.boolean().meta({ description: meaningOf('paywalled') }),
    score: z.number().min(0).max(1).meta({
      description:
        'Higher is more related. For the sake of variety, or of editors, one may come before one of a higher score.',
    }),
    pinned: z.boolean().meta({
      description: 'Whether editors chose its place, whatever its score, which is its own all the same.',
    }),
    reasons: z.array(ReasonAnswer).meta({ description: 'Why it is here, the strongest first.' }),
    alsoCoveredBy: z
      .array(ArticleLinkAnswer)
      .meta({ description: 'Near-identical articles under other ids.' }),
    explain: z
      .exactOptional(ExplainedAnswer)
      .meta({ description: 'What the score is made of; only where it was asked for.' }),
  })
  .meta({ id: 'RelatedArticle', description: 'A link to what to read next.' });

const answer = {
  article: ArticleLinkAnswer.nullable().meta({
    description: 'The article that was asked about; `null` for a text that is not indexed.',
  }),
  related: z.array(RelatedArticle).meta({
    description: 'Best first, what editors pinned at its place. Never filled up with what is not related.',
  }),
  empty: Empty.nullable().meta({ description: 'Why there is no link; `null` where there is one.' }),
  index: IndexInfoAnswer,
};

export const RelatedAnswerBody = z
  .strictObject(answer)
  .meta({ id: 'RelatedAnswer', description: 'Related articles, and which index knew them.' });

const id = z.string().nullable().meta({ description: 'As it was asked; `null` where none was given.' });

/** What became of one question of a batch. */
export const BatchResultAnswer = z
  .union([
    z
      .strictObject({ id, status: z.literal(200), ...answer })
      .meta({ id: 'BatchAnswered', description: 'A question that was answered.' }),
    z
      .strictObject({ id, ...ProblemAnswer.shape })
      .meta({ id: 'BatchFailed', description: 'A question that was not: the problem, with its status.' }),
  ])
  .meta({ id: 'BatchResult' });
