import { z } from 'zod';
import { Instant } from '../article.js';
import { duration } from './duration.js';
import { setting, wholeNumber } from './setting.js';

const moment = Instant.transform((instant) => Date.parse(instant)).optional();

/** When `audit` fails, and which of the counted clicks it shows. */
export const AUDIT_SETTINGS = {
  maxLag: setting({
    flag: '--max-lag <time>',
    description: 'exit 1 where a published article has waited for longer to be found, such as 15m, 24h or 7d',
    schema: duration.optional(),
  }),
  maxSilence: setting({
    flag: '--max-silence <time>',
    description: 'exit 1 where the newest published article is older, such as 24h or 7d',
    schema: duration.optional(),
  }),
  survey: setting({
    flag: '--no-survey',
    description:
      'leave out what takes a while: articles without a list, orphans, hubs, the check of the catalogue',
    schema: z.boolean().optional(),
  }),
  by: setting({
    flag: '--by <what>',
    description:
      'clicks by pair (a link under one article), article (all links under it), link (all links to it) or position',
    schema: z.enum(['pair', 'article', 'link', 'position']).default('pair'),
  }),
  since: setting({
    flag: '--since <date>',
    description: 'clicks from this day on (ISO 8601, UTC); default: the last 30 days',
    schema: moment,
  }),
  until: setting({
    flag: '--until <date>',
    description: 'clicks up to this day, inclusive; default: today',
    schema: moment,
  }),
  top: setting({
    flag: '--top <number>',
    description: 'rows shown, the most seen first',
    schema: wholeNumber(1, 10_000).default(20),
  }),
} as const;
