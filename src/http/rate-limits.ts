import type { RequestHandler, Router } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { ClientAddress } from './client-address.js';
import { isLoopback } from './loopback.js';
import type { Meter } from './meter.js';
import { HttpError } from './problem.js';
import { createRouter } from './router.js';

/** Milliseconds. */
const MINUTE = 60_000;
/** What one household or server is given. Bits. */
const IPV6_NETWORK = 56;

/** Requests per minute and address. */
const PER_MINUTE = {
  drafts: 300,
  batches: 60,
  /** A reader's browser sends a few per page. */
  events: 300,
  /** An archive may be put article by article. */
  writes: 6000,
  hooks: 600,
  signIns: 60,
} as const;

export interface RateLimitParts {
  /** Requests that only read, per minute and address; 0 for any number. */
  readonly reads: number;
  readonly addressOf: ClientAddress;
  readonly meter: Pick<Meter, 'refused'>;
}

/**
 * So often each address may ask for what is work, or changes something. Whoever asks from this machine itself may do so
 * as often as it likes: it is the site's own server, or a proxy that does not say for whom it asks.
 */
export function rateLimits({ addressOf, meter }: Omit<RateLimitParts, 'reads'>): Router {
  const limit = (most: number) => limited(most, addressOf, meter);
  const router = createRouter();
  router.post('/v1/related', limit(PER_MINUTE.drafts));
  router.post('/v1/related/batch', limit(PER_MINUTE.batches));
  router.post('/v1/events', limit(PER_MINUTE.events));
  const hooks = limit(PER_MINUTE.hooks);
  router.post('/v1/hooks/ghost', hooks);
  router.post('/v1/hooks/wordpress', hooks);
  router.post('/desk/session', limit(PER_MINUTE.signIns));
  const writes = limit(PER_MINUTE.writes);
  router.put('/v1/articles/:id', writes);
  router.delete('/v1/articles/:id', writes);
  return router;
}

/** The same for what only reads, where a limit is wanted. */
export function limitReads({ reads, addressOf, meter }: RateLimitParts): RequestHandler {
  if (reads === 0) return (_request, _response, next) => next();
  const limit = limited(reads, addressOf, meter);
  return (request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') void limit(request, response, next);
    else next();
  };
}

function limited(most: number, addressOf: ClientAddress, meter: Pick<Meter, 'refused'>): RequestHandler {
  return rateLimit({
    windowMs: MINUTE,
    limit: most,
    legacyHeaders: false,
    standardHeaders: false,
    // Its warnings are about addresses that it finds out itself.
    validate: false,
    skip: (request) => isLoopback(addressOf(request)),
    keyGenerator: (request) => ipKeyGenerator(addressOf(request), IPV6_NETWORK),
    handler(request, _response, next) {
      meter.refused('rate');
      const seconds = Math.max(1, Math.ceil(((resetOf(request) ?? 0) - Date.now()) / 1000));
      next(
        new HttpError(
          429,
          'too_many_requests',
          `This address has asked more than ${most} times within a minute. Try again in ${seconds} s.`,
          { 'Retry-After': String(seconds) },
        ),
      );
    },
  });
}

/** When the address may ask again, milliseconds since 1970. */
function resetOf(request: object): number | undefined {
  const { rateLimit: state } = request as { readonly rateLimit?: { readonly resetTime?: Date } };
  return state?.resetTime?.getTime();
}
