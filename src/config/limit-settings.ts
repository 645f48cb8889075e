import { isIP } from 'node:net';
import { z } from 'zod';
import { setting, wholeNumber } from './setting.js';

const NAMED = ['none', 'loopback', 'private'];

/** Addresses, networks such as `10.0.0.0/8`, `loopback`, `private` or `none`; separated by commas. */
const proxies = z
  .string()
  .default('loopback')
  .transform((given, context) => {
    const named = given.split(',').map((one) => one.trim().toLowerCase());
    if (named.every(isProxy) && (named.length === 1 || !named.includes('none'))) return named;
    context.addIssue({
      code: 'custom',
      message: 'loopback, private, none, or addresses and networks such as 192.0.2.1,10.0.0.0/8',
    });
    return z.NEVER;
  });

function isProxy(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0) return NAMED.includes(text);
  return (
    rest.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)))
  );
}

/** What one server takes on, for how long, and from whom. */
export const LIMIT_SETTINGS = {
  answerCache: setting({
    flag: '--answer-cache <megabytes>',
    env: 'SEEALSO_ANSWER_CACHE',
    description: 'memory for lists that were made before, until anything is written; 0 for none',
    schema: wholeNumber(0, 65_536).default(64),
  }),
  requestTimeout: setting({
    flag: '--request-timeout <seconds>',
    env: 'SEEALSO_REQUEST_TIMEOUT',
    description: 'a request may arrive for so long, and be answered for so long; then 408 or 503',
    schema: wholeNumber(1, 3600).default(30),
  }),
  maxRequests: setting({
    flag: '--max-requests <number>',
    env: 'SEEALSO_MAX_REQUESTS',
    description: 'requests that are worked on at once; 503 for the others',
    schema: wholeNumber(1, 65_536).default(512),
  }),
  maxDelay: setting({
    flag: '--max-delay <milliseconds>',
    env: 'SEEALSO_MAX_DELAY',
    description: 'a request that has waited its turn for longer is answered with 503; 0: none is',
    schema: wholeNumber(0, 60_000).default(1000),
  }),
  rateLimit: setting({
    flag: '--rate-limit <number>',
    env: 'SEEALSO_RATE_LIMIT',
    description: 'requests that only read, per minute and address; 0 for any number',
    schema: wholeNumber(0, 1_000_000).default(0),
  }),
  trustProxy: setting({
    flag: '--trust-proxy <addresses>',
    env: 'SEEALSO_TRUST_PROXY',
    description:
      'proxies whose X-Forwarded-For says who asks: loopback, private, none, addresses, networks; with commas',
    schema: proxies,
  }),
} as const;
