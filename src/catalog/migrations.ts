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
  {
    name: '0002-boilerplate-facets-tags',
    sql: `
      -- segments, left_out: 32-bit hashes, little-endian, ascending. A vector is current while it was made without
      -- the passages that are boilerplate now; the others wait to be made anew.
      ALTER TABLE texts ADD COLUMN segments BLOB;
      ALTER TABLE embeddings ADD COLUMN left_out BLOB NOT NULL DEFAULT x'';
      ALTER TABLE embeddings ADD COLUMN current INTEGER NOT NULL DEFAULT 1;

      CREATE TABLE boilerplate (
        hash INTEGER PRIMARY KEY,
        normal TEXT NOT NULL,
        example TEXT NOT NULL,
        articles INTEGER NOT NULL
      );

      -- What filters read, of live articles, in narrow rows: those of articles carry the bodies. section is folded.
      CREATE TABLE facets (
        article_key INTEGER PRIMARY KEY REFERENCES articles (key) ON DELETE CASCADE,
        recommendable INTEGER NOT NULL,
        published_at INTEGER,
        language TEXT,
        section TEXT,
        sponsored INTEGER NOT NULL,
        paywalled INTEGER NOT NULL,
        address TEXT,
        words INTEGER NOT NULL DEFAULT 0
      );
      CREATE TABLE tags (
        tag TEXT NOT NULL,
        article_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
        PRIMARY KEY (tag, article_key)
      ) WITHOUT ROWID;
      INSERT INTO facets (article_key, recommendable, published_at, language, section, sponsored, paywalled, address)
        SELECT key, 1 - no_recommend, published_at, primary_language, fold_name(section), sponsored, paywalled,
          canonical_address(url)
        FROM articles WHERE deleted_at IS NULL;
      INSERT OR IGNORE INTO tags
        SELECT fold_name(t.value), a.key FROM articles a, json_each(a.tags) t WHERE a.deleted_at IS NULL;

      CREATE INDEX facets_by_section ON facets (section, published_at, language, sponsored, paywalled)
        WHERE recommendable = 1;
      CREATE INDEX facets_by_date ON facets (published_at, language, sponsored, paywalled) WHERE recommendable = 1;
      CREATE INDEX facets_by_address ON facets (address) WHERE address IS NOT NULL;
      CREATE INDEX tags_by_article ON tags (article_key);
      DROP INDEX articles_by_language;
    `,
  },
  {
    name: '0003-former-addresses-notes-clicks',
    sql: `
      ALTER TABLE articles ADD COLUMN former_urls TEXT NOT NULL DEFAULT '[]';

      -- Canonical addresses under which an article was found before: those it names itself, and those it has moved from.
      CREATE TABLE former_addresses (
        address TEXT NOT NULL,
        article_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
        PRIMARY KEY (address, article_key)
      ) WITHOUT ROWID;
      CREATE INDEX former_addresses_by_article ON former_addresses (article_key);

      -- What a source wants to know when it is read again: versions of documents, how far it came.
      CREATE TABLE source_notes (
        source TEXT NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (source, name)
      ) WITHOUT ROWID;

      -- Counted by day (since 1970, UTC), so that nothing tells one reader from another.
      CREATE TABLE clicks (
        day INTEGER NOT NULL,
        article_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
        link_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        impressions INTEGER NOT NULL,
        clicks INTEGER NOT NULL,
        PRIMARY KEY (day, article_key, link_key, position)
      ) WITHOUT ROWID;
    `,
  },
  {
    name: '0004-keys',
    sql: `
      -- hash: hex SHA-256 of a key of 256 random bits, which needs no salt and no slow function.
      CREATE TABLE keys (
        name TEXT PRIMARY KEY,
        hash TEXT NOT NULL UNIQUE,
        scopes TEXT NOT NULL,
        created_at INTEGER NOT NULL
      ) WITHOUT ROWID;
    `,
  },
  {
    name: '0005-rules-decisions-sessions-judgments-titles',
    sql: `
      -- article_key, link_key: 0, and mode: '', where a rule has none. Not bound to articles: keys are never reused, so
      -- that the rules of a deleted article wait for its return.
      CREATE TABLE rules (
        article_key INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('pin', 'block', 'never_recommend', 'no_links')),
        link_key INTEGER NOT NULL,
        mode TEXT NOT NULL,
        position INTEGER,
        expires_at INTEGER,
        note TEXT,
        made_by TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        PRIMARY KEY (article_key, kind, link_key, mode)
      ) WITHOUT ROWID;
      CREATE INDEX rules_by_link ON rules (kind, link_key);
      CREATE INDEX rules_by_end ON rules (expires_at) WHERE expires_at IS NOT NULL;

      -- Only ever added to. changes: the rules before and after, JSON.
      CREATE TABLE decisions (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        made_by TEXT NOT NULL,
        action TEXT NOT NULL,
        article_key INTEGER,
        link_key INTEGER,
        note TEXT,
        undoes INTEGER REFERENCES decisions (number),
        changes TEXT NOT NULL,
        details TEXT
      );
      CREATE INDEX decisions_by_article ON decisions (article_key) WHERE article_key IS NOT NULL;
      CREATE INDEX decisions_by_link ON decisions (link_key) WHERE link_key IS NOT NULL;
      CREATE INDEX decisions_by_undone ON decisions (undoes) WHERE undoes IS NOT NULL;
      INSERT INTO meta VALUES ('rules', 0);

      -- hash, key_hash: hex SHA-256.
      CREATE TABLE sessions (
        hash TEXT PRIMARY KEY,
        key_hash TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL
      ) WITHOUT ROWID;

      CREATE TABLE judgments (
        query_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
        document_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
        grade INTEGER NOT NULL,
        judged_by TEXT NOT NULL,
        judged_at INTEGER NOT NULL,
        PRIMARY KEY (query_key, document_key)
      ) WITHOUT ROWID;

      -- The words of live articles' titles, without the titles. rowid: the article's key.
      CREATE VIRTUAL TABLE titles USING fts5 (
        title, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
      );
      INSERT INTO titles (rowid, title) SELECT key, spaced_title(title) FROM articles WHERE deleted_at IS NULL;
    `,
  },
  {
    name: '0006-facts-by-key',
    sql: `
      -- What is asked of every candidate, without the pages that hold the texts.
      CREATE INDEX articles_by_key_with_facts
        ON articles (key, id, primary_language, published_at, section, tags, sponsored, paywalled, url);
    `,
  },
];
