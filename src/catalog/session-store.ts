import type { Database } from './database.js';
import type { SessionRecord, SessionStore } from './sessions.js';

/** Who is signed in: only hashes are stored. */
export function createSessionStore(database: Database): SessionStore {
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
    begin(session) {
      add.run(session);
    },
    byHash: (hash) => (find.get(hash) as SessionRecord | undefined) ?? null,
    extend(hash, expiresAt) {
      extend.run(expiresAt, hash);
    },
    end(hash) {
      drop.run(hash);
    },
    forgetExpired(now) {
      dropExpired.run(now);
    },
  };
}
