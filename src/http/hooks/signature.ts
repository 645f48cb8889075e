import { createHmac, timingSafeEqual } from 'node:crypto';
import { HttpError } from '../problem.js';

/** How far a delivery's time may be from ours, in milliseconds: a delivery that was overheard is of no use later. */
export const TOLERANCE = 5 * 60_000;

const HEADER = /^sha256=([0-9a-f]{64}), *t=(\d{1,15})$/i;

/** What is known of a delivery by its signature. */
export interface Signed {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Another for each delivery, however its header is written. */
  readonly signature: string;
}

/**
 * When a delivery was signed, and how. The header reads `sha256=<hex>, t=<milliseconds>`;
 * the hexadecimal digits are the HMAC-SHA256, by the secret, of the body as it was sent with the time right behind it.
 * This is Ghost's way since 5.87.1; before, the time was not signed, so that a delivery could be repeated for good: such
 * signatures are refused. Throws a 401 that says which of it is wrong.
 *
 * @param name of the header, for messages
 * @param now milliseconds since 1970
 */
export function readSignature(
  name: string,
  header: string | undefined,
  body: Buffer,
  secret: string,
  now: number,
): Signed {
  const [, signature, time] = HEADER.exec(header?.trim() ?? '') ?? [];
  if (signature === undefined || time === undefined) {
    throw refusal(
      'unsigned',
      `This needs the header ${name}: sha256=<hex>, t=<milliseconds>. Received ${header === undefined ? 'none' : 'another form'}. Set the same secret there as here.`,
    );
  }
  const expected = createHmac('sha256', secret).update(body).update(time).digest();
  if (!timingSafeEqual(Buffer.from(signature, 'hex'), expected)) {
    throw refusal(
      'wrong_signature',
      `The signature in ${name} is not that of this body and time by the secret of this server. Set the same secret there as here.${name === 'X-Ghost-Signature' ? ' Ghost signs the time since version 5.87.1.' : ''}`,
    );
  }
  const at = Number(time);
  if (Math.abs(now - at) > TOLERANCE) {
    throw refusal(
      'stale_signature',
      `The delivery was signed ${Math.round(Math.abs(now - at) / 1_000)} s ${at < now ? 'ago' : 'ahead of now'}. Expected at most ${TOLERANCE / 1_000} s. Set the clocks of both machines.`,
    );
  }
  return { at, signature: signature.toLowerCase() };
}

function refusal(code: string, detail: string): HttpError {
  return new HttpError(401, code, detail, { 'WWW-Authenticate': 'Signature' });
}
