import type { Request, Response } from 'express';

const NAME = 'seealso_desk';
const SECRET = /^[\w-]{43}$/;
/**
 * Without a path: a browser takes the folder of the address that it asked, so that the desk works behind any prefix.
 * Without an age: it ends with the browser at the latest.
 */
const ATTRIBUTES = 'HttpOnly; SameSite=Strict';

/** The secret of a session as a browser holds it; `null` where it holds none. */
export function secretOf(request: Request): string | null {
  const pairs = (request.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  const given = pairs.find((pair) => pair.startsWith(`${NAME}=`))?.slice(NAME.length + 1) ?? '';
  return SECRET.test(given) ? given : null;
}

export function giveSecret(response: Response, secret: string, isSecure: boolean): void {
  response.append('Set-Cookie', `${NAME}=${secret}; ${ATTRIBUTES}${isSecure ? '; Secure' : ''}`);
}

export function forgetSecret(response: Response): void {
  response.append('Set-Cookie', `${NAME}=; Max-Age=0; ${ATTRIBUTES}`);
}

/** Whether the browser's own connection is encrypted: its page says so truly, also where a proxy holds the certificate. */
export function isEncrypted(request: Request, publicUrl: string | undefined): boolean {
  const seen = request.get('origin') ?? publicUrl ?? '';
  return request.secure || seen.startsWith('https://');
}
