import type { Database } from './database.js';
import type { SessionRecord, SessionStore } from './sessions.js';

/** Who is signed in: only hashes are stored. `transaction` waits for other writers, and explains the driver's errors. */
export function createSessionStore(
  database: Database,
  transaction: (work: () => void) => void,
): SessionStore {
  const add = database.prepare(
    'INSERT INTO sessions (hash, key_hash, started_at, expires_at) VALUES ($hash, $keyHash, $startedAt, $expiresAt)',
  );
  const find = database.prepare(
    'SELECT hash, key_hash AS keyHash, started_at AS startedAt, expires_at AS expiresAt FROM sessions WHERE hash = ?',
  );
  const extend = database.prepare('UPDATE sessions SET expires_at = ? WHERE hash = ?');
  const drop = database.prepare('DELETE FROM sessions WHERE hash = ?');
  const dropExpired = database.prepare('DELETE FROM sessions WHERE expires_at < ?');
  return {
    begin: (session) => transaction(() => void add.run(session)),
    byHash: (hash) => (find.get(hash) as SessionRecord | undefined) ?? null,
    extend: (hash, expiresAt) => transaction(() => void extend.run(expiresAt, hash)),
    end: (hash) => transaction(() => void drop.run(hash)),
    forgetExpired: (now) => transaction(() => void dropExpired.run(now)),
  };
}
