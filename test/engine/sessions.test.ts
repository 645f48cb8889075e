import { beforeEach, expect, it } from 'vitest';
import type { SessionRecord, SessionStore } from '../../src/catalog/sessions.js';
import { hashOfKey, type Keys } from '../../src/engine/keys.js';
import { createSessions, isSameToken, type Sessions } from '../../src/engine/sessions.js';
import { CatalogUnusableError } from '../../src/errors.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BEGUN = Date.parse('2026-05-01T08:00:00Z');
const holder = { name: 'ana', allows: () => true };

let now = BEGUN;
let stored: Map<string, SessionRecord>;
let valid: Set<string>;
let writes: number;
let problem: Error | null;
let sessions: Sessions;

beforeEach(() => {
  [now, stored, valid, writes, problem] = [BEGUN, new Map(), new Set(['the key']), 0, null];
  const store: SessionStore = {
    begin: (session) => void stored.set(session.hash, session),
    byHash: (hash) => stored.get(hash) ?? null,
    extend(hash, expiresAt) {
      if (problem !== null) throw problem;
      writes += 1;
      const session = stored.get(hash);
      if (session !== undefined) stored.set(hash, { ...session, expiresAt });
    },
    end: (hash) => void stored.delete(hash),
    forgetExpired(before) {
      for (const { hash, expiresAt } of stored.values()) if (expiresAt < before) stored.delete(hash);
    },
  };
  const keys: Keys = {
    any: () => true,
    holder: (key) => (valid.has(key) ? holder : null),
    byHash: (hash) => ([...valid].some((key) => hashOfKey(key) === hash) ? holder : null),
  };
  sessions = createSessions({ catalog: { sessions: store }, keys, idleMinutes: 30, clock: () => now });
});

const use = (secret: string) => sessions.open(secret, { isUse: true });

it('a session ends after its idle time, and not while it is used', () => {
  const { secret, expiresAt } = sessions.begin('the key', holder);
  expect(expiresAt).toBe(BEGUN + 30 * MINUTE);
  for (let minute = 0; minute < 90; minute += 29) {
    now = BEGUN + minute * MINUTE;
    expect(use(secret)).toMatchObject({ holder: { name: 'ana' }, expiresAt: now + 30 * MINUTE });
  }
  now += 30 * MINUTE - 1;
  expect(sessions.open(secret, { isUse: false })).toMatchObject({ expiresAt: now + 1 });
  now += 1;
  expect(use(secret)).toBe('expired');
});

it('a session ends after twelve hours however busy', () => {
  const { secret } = sessions.begin('the key', holder);
  for (; now < BEGUN + 12 * HOUR; now += 20 * MINUTE) expect(use(secret)).toHaveProperty('expiresAt');
  expect(now).toBe(BEGUN + 12 * HOUR);
  expect(use(secret)).toBe('expired');
});

it('a use is written down once in half a minute, not with every request', () => {
  const { secret } = sessions.begin('the key', holder);
  for (let second = 1; second <= 60; second += 1) {
    now = BEGUN + second * 1000;
    use(secret);
  }
  expect(writes).toBe(2);
});

it('a use that cannot be written down is a use, and lengthens nothing', () => {
  const { secret, expiresAt } = sessions.begin('the key', holder);
  now += MINUTE;
  problem = new CatalogUnusableError('The disk is full.');
  expect(use(secret)).toMatchObject({ expiresAt });
  problem = new TypeError('not foreseen');
  expect(() => use(secret)).toThrow('not foreseen');
});

it('a session ends with its key, and does not come back with it', () => {
  const { secret } = sessions.begin('the key', holder);
  valid.delete('the key');
  expect(use(secret)).toBe('unknown');
  valid.add('the key');
  expect(use(secret)).toBe('unknown');
});

it('a session that was ended is unknown, as is one that never was', () => {
  const [one, other] = [sessions.begin('the key', holder), sessions.begin('the key', holder)];
  sessions.end(one.secret);
  expect([use(one.secret), use('x'.repeat(43))]).toEqual(['unknown', 'unknown']);
  expect(use(other.secret)).toHaveProperty('holder');
});

it('neither the secret nor its token is stored, and each session has its own', () => {
  const [one, other] = [sessions.begin('the key', holder), sessions.begin('the key', holder)];
  expect(Buffer.from(one.secret, 'base64url')).toHaveLength(32);
  const kept = JSON.stringify([...stored.values()]);
  for (const secret of [one.secret, one.csrfToken, other.secret, 'the key'])
    expect(kept).not.toContain(secret);
  expect(isSameToken(one.csrfToken, other.csrfToken)).toBe(false);
  expect(use(one.secret)).toMatchObject({ csrfToken: one.csrfToken });
});

it('what expired a day ago is forgotten at the next sign-in', () => {
  const { secret } = sessions.begin('the key', holder);
  now += 24 * HOUR;
  sessions.begin('the key', holder);
  expect(use(secret)).toBe('expired');
  now += HOUR;
  sessions.begin('the key', holder);
  expect(use(secret)).toBe('unknown');
});
