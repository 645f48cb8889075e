/**
 * Append-only: a migration that has been released is never edited, only followed by another. The number of
 * migrations applied is the catalogue's format.
 */
export const MIGRATIONS: readonly { readonly name: string; readonly sql: string }[] = [
  {
    name: '0001-articles-embeddings-origins-runs',
    sql: `
      CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
      INSERT INTO meta VALUES ('sequence', 0), ('run', 0);

      -- deleted_by: 'request' is a decision that stays until a newer version arrives; 'prune' ends as soon as
      -- any source gives the article again. The texts of a deleted article are forgotten, its hash is kept.
      CREATE TABLE articles (
        key INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        sequence INTEGER NOT NULL,
        content_hash TEXT NOT NULL,
        text_hash TEXT NOT NULL,
        title TEXT NOT NULL,
        summary TEXT,
        url TEXT,
        image TEXT,
        section TEXT,
        tags TEXT NOT NULL,
        authors TEXT NOT NULL,
        language TEXT,
        primary_language TEXT,
        published_at INTEGER,
        updated_at INTEGER,
        no_recommend INTEGER NOT NULL,
        sponsored INTEGER NOT NULL,
        paywalled INTEGER NOT NULL,
        extra TEXT NOT NULL,
        body_format TEXT NOT NULL,
        body TEXT NOT NULL,
        deleted_at INTEGER,
        deleted_by TEXT CHECK (deleted_by IN ('request', 'prune'))
      );
      CREATE UNIQUE INDEX articles_by_sequence ON articles (sequence);
      CREATE INDEX articles_by_language ON articles (primary_language, published_at)
        WHERE deleted_at IS NULL AND no_recommend = 0;
      CREATE INDEX articles_by_date ON articles (published_at) WHERE deleted_at IS NULL;

      CREATE TABLE texts (
        article_key INTEGER PRIMARY KEY REFERENCES articles (key) ON DELETE CASCADE,
        signature BLOB,
        terms BLOB NOT NULL
      );

      CREATE TABLE spaces (
        number INTEGER PRIMARY KEY,
        model TEXT NOT NULL,
        strategy TEXT NOT NULL,
        UNIQUE (model, strategy)
      );

      -- vector: float32, little-endian, unit length; NULL where the text is not embeddable.
      CREATE TABLE embeddings (
        space INTEGER NOT NULL REFERENCES spaces (number) ON DELETE CASCADE,
        article_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
        text_hash TEXT NOT NULL,
        vector BLOB,
        PRIMARY KEY (space, article_key)
      );
      CREATE INDEX embeddings_by_article ON embeddings (article_key);

      CREATE TABLE origins (
        article_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
        source TEXT NOT NULL,
        run INTEGER NOT NULL,
        content_hash TEXT NOT NULL,
        PRIMARY KEY (source, article_key)
      ) WITHOUT ROWID;
      CREATE INDEX origins_by_article ON origins (article_key);

      CREATE TABLE runs (
        run INTEGER PRIMARY KEY,
        started_at TEXT NOT NULL,
        finished_at TEXT NOT NULL,
        outcome TEXT NOT NULL
      );
    `,
  },
];
