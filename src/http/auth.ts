import type { Request, RequestHandler } from 'express';
import type { KeyHolder, Keys } from '../engine/keys.js';
import { HttpError } from './problem.js';
import { notesOf } from './request-notes.js';

/**
 * Lets through who shows a key of that scope as `Authorization: Bearer …`. Where there is no key at all, nobody; `what`
 * they wanted is told in the words of a sentence's beginning.
 */
export function requireKey(
  keys: Keys,
  scope: Parameters<KeyHolder['allows']>[0],
  what = 'Writing',
): RequestHandler {
  return (request, response, next) => {
    const holder = holderOf(request, keys);
    if (holder === null && !keys.any()) {
      throw new HttpError(
        403,
        `${what.toLowerCase().replaceAll(' ', '_')}_is_off`,
        `${what} is switched off on this server. Start it with --api-key or SEEALSO_API_KEY, or add a key with \`seealso keys add\`, to allow it.`,
      );
    }
    if (holder === null) {
      throw new HttpError(
        401,
        'wrong_key',
        'This needs the header `Authorization: Bearer <key>` with a key of this server.',
        { 'WWW-Authenticate': 'Bearer' },
      );
    }
    if (!holder.allows(scope)) {
      throw new HttpError(
        403,
        'scope_missing',
        `${what} needs a key with the scope ${scope}, which “${holder.name}” has not. Add one: \`seealso keys add <name> --scope ${scope}\`.`,
      );
    }
    notesOf(response).by = holder.name;
    next();
  };
}

/** Whose key a request shows; `null` without one, or with one that is unknown. */
export function holderOf(request: Request, keys: Keys): KeyHolder | null {
  const given = /^Bearer +(.+)$/i.exec(request.get('authorization') ?? '')?.[1]?.trim() ?? '';
  return given === '' ? null : keys.holder(given);
}
