import { z } from 'zod';
import { meaningOf } from '../article-fields.js';

const text = z.string().nullable();
const names = z.array(z.string());
const flag = z.boolean();

/** A stored article. */
export const ArticleAnswer = z
  .strictObject({
    id: z.string().meta({ description: meaningOf('id') }),
    title: z.string().meta({ description: meaningOf('title') }),
    body: z.string().meta({
      description:
        'Its text, as it was given; empty of one behind the paywall, without a key with the scope read.',
    }),
    summary: text.meta({ description: meaningOf('summary') }),
    url: text.meta({ description: meaningOf('url') }),
    formerUrls: names.meta({ description: meaningOf('formerUrls') }),
    image: text.meta({ description: meaningOf('image') }),
    section: text.meta({ description: meaningOf('section') }),
    tags: names.meta({ description: meaningOf('tags') }),
    authors: names.meta({ description: meaningOf('authors') }),
    language: text.meta({ description: meaningOf('language') }),
    publishedAt: text.meta({ description: 'ISO 8601, in UTC.' }),
    updatedAt: text.meta({ description: 'ISO 8601, in UTC: when it was last changed.' }),
    noRecommend: flag.meta({ description: meaningOf('noRecommend') }),
    sponsored: flag.meta({ description: meaningOf('sponsored') }),
    paywalled: flag.meta({ description: meaningOf('paywalled') }),
    extra: z
      .record(z.string(), z.unknown())
      .meta({ description: 'Fields of other names, as they were given.' }),
  })
  .meta({ id: 'Article', description: 'An article as it is stored. Fields that do not apply are `null`.' });

const stored = {
  id: z.string().meta({ description: 'Of the article.' }),
  outcome: z
    .enum(['added', 'changed', 'unchanged'])
    .meta({ description: 'What became of it. One that was deleted and is there again was `added`.' }),
  embeddable: z
    .boolean()
    .meta({ description: 'Whether its text has enough words to be placed beside others.' }),
  sequence: z.int().meta({ description: 'The archive’s number after the change.' }),
};

export const PutAnswer = z
  .strictObject(stored)
  .meta({ id: 'PutResult', description: 'What became of an article that was put.' });

/** What became of what a hook told. */
export const DeliveredAnswer = z
  .union([
    PutAnswer,
    z
      .strictObject({
        id: z.string().meta({ description: 'Of the article.' }),
        outcome: z.enum(['removed', 'unknown', 'kept_newer']).meta({
          description:
            '`removed`: taken out of every list. `unknown`: there was no such article to remove. `kept_newer`: what is stored is newer than what was told.',
        }),
      })
      .meta({ id: 'Removed', description: 'What became of an article of which no new text is stored.' }),
  ])
  .meta({ id: 'Delivered' });

export const IgnoredAnswer = z
  .strictObject({ outcome: z.literal('ignored'), detail: z.string().meta({ description: 'Why.' }) })
  .meta({ id: 'Ignored', description: 'Nothing was to be done.' });
