import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';

const HEADER = 'X-Request-Id';
/** One that came with a request is written into lines and headers, and so must be short and hold nothing odd. */
const SANE = /^[\w.:@/+=-]{1,128}$/;

/** Of this process and no other, so that numbers will do for the rest: a random id for each request costs more. */
const PROCESS = randomBytes(8).toString('hex');
let count = 0;

/** Names a request as whoever passed it on does, or anew. The answer says its name, and so do the lines of the log. */
export function nameRequest(request: Request, response: Response): void {
  const given = request.headers['x-request-id'];
  response.setHeader(HEADER, typeof given === 'string' && SANE.test(given) ? given : newId());
}

/** `undefined` where the request was not named. */
export function requestIdOf(response: Response): string | undefined {
  const id = response.getHeader(HEADER);
  return typeof id === 'string' ? id : undefined;
}

function newId(): string {
  count += 1;
  return `${PROCESS}-${count.toString(36)}`;
}
