import type { Request, RequestHandler } from 'express';
import type { KeyHolder, Keys } from '../engine/keys.js';
import type { FailedSignIns } from './desk/failed-sign-ins.js';
import { HttpError } from './problem.js';
import { notesOf } from './request-notes.js';

/** The keys, and who has tried wrong ones. */
export interface GuardedKeys extends Keys {
  readonly failed: FailedSignIns;
  /** Of those who signed in at the desk. */
  readonly failedSignIns: FailedSignIns;
  /** Of those who only read, and may have sent the token of something else along: they are not kept from writing. */
  readonly failedReading: FailedSignIns;
}

/**
 * Lets through who shows a key of that scope as `Authorization: Bearer …`. Where there is no key at all, nobody; `what`
 * they wanted is told in the words of a sentence's beginning.
 */
export function requireKey(
  keys: GuardedKeys,
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

/**
 * Whose key a request shows; `null` without one, or with one that is unknown. Throws a 429 where too many wrong ones came
 * from its address.
 */
export function holderOf(request: Request, keys: GuardedKeys): KeyHolder | null {
  const given = shownBy(request);
  if (given === '' || !keys.any()) return null;
  keys.failed.check(request);
  const holder = keys.holder(given);
  if (holder === null) keys.failed.count(request);
  return holder;
}

/** Whether a request shows a key for reading what is not for everybody. After too many wrong ones, none counts for a while. */
export function mayReadMore(request: Request, keys: GuardedKeys): boolean {
  const given = shownBy(request);
  if (given === '' || !keys.any() || keys.failedReading.mustWait(request)) return false;
  const holder = keys.holder(given);
  if (holder === null) keys.failedReading.count(request);
  return holder?.allows('read') === true;
}

function shownBy(request: Request): string {
  return /^Bearer +(.+)$/i.exec(request.get('authorization') ?? '')?.[1]?.trim() ?? '';
}
