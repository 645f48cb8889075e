import type { Database, Statement } from './database.js';
import { ARTICLE_COLUMNS } from './rows.js';

/** A vector counts only while it was made from the text that is stored now, without what is boilerplate now. */
export const EMBEDDED =
  'embeddings e ON e.space = ? AND e.article_key = a.key AND e.text_hash = a.text_hash AND e.current = 1';
/** Something places the article beside others. */
export const PLACEABLE = 'a.deleted_at IS NULL AND (e.vector IS NOT NULL OR length(t.terms) > 0)';

/** The note of a source that gives only what is newest. No source notes anything under such a name. */
export const PARTIAL = '(partial)';

export type Statements = ReturnType<typeof prepareStatements>;

/** Every statement of the catalogue, prepared once. `pluck` gives the first column instead of a row. */
export function prepareStatements(database: Database) {
  const prepare = (source: string): Statement => database.prepare(source);
  const pluck = (source: string): Statement => prepare(source).pluck();
  const articleColumns = ARTICLE_COLUMNS.split(', ')
    .map((column) => `a.${column}`)
    .join(', ');
  return {
    meta: pluck('SELECT value FROM meta WHERE name = ?'),
    setMeta: prepare(
      'INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    ),
    bumpSequence: pluck("UPDATE meta SET value = value + 1 WHERE name = 'sequence' RETURNING value"),
    bumpDerived: prepare(
      "INSERT INTO meta VALUES ('derived', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1",
    ),
    dataVersion: pluck('PRAGMA data_version'),
    totalChanges: pluck('SELECT total_changes()'),
    // There are facets of live articles alone, in far fewer pages than any index of `articles` has.
    count: pluck('SELECT count(*) FROM facets'),

    existing: prepare(
      'SELECT key, content_hash, text_hash, updated_at, deleted_at, deleted_by FROM articles WHERE id = ?',
    ),
    liveTextHash: pluck('SELECT text_hash FROM articles WHERE key = ? AND deleted_at IS NULL'),
    upsert: prepare(`
      INSERT INTO articles (id, sequence, content_hash, text_hash, title, summary, url, former_urls, image, section, tags, authors,
        language, primary_language, published_at, updated_at, no_recommend, sponsored, paywalled, extra, body_format, body)
      VALUES ($id, $sequence, $content_hash, $text_hash, $title, $summary, $url, $former_urls, $image, $section, $tags, $authors,
        $language, $primary_language, $published_at, $updated_at, $no_recommend, $sponsored, $paywalled, $extra,
        $body_format, $body)
      ON CONFLICT (id) DO UPDATE SET sequence = $sequence, content_hash = $content_hash, text_hash = $text_hash,
        title = $title, summary = $summary, url = $url, former_urls = $former_urls, image = $image, section = $section, tags = $tags,
        authors = $authors, language = $language, primary_language = $primary_language, published_at = $published_at,
        updated_at = $updated_at, no_recommend = $no_recommend, sponsored = $sponsored, paywalled = $paywalled,
        extra = $extra, body_format = $body_format, body = $body, deleted_at = NULL, deleted_by = NULL`),
    saveLength: prepare('UPDATE facets SET words = ? WHERE article_key = ?'),
    bury: prepare(`
      UPDATE articles SET sequence = $sequence, deleted_at = $now, deleted_by = $by, title = '', summary = NULL,
        url = NULL, former_urls = '[]', image = NULL, tags = '[]', authors = '[]', extra = '{}', body = '' WHERE key = $key`),

    addOrigin: prepare(`
      INSERT INTO origins (article_key, source, run, content_hash) VALUES (?, ?, ?, ?)
      ON CONFLICT (source, article_key) DO UPDATE SET run = excluded.run, content_hash = excluded.content_hash`),
    given: pluck('SELECT content_hash FROM origins WHERE source = ? AND article_key = ?'),
    touch: prepare(`
      UPDATE origins SET run = $run
      WHERE source = $source AND article_key = (SELECT key FROM articles WHERE id = $id)`),
    staleOrigins: pluck('SELECT article_key FROM origins WHERE source = ? AND run <> ?'),
    staleness: prepare(
      'SELECT count(*) AS given, coalesce(sum(run <> ?), 0) AS stale FROM origins WHERE source = ?',
    ),
    dropOrigin: prepare('DELETE FROM origins WHERE source = ? AND article_key = ?'),
    dropOrigins: prepare('DELETE FROM origins WHERE article_key = ?'),
    origin: pluck('SELECT 1 FROM origins WHERE source = ? AND article_key = ?'),
    anyOrigin: pluck(`
      SELECT 1 FROM origins o WHERE article_key = ?
        AND NOT EXISTS (SELECT 1 FROM source_notes n WHERE n.source = o.source AND n.name = '${PARTIAL}') LIMIT 1`),

    saveVector: prepare(`
      INSERT INTO embeddings (space, article_key, text_hash, vector, left_out, current) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (space, article_key) DO UPDATE SET text_hash = excluded.text_hash, vector = excluded.vector,
        left_out = excluded.left_out, current = excluded.current`),
    dropVectors: prepare('DELETE FROM embeddings WHERE article_key = ?'),
    saveText: prepare(`
      INSERT INTO texts (article_key, signature, terms, segments) VALUES (?, ?, ?, ?)
      ON CONFLICT (article_key) DO UPDATE SET signature = excluded.signature, terms = excluded.terms,
        segments = excluded.segments`),
    dropText: prepare('DELETE FROM texts WHERE article_key = ?'),
    signature: pluck('SELECT signature FROM texts WHERE article_key = ? AND signature IS NOT NULL'),
    terms: pluck('SELECT terms FROM texts WHERE article_key = ?'),
    vectorHash: pluck('SELECT text_hash FROM embeddings WHERE space = ? AND article_key = ? AND current = 1'),
    vector: prepare(
      `SELECT e.vector FROM articles a JOIN ${EMBEDDED} WHERE a.key = ? AND a.deleted_at IS NULL`,
    ),

    find: prepare(`SELECT ${ARTICLE_COLUMNS} FROM articles WHERE id = ? AND deleted_at IS NULL`),
    load: prepare(`SELECT ${ARTICLE_COLUMNS} FROM articles WHERE key = ? AND deleted_at IS NULL`),
    newest: pluck(`
      SELECT a.id FROM articles a CROSS JOIN facets f ON f.article_key = a.key
      WHERE a.deleted_at IS NULL AND f.recommendable = 1 AND (a.published_at IS NULL OR a.published_at <= ?)
      ORDER BY a.published_at DESC, a.key DESC LIMIT 1`),
    published: prepare(`
      SELECT key, id, title, url FROM articles
      WHERE deleted_at IS NULL AND (published_at IS NULL OR published_at <= ?) AND key > ? ORDER BY key LIMIT ?`),
    publishedUpTo: pluck(
      'SELECT max(published_at) FROM facets WHERE recommendable = 1 AND published_at <= ?',
    ),
    publishedNext: pluck('SELECT min(published_at) FROM facets WHERE recommendable = 1 AND published_at > ?'),

    notEmbedded: prepare(`
      SELECT ${articleColumns} FROM articles a LEFT JOIN ${EMBEDDED}
      WHERE a.deleted_at IS NULL AND e.article_key IS NULL AND a.key > ? ORDER BY a.key LIMIT ?`),
    countNotEmbedded: pluck(`
      SELECT count(*) FROM articles a LEFT JOIN ${EMBEDDED} WHERE a.deleted_at IS NULL AND e.article_key IS NULL`),
    // CROSS: articles first, in the order of their keys. Otherwise each page has SQLite sort all that is left.
    placeable: prepare(`
      SELECT a.key, a.text_hash, e.left_out, e.vector, t.terms FROM articles a CROSS JOIN ${EMBEDDED}
      LEFT JOIN texts t ON t.article_key = a.key WHERE ${PLACEABLE} AND a.key > ? ORDER BY a.key LIMIT ?`),
    countPlaceable: pluck(`
      SELECT count(*) FROM articles a JOIN ${EMBEDDED} LEFT JOIN texts t ON t.article_key = a.key WHERE ${PLACEABLE}`),
    countEmbedded: pluck(`
      SELECT count(*) FROM articles a JOIN ${EMBEDDED} WHERE a.deleted_at IS NULL AND e.vector IS NOT NULL`),
    countLeftOut: pluck(`
      SELECT count(DISTINCT article_key) FROM embeddings WHERE current = 1 AND length(left_out) > 0`),
    changesSince: prepare(`
      SELECT a.key, a.sequence, a.deleted_at IS NOT NULL AS deleted, e.article_key IS NOT NULL AS embedded, e.vector, t.terms
      FROM articles a LEFT JOIN ${EMBEDDED} LEFT JOIN texts t ON t.article_key = a.key WHERE a.sequence > ? ORDER BY a.sequence LIMIT ?`),
  };
}
