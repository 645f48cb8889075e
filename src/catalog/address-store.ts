import type { Article } from '../article.js';
import { canonicalAddress } from '../text/address.js';
import type { Database } from './database.js';

/** Under which addresses articles are, and were, found. Every method runs inside the caller's transaction. */
export function createAddressStore(database: Database) {
  const current = database.prepare('SELECT address FROM facets WHERE article_key = ?').pluck();
  const add = database.prepare('INSERT OR IGNORE INTO former_addresses (address, article_key) VALUES (?, ?)');
  const drop = database.prepare('DELETE FROM former_addresses WHERE article_key = ?');
  const found = (table: string, key: string) =>
    database
      .prepare(`
        SELECT a.id FROM ${table} t JOIN articles a ON a.key = t.${key}
        WHERE t.address = $address AND (a.published_at IS NULL OR a.published_at <= $now) AND a.deleted_at IS NULL
        ORDER BY a.published_at DESC, a.key DESC LIMIT 1`)
      .pluck();
  const now = found('facets', 'article_key');
  const before = found('former_addresses', 'article_key');

  return {
    /** Called before the article's new address is stored: the old one leads to it from now on, as do those it names. */
    keepFormer(key: number, article: Article): void {
      const address = article.url === null ? null : canonicalAddress(article.url);
      const former = article.formerUrls.map((url) => canonicalAddress(url, article.url));
      for (const one of [...former, (current.get(key) as string | null | undefined) ?? null])
        if (one !== null && one !== address) add.run(one, key);
    },
    forget(key: number): void {
      drop.run(key);
    },
    /** Who is there now comes before who was there once; of several the one published last, by `at`. */
    idAt(address: string, at: number): string | null {
      const asked = { address, now: at };
      return ((now.get(asked) ?? before.get(asked)) as string | undefined) ?? null;
    },
  };
}
