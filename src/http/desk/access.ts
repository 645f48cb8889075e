import { randomBytes } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { KeyHolder } from '../../engine/keys.js';
import { isSameToken, type Sessions } from '../../engine/sessions.js';
import { type GuardedKeys, holderOf } from '../auth.js';
import { isBrowserAtThisMachine } from '../loopback.js';
import { HttpError } from '../problem.js';
import { notesOf } from '../request-notes.js';
import { secretOf } from './cookie.js';
import { forged, isReading, refuseForeignPages } from './forgery.js';

/** Who works at the desk. */
export interface Actor {
  /** Of the key; `null` where there is no key at all. */
  readonly key: string | null;
  /** As the log names them. */
  readonly name: string;
  readonly admin: boolean;
  /** What a page sends along with every change; empty where a program shows its key with each. */
  readonly csrfToken: string;
  /** When the session ends unless it is used, milliseconds since 1970; `null` without a session. */
  readonly expiresAt: number | null;
}

export interface AccessParts {
  readonly keys: GuardedKeys;
  readonly sessions: Sessions;
  readonly publicUrl: string | undefined;
}

/** Who may work at the desk: whoever signed in with a key for editing, a program that shows one, and, as long as there is no key, this machine. */
export interface Access {
  /** Lets through who may, and remembers them for `actorOf`. */
  readonly admitted: RequestHandler;
  /** The same for what a page does by itself, which does not keep anybody signed in. */
  readonly admittedUnused: RequestHandler;
  /** Of a request that was let through. */
  actorOf(request: Request): Actor;
  /** Whether the same request would still be let through: it may be a stream of hours. No use of its session. */
  isStill(request: Request): boolean;
  /** Throws a 403 where there is no key, and the request is not from this machine. */
  refuseStrangers(request: Request): void;
}

export function createAccess({ keys, sessions, publicUrl }: AccessParts): Access {
  const actors = new WeakMap<Request, Actor>();
  /** Of this process: without keys there is nobody to have a session of their own. */
  const localToken = randomBytes(32).toString('base64url');

  const refuseStrangers = (request: Request): void => {
    if (keys.any() || (publicUrl === undefined && isBrowserAtThisMachine(request))) return;
    throw new HttpError(
      403,
      'desk_is_local',
      'As long as there is no key, the desk answers a browser on its own machine only (http://localhost), and not through a proxy nor under --public-url. Add a key there with `seealso keys add <name> --scope edit`, and sign in with it.',
    );
  };

  const identify = (request: Request, isUse: boolean): Actor => {
    if (/^bearer\b/i.test(request.get('authorization') ?? '')) {
      const holder = holderOf(request, keys);
      if (holder === null) throw unknownKey();
      return actorOfKey(requireEditing(holder), '', null);
    }
    refuseStrangers(request);
    refuseForeignPages(request, publicUrl);
    const actor = keys.any() ? signedIn(request, sessions, isUse) : atThisMachine(localToken);
    if (!isReading(request) && !isSameToken(request.get('x-csrf-token') ?? '', actor.csrfToken)) {
      throw forged('expected the header X-CSRF-Token with the token that `GET desk/session` gives');
    }
    return actor;
  };

  const admitting =
    (isUse: boolean): RequestHandler =>
    (request, response, next) => {
      const actor = identify(request, isUse);
      actors.set(request, actor);
      notesOf(response).by = actor.name;
      next();
    };

  return {
    refuseStrangers,
    admitted: admitting(true),
    admittedUnused: admitting(false),
    actorOf(request) {
      const actor = actors.get(request);
      if (actor === undefined) throw new Error(`${request.path} asks who works there before it let them in.`);
      return actor;
    },
    isStill(request) {
      try {
        identify(request, false);
        return true;
      } catch (error) {
        if (error instanceof HttpError) return false;
        throw error;
      }
    },
  };
}

function signedIn(request: Request, sessions: Sessions, isUse: boolean): Actor {
  const secret = secretOf(request);
  const session = secret === null ? 'unknown' : sessions.open(secret, { isUse });
  if (session === 'expired') {
    throw unauthorised('session_expired', 'You were signed out after a while without use. Sign in again.');
  }
  if (session === 'unknown') {
    throw unauthorised(
      'not_signed_in',
      'Sign in with a key at `POST desk/session`, or show one as a Bearer.',
    );
  }
  return actorOfKey(requireEditing(session.holder), session.csrfToken, session.expiresAt);
}

/** Throws a 403 where the key is for something else. */
export function requireEditing(holder: KeyHolder): KeyHolder {
  if (holder.allows('edit')) return holder;
  throw new HttpError(
    403,
    'scope_missing',
    `The desk needs a key with the scope edit, which “${holder.name}” has not. Add one: \`seealso keys add <name> --scope edit\`.`,
  );
}

/** Throws a 403 where the actor's key is not one of an administrator. */
export function requireAdmin({ admin, name }: Actor, what: string): void {
  if (admin) return;
  throw new HttpError(
    403,
    'scope_missing',
    `${what} needs a key with the scope admin, which “${name}” has not. Ask somebody who has one.`,
  );
}

export function unknownKey(): HttpError {
  return unauthorised(
    'wrong_key',
    'This key opens nothing here. Check that it is whole, or ask whoever runs the server for a new one.',
  );
}

export function actorOfKey(holder: KeyHolder, csrfToken: string, expiresAt: number | null): Actor {
  return { key: holder.name, name: holder.name, admin: holder.allows('admin'), csrfToken, expiresAt };
}

const atThisMachine = (csrfToken: string): Actor => ({
  key: null,
  name: 'this machine',
  admin: true,
  csrfToken,
  expiresAt: null,
});

function unauthorised(code: string, detail: string): HttpError {
  return new HttpError(401, code, detail, { 'WWW-Authenticate': 'Bearer' });
}
