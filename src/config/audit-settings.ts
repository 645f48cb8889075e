import { z } from 'zod';
import { Instant } from '../article.js';
import { setting, wholeNumber } from './setting.js';

const moment = Instant.transform((instant) => Date.parse(instant)).optional();

/** Which of the counted clicks `audit` shows. */
export const AUDIT_SETTINGS = {
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
