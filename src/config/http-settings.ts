import { z } from 'zod';
import { setting, wholeNumber } from './setting.js';

/** A year: caches keep nothing longer. Seconds. */
const YEAR = 31_536_000;

/** Origins as browsers name them, or `*`; separated by commas in one text. What is wrong is told of the whole. */
const origins = z
  .preprocess((given) => (typeof given === 'string' ? given.split(',') : given), z.array(z.string()))
  .transform((given, context) => {
    const wanted = given.map((one) => one.trim()).filter((one) => one !== '');
    const known = wanted.map(originOf).filter((one) => one !== null);
    if (known.length === wanted.length) return known;
    context.addIssue({
      code: 'custom',
      message: 'origins without a path, such as https://example.com or https://example.com:8443, or *',
    });
    return z.NEVER;
  });

function originOf(text: string): string | null {
  if (text === '*') return text;
  if (!/^https?:\/\/[^\s/?#@\\*]+$/i.test(text)) return null;
  try {
    return new URL(text).origin;
  } catch {
    return null;
  }
}

/** Where readers find the server; its own paths are put behind it, so without a slash at the end. */
const publicAddress = z.string().transform((given, context) => {
  const address = addressOf(given.trim());
  if (address !== null) return address;
  context.addIssue({
    code: 'custom',
    message: 'an http or https address without a query, such as https://example.com/seealso',
  });
  return z.NEVER;
});

function addressOf(text: string): string | null {
  // `new URL` mends what has a backslash or no slashes at all; what is printed should be what was meant.
  if (!/^https?:\/\/[^\s?#@\\]+$/i.test(text)) return null;
  try {
    // It is shown between apostrophes, as part of a command.
    return new URL(text).href.replace(/\/+$/, '').replaceAll("'", '%27');
  } catch {
    return null;
  }
}

/** How the server's answers are kept by caches, who may ask from a page, and where readers find it. */
export const HTTP_SETTINGS = {
  maxAge: setting({
    flag: '--max-age <seconds>',
    env: 'SEEALSO_MAX_AGE',
    description: 'how long caches and browsers may keep a list; empty ones 10 at most',
    schema: wholeNumber(0, YEAR).default(60),
  }),
  staleWhileRevalidate: setting({
    flag: '--stale-while-revalidate <seconds>',
    env: 'SEEALSO_STALE_WHILE_REVALIDATE',
    description: 'how long after that they may show it while they fetch a new one',
    schema: wholeNumber(0, YEAR).default(600),
  }),
  corsOrigin: setting({
    flag: '--cors-origin <origin>',
    env: 'SEEALSO_CORS_ORIGIN',
    description: 'pages of this origin may ask (repeatable; in the variable separated by commas), * for any',
    schema: origins.default([]),
  }),
  publicUrl: setting({
    flag: '--public-url <url>',
    env: 'SEEALSO_PUBLIC_URL',
    description: 'where readers find this server, as behind a proxy; default: as each request names it',
    schema: publicAddress.optional(),
  }),
} as const;
