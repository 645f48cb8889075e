import { z } from 'zod';
import { ArticleId, HalfLife, Instant, LanguageChoice } from '../article.js';
import { MODE_NAMES } from '../recommend/modes.js';
import { setting, text, wholeNumber, yes } from './setting.js';

const either = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .optional();
const moment = Instant.transform((instant) => Date.parse(instant)).optional();
const names = z.array(text).default([]);

/** What a question for related articles may say: the flags of `related`, named like the endpoint's parameters. */
export const QUESTION_SETTINGS = {
  limit: setting({
    flag: '--limit <number>',
    description: 'length of the list, 1 to 50',
    schema: wholeNumber(1, 50).default(4),
  }),
  language: setting({
    flag: '--language <tag>',
    description: 'language of the links: a tag such as en, or any; default: the article’s own',
    schema: LanguageChoice.optional(),
  }),
  mode: setting({
    flag: '--mode <name>',
    description: `what the reader wants next: ${MODE_NAMES.join(', ')}`,
    schema: z.enum(MODE_NAMES).default('related'),
  }),
  halfLife: setting({
    flag: '--half-life <days>',
    description:
      'days between two articles after which a score has halved, or none; default: that of the mode',
    schema: HalfLife.optional(),
  }),
  section: setting({
    flag: '--section <name>',
    description: 'only of this section (repeatable: of any of them)',
    schema: names,
  }),
  tag: setting({
    flag: '--tag <name>',
    description: 'only with this tag (repeatable: with any of them)',
    schema: names,
  }),
  publishedAfter: setting({
    flag: '--published-after <date>',
    description: 'only published at or after this ISO 8601 date or date-time',
    schema: moment,
  }),
  publishedBefore: setting({
    flag: '--published-before <date>',
    description: 'only published before this ISO 8601 date or date-time',
    schema: moment,
  }),
  exclude: setting({
    flag: '--exclude <id>',
    description: 'not this article (repeatable)',
    schema: z.array(ArticleId).default([]),
  }),
  excludeLinked: setting({
    flag: '--exclude-linked',
    description: 'not what the article’s body links to already',
    schema: yes,
  }),
  sponsored: setting({
    flag: '--sponsored <true|false>',
    description: 'only sponsored articles, or none of them; default: both',
    schema: either,
  }),
  paywalled: setting({
    flag: '--paywalled <true|false>',
    description: 'only articles behind the paywall, or none of them; default: both',
    schema: either,
  }),
  explain: setting({
    flag: '--explain',
    description: 'show every signal’s value and rank',
    schema: yes,
  }),
} as const;
