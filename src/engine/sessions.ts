import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Catalog } from '../catalog/catalog.js';
import type { SessionRecord } from '../catalog/sessions.js';
import { CatalogUnusableError } from '../errors.js';
import { hashOfKey, type KeyHolder, type Keys } from './keys.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Nobody stays signed in for longer, however busy. Milliseconds. */
const LONGEST = 12 * HOUR;
/** So long it is known of an ended session that it has expired. Milliseconds. */
const REMEMBERED = 24 * HOUR;
/** A use is written down when it lengthens the session by this share of its idle time. */
const STEP = 1 / 60;

/** Somebody who is signed in. */
export interface Session {
  readonly holder: KeyHolder;
  /** What a page of the desk shows beside the cookie, which a foreign page cannot read. */
  readonly csrfToken: string;
  /** When it ends unless it is used. Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface Begun extends Session {
  /** 256 random bits, for the browser alone: only their hash is kept. */
  readonly secret: string;
}

/** Sign-ins with a key, each ending with its key, after some time without use, and after twelve hours. */
export interface Sessions {
  /** Signs in with a key. Whether its holder may is for the caller to say. */
  begin(key: string, holder: KeyHolder): Begun;
  /** Whose session that is, and, where it is a use, lengthens it. `unknown` where it never was, or its key is gone. */
  open(secret: string, options: { readonly isUse: boolean }): Session | 'unknown' | 'expired';
  end(secret: string): void;
}

export interface SessionParts {
  readonly catalog: Pick<Catalog, 'sessions'>;
  readonly keys: Keys;
  /** Minutes without use after which a session ends. */
  readonly idleMinutes: number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

export function createSessions({ catalog, keys, idleMinutes, clock }: SessionParts): Sessions {
  const idle = idleMinutes * MINUTE;
  const endOf = (startedAt: number) => Math.min(clock() + idle, startedAt + LONGEST);

  const lengthened = (session: SessionRecord): number => {
    const end = endOf(session.startedAt);
    if (end - session.expiresAt < idle * STEP) return session.expiresAt;
    try {
      catalog.sessions.extend(session.hash, end);
      return end;
    } catch (error) {
      // On a full disk, say, it can be read all the same: only the session does not last any longer.
      if (error instanceof CatalogUnusableError) return session.expiresAt;
      throw error;
    }
  };

  return {
    begin(key, holder) {
      const now = clock();
      catalog.sessions.forgetExpired(now - REMEMBERED);
      const secret = randomBytes(32).toString('base64url');
      const expiresAt = endOf(now);
      catalog.sessions.begin({ hash: hashOf(secret), keyHash: hashOfKey(key), startedAt: now, expiresAt });
      return { secret, holder, csrfToken: tokenOf(secret), expiresAt };
    },
    open(secret, { isUse }) {
      const session = catalog.sessions.byHash(hashOf(secret));
      if (session === null) return 'unknown';
      const holder = keys.byHash(session.keyHash);
      if (holder === null) {
        catalog.sessions.end(session.hash);
        return 'unknown';
      }
      if (session.expiresAt <= clock()) return 'expired';
      const expiresAt = isUse ? lengthened(session) : session.expiresAt;
      return { holder, csrfToken: tokenOf(secret), expiresAt };
    },
    end: (secret) => catalog.sessions.end(hashOf(secret)),
  };
}

/** Takes the same time whatever was sent. */
export function isSameToken(given: string, expected: string): boolean {
  return timingSafeEqual(sha256(given), sha256(expected));
}

function tokenOf(secret: string): string {
  return createHmac('sha256', secret).update('seealso desk csrf').digest('base64url');
}

const hashOf = (secret: string): string => sha256(secret).toString('hex');

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
