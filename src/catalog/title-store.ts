import { canonicalAddress } from '../text/address.js';
import type { Database } from './database.js';
import { allOf, comparableTitle, spacedTitle, startingWith, wordsOf } from './title-words.js';

/** So many matches are put in order, those of the latest keys: one letter is in every title. */
const MOST_MATCHES = 400;

/**
 * Finds articles by words of their titles. `idAt` gives the id of the article at a canonical address. `save` and
 * `forget` run inside the caller's transaction.
 */
export function createTitleStore(database: Database, idAt: (address: string, now: number) => string | null) {
  const save = database.prepare('INSERT OR REPLACE INTO titles (rowid, title) VALUES (?, ?)');
  const drop = database.prepare('DELETE FROM titles WHERE rowid = ?');
  const byId = database
    .prepare(
      'SELECT key FROM articles WHERE id = ? AND deleted_at IS NULL AND (published_at IS NULL OR published_at <= ?)',
    )
    .pluck();
  const matching = database
    .prepare(`
      SELECT t.rowid FROM titles t CROSS JOIN facets f ON f.article_key = t.rowid
      WHERE t.titles MATCH ? AND (f.published_at IS NULL OR f.published_at <= ?)
      ORDER BY t.rowid DESC LIMIT ${MOST_MATCHES}`)
    .pluck();
  const title = database.prepare(
    'SELECT key, title, published_at AS publishedAt FROM articles WHERE key = ?',
  );
  const newest = database
    .prepare(`
      SELECT key FROM articles WHERE deleted_at IS NULL AND (published_at IS NULL OR published_at <= ?)
      ORDER BY published_at DESC, key DESC LIMIT ?`)
    .pluck();

  /** Of the article of that id, or at that address. */
  const named = (text: string, now: number): number | null => {
    const address = /^https?:\/\//i.test(text) ? canonicalAddress(text) : null;
    const at = address === null ? null : idAt(address, now);
    return (
      ((byId.get(text, now) ?? (at === null ? undefined : byId.get(at, now))) as number | undefined) ?? null
    );
  };

  /** Where there are too many to see all, those that begin with the words are not missed. */
  const matches = (words: readonly string[], now: number): number[] => {
    const all = matching.all(allOf(words), now) as number[];
    if (all.length < MOST_MATCHES) return all;
    return [...new Set([...all, ...(matching.all(startingWith(words), now) as number[])])];
  };

  /** By how the title holds the text, then the newest. */
  const ordered = (text: string, keys: readonly number[]): number[] => {
    const wanted = comparableTitle(text).trimEnd();
    return (keys.map((key) => title.get(key)) as TitleRow[])
      .map((row) => ({ ...row, place: placeOf(wanted, comparableTitle(row.title)) }))
      .sort((a, b) => a.place - b.place || dateOf(b) - dateOf(a) || b.key - a.key)
      .map(({ key }) => key);
  };

  return {
    save(key: number, of: string): void {
      save.run(key, spacedTitle(of));
    },
    forget(key: number): void {
      drop.run(key);
    },
    /** `Catalog.search`. */
    search(text: string, now: number, limit: number): number[] {
      const words = wordsOf(text);
      const found = words.length === 0 ? newest.all(now, limit) : ordered(text, matches(words, now));
      const first = named(text.trim(), now);
      const others = (found as number[]).filter((key) => key !== first);
      return (first === null ? others : [first, ...others]).slice(0, limit);
    },
  };
}

interface TitleRow {
  readonly key: number;
  readonly title: string;
  readonly publishedAt: number | null;
}

/** Both begin with a space, so that the text is found at the beginning of a word. */
function placeOf(wanted: string, title: string): number {
  return title.startsWith(wanted) ? 0 : title.includes(wanted) ? 1 : 2;
}

const dateOf = ({ publishedAt }: TitleRow): number => publishedAt ?? Number.MIN_SAFE_INTEGER;
