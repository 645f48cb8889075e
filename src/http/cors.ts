import cors from 'cors';
import type { RequestHandler } from 'express';

/** What a page's script may read or ask; everything else is for servers. Not routes, which would decode the id. */
const PUBLIC = /^\/v1\/(?:articles\/[^/]+(?:\/related(?:\.html)?)?|related(?:\.html|\/batch)?|events)\/?$/i;
const METHODS = ['GET', 'HEAD', 'POST'];
/** Browsers keep the answer to a preflight no longer than this. Seconds. */
const PREFLIGHT_LIFE = 7_200;

/**
 * Lets the pages of these origins ask, `*` those of any; without one, nothing is said about origins. No answer depends
 * on cookies, and none may be sent along.
 */
export function crossOrigin(origins: readonly string[]): RequestHandler {
  const anyone = origins.includes('*');
  const handle = cors({
    origin: anyone ? '*' : [...origins],
    methods: METHODS,
    allowedHeaders: ['Content-Type', 'If-None-Match'],
    exposedHeaders: ['ETag'],
    maxAge: PREFLIGHT_LIFE,
  });
  return (request, response, next) => {
    // Writing is of no concern to pages: it goes on as if there were no origins.
    const isOpen = PUBLIC.test(request.path) && [...METHODS, 'OPTIONS'].includes(request.method);
    if (isOpen && origins.length > 0) handle(request, response, next);
    else next();
  };
}
