import type { Request } from 'express';
import { HttpError } from '../problem.js';

/**
 * What may have been sent by a page of another site, in the name of whoever is signed in here. Browsers say truly where
 * a request is from; programs say nothing, and hold no cookie.
 */
export function refuseForeignPages(request: Request, publicUrl: string | undefined): void {
  const site = request.get('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw forged(`it comes from a page of another site (Sec-Fetch-Site: ${site})`);
  }
  if (isReading(request)) return;
  const origin = request.get('origin');
  if (origin !== undefined && !isOwnOrigin(origin, request.get('host'), publicUrl)) {
    throw forged(
      `it comes from a page of ${shown(origin)}, and the desk is at ${publicUrl ?? request.get('host') ?? 'another'}. Behind a proxy, let it pass on the header Host, or start the server with --public-url`,
    );
  }
  // A form of another site can send anything but that.
  if (!isJsonOrNothing(request)) throw forged('expected Content-Type: application/json');
}

export function isReading({ method }: Pick<Request, 'method'>): boolean {
  return method === 'GET' || method === 'HEAD';
}

export function forged(reason: string): HttpError {
  return new HttpError(
    403,
    'forged_request',
    `This was refused as if another site had sent it: ${reason}. Reload the desk and try again.`,
  );
}

/** The scheme is not compared with the request's own, which a proxy that holds the certificate asks without. */
function isOwnOrigin(origin: string, host: string | undefined, publicUrl: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin);
  if (publicUrl !== undefined && from.origin === new URL(publicUrl).origin) return true;
  return /^https?:$/.test(from.protocol) && from.host !== '' && from.host === host?.toLowerCase();
}

function isJsonOrNothing(request: Request): boolean {
  const type = request.get('content-type');
  if (type !== undefined) return /^application\/json *(?:;|$)/i.test(type);
  return request.get('transfer-encoding') === undefined && Number(request.get('content-length') ?? 0) === 0;
}

function shown(origin: string): string {
  return origin.length > 100 ? `${origin.slice(0, 100)}…` : origin;
}
