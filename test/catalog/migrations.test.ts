import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { anyArticle } from '../../src/catalog/eligibility.js';
import { MIGRATIONS } from '../../src/catalog/migrations.js';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const refusal = (name: string, message: RegExp) =>
  expect.objectContaining({ name, message: expect.stringMatching(message) });

/** A database written by somebody else's program. */
function foreign(file: string, pragmas: readonly string[]): Buffer {
  const database = new Database(file);
  database.exec("CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('bread')");
  for (const pragma of pragmas) database.pragma(pragma);
  database.close();
  return readFileSync(file);
}

describe('migrations', () => {
  it('are the released ones, in their order, word for word', () => {
    const released = MIGRATIONS.map(({ name, sql }) => [
      name,
      createHash('sha256').update(sql).digest('hex').slice(0, 16),
    ]);
    // Never change a line here: append one for a new migration.
    expect(released).toEqual([
      ['0001-articles-embeddings-origins-runs', '59e4e3b3479dc306'],
      ['0002-boilerplate-facets-tags', 'eb3b2256dc3c4afb'],
      ['0003-former-addresses-notes-clicks', '8c404413276b6019'],
      ['0004-keys', 'd4e043760eae4fb2'],
      ['0005-rules-decisions-sessions-judgments-titles', '6279b10f3784b31e'],
      ['0006-facts-by-key', 'f505d83b6fca7e49'],
    ]);
  });

  it('bring a fresh file to the newest format', () => {
    const file = join(temporaryFolder(), 'catalog.sqlite');
    openSqliteCatalog(file).close();
    const database = new Database(file, { readonly: true });
    expect(database.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
    expect(database.pragma('application_id', { simple: true })).toBe(0x73656561);
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    database.close();
  });

  it('fill what filters read of the articles that an older format holds', () => {
    const file = join(temporaryFolder(), 'catalog.sqlite');
    const old = new Database(file);
    old.exec(MIGRATIONS[0]?.sql ?? '');
    old.pragma('application_id = 1936024929');
    old.pragma('user_version = 1');
    const insert = old.prepare(`
      INSERT INTO articles (id, sequence, content_hash, text_hash, title, url, section, tags, authors,
        primary_language, published_at, no_recommend, sponsored, paywalled, extra, body_format, body, deleted_at)
      VALUES (?, ?, '', '', 'T', 'http://www.example.org/a/?utm_source=x', 'Économie', '["Yen", "YEN", "bank"]', '[]',
        'en', 5, 0, 1, 1, '{}', 'auto', '', ?)`);
    insert.run('there', 1, null);
    insert.run('gone', 2, 6);
    old.close();
    const catalog = openSqliteCatalog(file);
    expect(catalog.facts([1, 2])).toEqual([
      {
        key: 1,
        id: 'there',
        language: 'en',
        publishedAt: 5,
        noRecommend: false,
        section: 'Économie',
        tags: ['Yen', 'YEN', 'bank'],
        sponsored: true,
        paywalled: true,
        url: 'http://www.example.org/a/?utm_source=x',
        address: 'https://example.org/a',
        words: 0,
      },
    ]);
    const filter = { ...anyArticle(10), sections: ['éCONOMIE'], tags: ['yen'], sponsored: true };
    expect(catalog.eligible(filter)).toEqual([1]);
    expect(catalog.eligible({ ...filter, excludeAddresses: ['https://example.org/a'] })).toEqual([]);
    catalog.close();
  });

  it('make articles that format 4 holds found by their titles', () => {
    const file = join(temporaryFolder(), 'catalog.sqlite');
    const old = new Database(file);
    old.function('fold_name', (_name) => null);
    old.function('canonical_address', (_url) => null);
    for (const { sql } of MIGRATIONS.slice(0, 4)) old.exec(sql);
    old.pragma('application_id = 1936024929');
    old.pragma('user_version = 4');
    const insert = old.prepare(`
      INSERT INTO articles (id, sequence, content_hash, text_hash, title, tags, authors, no_recommend, sponsored,
        paywalled, extra, body_format, body, deleted_at)
      VALUES (?, ?, '', '', ?, '[]', '[]', 0, 0, 0, '{}', 'auto', '', ?)`);
    insert.run('there', 1, '日本銀行 raises rates', null);
    insert.run('gone', 2, '', 6);
    old.exec(`INSERT INTO facets (article_key, recommendable, sponsored, paywalled) VALUES (1, 1, 0, 0)`);
    old.close();
    const catalog = openSqliteCatalog(file);
    for (const text of ['rais', '銀行', '']) expect(catalog.search(text, 10, 10)).toEqual([1]);
    expect(catalog.search('gone', 10, 10)).toEqual([]);
    expect(catalog.rules.revision()).toBe(0);
    catalog.delete('there');
    expect(catalog.search('rais', 10, 10)).toEqual([]);
    catalog.close();
  });

  it('leave a file of the newest format as it is', () => {
    const file = join(temporaryFolder(), 'catalog.sqlite');
    openSqliteCatalog(file).close();
    const before = readFileSync(file);
    openSqliteCatalog(file).close();
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe('a catalogue is refused, and not a byte of it changed,', () => {
  it('when a newer program wrote it', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'catalog.sqlite');
    openSqliteCatalog(file).close();
    const newer = new Database(file);
    newer.pragma(`user_version = ${MIGRATIONS.length + 1}`);
    newer.close();
    const before = readFileSync(file);
    expect(() => openSqliteCatalog(file)).toThrow(refusal('CatalogTooNewError', /Upgrade seealso/));
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(['catalog.sqlite']);
  });

  it.each([
    ['', []],
    [' with a format of its own', ['user_version = 1']],
    [' of a later format', ['user_version = 99', 'application_id = 42']],
    [' that names its program only', ['application_id = 42']],
  ])('when it is an SQLite file of another program%s', (_kind, pragmas) => {
    const folder = temporaryFolder();
    const file = join(folder, 'catalog.sqlite');
    const before = foreign(file, pragmas);
    expect(() => openSqliteCatalog(file)).toThrow(refusal('CatalogUnusableError', /another program/));
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(['catalog.sqlite']);
  });

  it('when it is not a database', () => {
    const file = join(temporaryFolder(), 'catalog.sqlite');
    const before = 'Not a database, but a long enough text to be mistaken for one. '.repeat(100);
    writeFileSync(file, before);
    expect(() => openSqliteCatalog(file)).toThrow(refusal('CatalogUnusableError', /SQLITE_NOTADB/));
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('when it is a folder', () => {
    expect(() => openSqliteCatalog(temporaryFolder())).toThrow(refusal('CatalogUnusableError', /cannot be/));
  });
});
