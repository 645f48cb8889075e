import type { WriteOrigin } from './catalog.js';
import type { Database } from './database.js';

/**
 * Whether a stored article was changed after the source that now gives it was read, as told by `readAt`: by somebody
 * else than this source, and not by another source in the same run.
 */
export function createOvertaken(database: Database): (key: number, origin: WriteOrigin) => boolean {
  const changedSince = database.prepare(`
    SELECT 1 FROM articles a WHERE a.key = $key AND a.sequence > $readAt AND NOT EXISTS (
      SELECT 1 FROM origins o WHERE o.article_key = a.key AND o.content_hash = a.content_hash
        AND (o.source = $source OR o.run = $run))`);
  return (key, origin) => {
    if (origin.kind !== 'source' || origin.readAt === undefined) return false;
    const { readAt, source, run } = origin;
    return changedSince.get({ key, readAt, source, run }) !== undefined;
  };
}
