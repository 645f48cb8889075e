import { setting, text, wholeNumber, yes, yesOrNo } from './setting.js';

/** How sources on the web are read. */
export const WEB_SETTINGS = {
  allowPrivate: setting({
    flag: '--allow-private',
    env: 'SEEALSO_ALLOW_PRIVATE',
    description: 'sources on the web may lie at private addresses, as on this machine or its network',
    schema: yesOrNo,
  }),
  delay: setting({
    flag: '--delay <milliseconds>',
    description: 'pause between two requests to one host; the Crawl-delay of its robots.txt where longer',
    schema: wholeNumber(0, 600_000).default(500),
  }),
  ignoreRobots: setting({
    flag: '--ignore-robots',
    description: 'read pages that robots.txt keeps programs from: for your own site only',
    schema: yes,
  }),
  maxPages: setting({
    flag: '--max-pages <number>',
    description: 'pages of articles fetched in one run; the next run goes on. Default: all',
    schema: wholeNumber(1, 10_000_000).optional(),
  }),
  idPrefix: setting({
    flag: '--id-prefix <text>',
    description: 'put before the ids that a source on the web gives, where sites share an index',
    schema: text.optional(),
  }),
  key: setting({
    flag: '--key <key>',
    env: 'SEEALSO_SOURCE_KEY',
    description: 'opens a CMS: the Content API key of Ghost, or user:application password of WordPress',
    schema: text.optional(),
    isSecret: true,
  }),
  reread: setting({
    flag: '--reread',
    description:
      'take a source at its word: ask it for everything again, and undo what others have changed since',
    schema: yes,
  }),
} as const;
