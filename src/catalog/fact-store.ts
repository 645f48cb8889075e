import type { Database } from './database.js';
import type { ArticleFacts } from './facts.js';
import { storedJson } from './stored-json.js';

/**
 * `Catalog.facts`: asked of some two hundred candidates for every list. All that it reads of `articles` stands in an
 * index, so that the pages with the texts, another one for each article, are not touched.
 */
export function createFactStore(database: Database): (keys: readonly number[]) => ArticleFacts[] {
  const find = database
    .prepare(`
      SELECT a.key, a.id, a.primary_language, a.published_at, f.recommendable, a.section, a.tags, a.sponsored,
        a.paywalled, a.url, f.address, f.words
      FROM facets f JOIN articles a INDEXED BY articles_by_key_with_facts ON a.key = f.article_key
      WHERE f.article_key = ?`)
    .raw();
  return (keys) => {
    const found: ArticleFacts[] = [];
    for (const key of keys) {
      const row = find.get(key) as FactsRow | undefined;
      if (row !== undefined) found.push(toFacts(row));
    }
    return found;
  };
}

/** Columns in the order of the statement: an array of them costs a third less than an object with their names. */
type FactsRow = readonly [
  key: number,
  id: string,
  language: string | null,
  publishedAt: number | null,
  recommendable: number,
  section: string | null,
  tags: string,
  sponsored: number,
  paywalled: number,
  url: string | null,
  address: string | null,
  words: number,
];

function toFacts(row: FactsRow): ArticleFacts {
  const [
    key,
    id,
    language,
    publishedAt,
    recommendable,
    section,
    tags,
    sponsored,
    paywalled,
    url,
    address,
    words,
  ] = row;
  return {
    key,
    id,
    language,
    publishedAt,
    noRecommend: recommendable === 0,
    section,
    tags: tags === '[]' ? [] : (storedJson(tags) as string[]),
    sponsored: sponsored === 1,
    paywalled: paywalled === 1,
    url,
    address,
    words,
  };
}
