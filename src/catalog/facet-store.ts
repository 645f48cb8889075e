import type { Article } from '../article.js';
import type { Database } from './database.js';
import { foldName } from './eligibility.js';
import { toFacets } from './rows.js';

/** What filters read of live articles. Every method runs inside the caller's transaction. */
export function createFacetStore(database: Database) {
  // An article may be recommended where neither its publisher nor an editor is against it.
  const save = database.prepare(`
    INSERT INTO facets (article_key, recommendable, published_at, language, section, sponsored, paywalled, address)
    VALUES ($key, $recommendable AND NOT EXISTS (
        SELECT 1 FROM rules WHERE article_key = 0 AND kind = 'never_recommend' AND link_key = $key
      ), $published_at, $language, $section, $sponsored, $paywalled, $address)
    ON CONFLICT (article_key) DO UPDATE SET recommendable = excluded.recommendable, published_at = $published_at,
      language = $language, section = $section, sponsored = $sponsored, paywalled = $paywalled, address = $address`);
  const drop = database.prepare('DELETE FROM facets WHERE article_key = ?');
  const addTag = database.prepare('INSERT OR IGNORE INTO tags (tag, article_key) VALUES (?, ?)');
  const dropTags = database.prepare('DELETE FROM tags WHERE article_key = ?');

  return {
    save(key: number, article: Article): void {
      save.run({ key, ...toFacets(article) });
      dropTags.run(key);
      for (const tag of article.tags) addTag.run(foldName(tag), key);
    },
    forget(key: number): void {
      drop.run(key);
      dropTags.run(key);
    },
  };
}
