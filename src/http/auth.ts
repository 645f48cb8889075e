import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { HttpError } from './problem.js';

/**
 * Lets through who shows the key as `Authorization: Bearer …`. Without a key configured, nobody; `what` they wanted is
 * told in the words of a sentence's beginning.
 */
export function requireKey(apiKey: string | undefined, what = 'Writing'): RequestHandler {
  const expected = apiKey === undefined ? null : digest(apiKey);
  return (request, _response, next) => {
    if (expected === null) {
      throw new HttpError(
        403,
        `${what.toLowerCase().replaceAll(' ', '_')}_is_off`,
        `${what} is switched off on this server. Start it with --api-key or SEEALSO_API_KEY to allow it.`,
      );
    }
    const given = /^Bearer +(.+)$/i.exec(request.get('authorization') ?? '')?.[1] ?? '';
    // Digests have one length, so that the comparison takes the same time whatever was sent.
    if (!timingSafeEqual(digest(given.trim()), expected)) {
      throw new HttpError(
        401,
        'wrong_key',
        'This needs the header `Authorization: Bearer <key>` with the server’s key.',
        {
          'WWW-Authenticate': 'Bearer',
        },
      );
    }
    next();
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
