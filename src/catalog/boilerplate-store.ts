import { type Boilerplate, leftOutOf } from '../text/boilerplate.js';
import type { BoilerplatePassage, SegmentedArticle } from './catalog.js';
import type { Database } from './database.js';
import { toBlob, toHashes } from './rows.js';

/** Vectors whose left-out passages are compared at a time. */
const PAGE = 4096;

/** The current boilerplate, and which vectors were made without it. Every method runs inside the caller's transaction. */
export function createBoilerplateStore(database: Database) {
  const all = database.prepare(
    'SELECT hash, normal, example, articles FROM boilerplate ORDER BY articles DESC, hash',
  );
  const clear = database.prepare('DELETE FROM boilerplate');
  const insert = database.prepare(
    'INSERT INTO boilerplate (hash, normal, example, articles) VALUES (?, ?, ?, ?)',
  );
  const vectors = database.prepare(`
    SELECT e.rowid, e.left_out, e.current, t.segments
    FROM embeddings e LEFT JOIN texts t ON t.article_key = e.article_key
    WHERE e.rowid > ? ORDER BY e.rowid LIMIT ${PAGE}`);
  const setCurrent = database.prepare('UPDATE embeddings SET current = ? WHERE rowid = ?');
  const segmented = database.prepare(`
    SELECT t.article_key AS key, f.language, t.segments FROM texts t JOIN facets f ON f.article_key = t.article_key
    WHERE t.segments IS NOT NULL AND t.article_key > ? ORDER BY t.article_key LIMIT ?`);

  const version = database.prepare("SELECT value FROM meta WHERE name = 'boilerplate'").pluck();
  const setVersion = database.prepare(
    "INSERT INTO meta VALUES ('boilerplate', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
  );

  const passages = () => all.all() as BoilerplatePassage[];
  const current = (): Boilerplate => new Map(passages().map(({ hash, normal }) => [hash, normal]));

  let known: { readonly version: unknown; readonly set: Boilerplate } | null = null;

  return {
    passages,
    /** Read anew only when it has changed. */
    boilerplate(): Boilerplate {
      const latest = version.get();
      if (known === null || known.version !== latest) known = { version: latest, set: current() };
      return known.set;
    },
    /**
     * Whether the set differs from what is stored; then it is stored, vectors made otherwise are set aside, and the
     * change has the next sequence number.
     */
    replace(wanted: readonly BoilerplatePassage[], nextSequence: () => number): boolean {
      const before = current();
      const same =
        before.size === wanted.length && wanted.every(({ hash, normal }) => before.get(hash) === normal);
      clear.run();
      for (const { hash, normal, example, articles } of wanted) insert.run(hash, normal, example, articles);
      if (same) return false;
      setVersion.run(nextSequence());
      const now = current();
      for (let after = 0; ; ) {
        const page = vectors.all(after) as VectorRow[];
        for (const row of page) {
          const segments = row.segments === null ? new Uint32Array() : toHashes(row.segments);
          const isCurrent = Number(row.left_out.equals(toBlob(leftOutOf(segments, now))));
          if (isCurrent !== row.current) setCurrent.run(isCurrent, row.rowid);
          after = row.rowid;
        }
        if (page.length < PAGE) return true;
      }
    },
    segmented: (after: number, limit: number): SegmentedArticle[] =>
      (segmented.all(after, limit) as { key: number; language: string | null; segments: Buffer }[]).map(
        ({ key, language, segments }) => ({ key, language, segments: toHashes(segments) }),
      ),
  };
}

interface VectorRow {
  readonly rowid: number;
  readonly left_out: Buffer;
  readonly current: number;
  readonly segments: Buffer | null;
}
