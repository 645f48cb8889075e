import compression from 'compression';
import type { Request, RequestHandler, Response } from 'express';
import onHeaders from 'on-headers';
import { WORTH_PACKING } from './accepted-codings.js';

/** A tag of ours as it was sent: the tag of the content, and how that was packed. */
const CODED = /"([^"]*)-(br|gzip|deflate)"/g;

/** The tag of the content, packed so; one that says so already is that. */
export function codedTag(etag: string, coding: string): string {
  if (coding === 'identity' || etag.endsWith(`-${coding}"`)) return etag;
  return `${etag.slice(0, -1)}-${coding}"`;
}

/**
 * Packs what is worth packing, brotli before gzip, and keeps entity tags strong: the same content packed otherwise is
 * other bytes, so that its tag ends in the packing, as in `"1f0c-br"`. Routes behind this know only the tag of the
 * content; in `If-None-Match` they see it as they made it.
 */
export function contentCodings(): RequestHandler[] {
  return [
    codedTags,
    compression({
      threshold: WORTH_PACKING,
      // A stream of events is read as it comes, and never held back to be packed.
      filter: (request, response) => !isEventStream(response) && compression.filter(request, response),
    }),
  ];
}

function isEventStream(response: Response): boolean {
  return String(response.getHeader('Content-Type') ?? '').startsWith('text/event-stream');
}

// Before `compression`: listeners for headers run in the opposite order, and this one needs to see what that one did.
const codedTags: RequestHandler = (request, response, next) => {
  const known = namedByContent(request);
  onHeaders(response, () => {
    const etag = response.getHeader('ETag');
    if (typeof etag !== 'string') return;
    const packed = response.getHeader('Content-Encoding');
    const coding = response.statusCode === 304 ? known.get(etag.replace(/^W\//, '')) : packed;
    if (coding !== undefined) response.setHeader('ETag', codedTag(etag, String(coding)));
  });
  next();
};

/**
 * Renames the tags in `If-None-Match` to those of the content, and gives the coding of each that was renamed. One in a
 * coding that this request does not take stays as it is, and so matches nothing: were it confirmed, a cache between
 * would hand on what this reader cannot unpack.
 */
function namedByContent(request: Request): Map<string, string> {
  const codings = new Map<string, string>();
  const given = request.headers['if-none-match'];
  if (given === undefined) return codings;
  request.headers['if-none-match'] = given.replace(CODED, (whole: string, tag: string, coding: string) => {
    if (request.acceptsEncodings(coding) !== coding) return whole;
    const content = `"${tag}"`;
    if (!codings.has(content)) codings.set(content, coding);
    return content;
  });
  return codings;
}
