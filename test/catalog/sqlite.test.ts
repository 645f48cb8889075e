import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { CatalogUnusableError } from '../../src/errors.js';
import { type CatalogCase, testCatalog } from '../contracts/catalog.js';
import { testCatalogDesk } from '../contracts/catalog-desk.js';
import { testCatalogRules } from '../contracts/catalog-rules.js';
import { testCatalogSearch } from '../contracts/catalog-search.js';
import { article } from '../support/articles.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
const SQLITE: CatalogCase = {
  open: (name, clock) => openSqliteCatalog(join(folder, `${name}.sqlite`), clock),
};
testCatalog('the SQLite catalogue', SQLITE);
testCatalogRules('the SQLite catalogue', SQLITE);
testCatalogSearch('the SQLite catalogue', SQLITE);
testCatalogDesk('the SQLite catalogue', SQLITE);

describe('the SQLite catalogue', () => {
  it('makes the folder that it is to lie in, in which others see nothing', () => {
    const index = join(temporaryFolder(), 'not', 'there');
    const catalog = openSqliteCatalog(join(index, 'catalog.sqlite'));
    expect(catalog.count()).toBe(0);
    expect(statSync(index).mode & 0o007).toBe(0);
    catalog.close();
  });

  it('keeps no word of a deleted title', () => {
    const file = join(temporaryFolder(), 'catalog.sqlite');
    const catalog = openSqliteCatalog(file);
    const row = { article: article('x'), bodyFormat: 'auto' as const, derived: null };
    catalog.write([row], { kind: 'request' }, { model: 'm', strategy: 's' });
    catalog.delete('x');
    catalog.close();
    const database = new Database(file, { readonly: true });
    const matches = database.prepare("SELECT rowid FROM titles WHERE titles MATCH 'title'").all();
    database.close();
    expect(matches).toEqual([]);
  });

  it('says what stands in the way of signing in and of judging, as of every other write', () => {
    const file = join(temporaryFolder(), 'catalog.sqlite');
    const catalog = openSqliteCatalog(file);
    const database = new Database(file);
    for (const table of ['sessions', 'judgments'])
      database.exec(
        `CREATE TRIGGER no_${table} BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'no room'); END`,
      );
    database.close();
    const session = { hash: 'h', keyHash: 'k', startedAt: 0, expiresAt: 1 };
    expect(() => catalog.sessions.begin(session)).toThrow(CatalogUnusableError);
    expect(() => catalog.judgments.grade(1, 2, 3, 'Ada', 0)).toThrow(CatalogUnusableError);
    catalog.close();
  });

  it('says so when its file is damaged', () => {
    const file = join(temporaryFolder(), 'catalog.sqlite');
    const catalog = openSqliteCatalog(file);
    const rows = Array.from({ length: 200 }, (_, i) => ({
      article: article(`a${i}`, { body: 'word '.repeat(200) }),
      bodyFormat: 'auto' as const,
      derived: null,
    }));
    catalog.write(rows, { kind: 'request' }, { model: 'm', strategy: 's' });
    catalog.close();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 40_960, bytes.length - 8192);
    writeFileSync(file, bytes);
    expect(() => {
      const damaged = openSqliteCatalog(file);
      try {
        damaged.write(rows, { kind: 'request' }, { model: 'm', strategy: 's' });
      } finally {
        damaged.close();
      }
    }).toThrow(expect.objectContaining({ name: 'CatalogUnusableError' }));
  });
});
