import type { EligibilityFilter } from './catalog.js';
import type { Database, Statement } from './database.js';
import { foldName } from './eligibility.js';

/** So many keys are kept in all, of the filters that were asked for last. */
const KEPT_KEYS = 2_000_000;

/**
 * Keys of the live articles that pass a filter, ascending: `passes`, as the indices of the file answer it. What a filter
 * lets through is kept while `version` stays, which must change with whatever could let anything else through.
 */
export function createEligible(
  database: Database,
  version: (now: number) => string,
): (filter: EligibilityFilter) => readonly number[] {
  /** One statement for each combination of conditions that was ever asked for. */
  const statements = new Map<string, Statement>();
  const keyOf = database.prepare('SELECT key FROM articles WHERE id = ?').pluck();
  const keysAt = database.prepare('SELECT article_key FROM facets WHERE address = ?').pluck();

  const statementOf = (conditions: readonly string[]): Statement => {
    const sql = `SELECT article_key FROM facets WHERE ${conditions.join(' AND ')}`;
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const made = database.prepare(sql).pluck();
    statements.set(sql, made);
    return made;
  };

  const ask = (filter: EligibilityFilter): readonly number[] => {
    const { sql, values } = conditionsOf(filter);
    return (statementOf(sql).all(values) as number[]).sort((a, b) => a - b);
  };

  /** By filter, the latest used last. */
  const kept = new Map<string, readonly number[]>();
  let keptKeys = 0;
  let keptOf = '';

  const drop = (name: string): void => {
    keptKeys -= kept.get(name)?.length ?? 0;
    kept.delete(name);
  };

  /** Without what is on the page already. */
  const passing = (filter: EligibilityFilter): readonly number[] => {
    const current = version(filter.now);
    if (current !== keptOf) for (const name of kept.keys()) drop(name);
    keptOf = current;
    // The version stands for the time.
    const name = JSON.stringify({ ...filter, now: 0, excludeIds: [], excludeAddresses: [] });
    const keys = kept.get(name) ?? ask(filter);
    drop(name);
    kept.set(name, keys);
    keptKeys += keys.length;
    for (const oldest of kept.keys()) {
      if (keptKeys <= KEPT_KEYS) break;
      drop(oldest);
    }
    return keys;
  };

  return (filter) => {
    const keys = passing(filter);
    const excluded = new Set<unknown>([
      ...filter.excludeIds.map((id) => keyOf.get(id)),
      ...filter.excludeAddresses.flatMap((address) => keysAt.all(address)),
    ]);
    return excluded.size === 0 ? keys : keys.filter((key) => !excluded.has(key));
  };
}

function conditionsOf(filter: EligibilityFilter) {
  const { now, language, sections, tags, publishedAfter, publishedBefore, sponsored, paywalled } = filter;
  const sql = ['recommendable = 1'];
  const values: Record<string, number | string> = {};
  const add = (condition: string, name: string, value: number | string) => {
    sql.push(condition);
    values[name] = value;
  };
  // Undated articles fail every bound but that of today.
  const upTo = publishedBefore === null ? now : Math.min(now, publishedBefore - 1);
  if (publishedAfter === null && publishedBefore === null)
    add('(published_at IS NULL OR published_at <= $upTo)', 'upTo', upTo);
  else add('published_at <= $upTo', 'upTo', upTo);
  if (publishedAfter !== null) add('published_at >= $from', 'from', publishedAfter);
  if (language !== null) add('(language = $language OR language IS NULL)', 'language', language);
  if (sponsored !== null) add('sponsored = $sponsored', 'sponsored', Number(sponsored));
  if (paywalled !== null) add('paywalled = $paywalled', 'paywalled', Number(paywalled));
  if (sections.length > 0)
    add('section IN (SELECT value FROM json_each($sections))', 'sections', folded(sections));
  if (tags.length > 0) {
    const tagged = 'SELECT article_key FROM tags WHERE tag IN (SELECT value FROM json_each($tags))';
    add(`article_key IN (${tagged})`, 'tags', folded(tags));
  }
  return { sql, values };
}

function folded(names: readonly string[]): string {
  return JSON.stringify(names.map(foldName));
}
