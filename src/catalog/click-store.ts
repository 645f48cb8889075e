import type { ClickCount, ClickQuery, ClickTotals } from './click-counts.js';
import type { Database, Statement } from './database.js';

/** What the rows of each question are about. */
const GROUPS: Readonly<Record<ClickQuery['by'], string>> = {
  pair: 'article_key, link_key',
  article: 'article_key',
  link: 'link_key',
  position: 'position',
};

/**
 * Links and places that are counted under one article on one day: a page shows a few lists of at most fifty, and who
 * makes links up fills no disk. Later ones are passed over; what is counted already goes on.
 */
const MOST_ROWS = 500;

/** How often links were seen and clicked. Every method runs inside the caller's transaction. */
export function createClickStore(database: Database) {
  const key = database.prepare('SELECT key FROM articles WHERE id = ? AND deleted_at IS NULL').pluck();
  const add = database.prepare(`
    INSERT INTO clicks (day, article_key, link_key, position, impressions, clicks)
    SELECT $day, $article, $link, $position, $impressions, $clicks WHERE
      EXISTS (SELECT 1 FROM clicks WHERE day = $day AND article_key = $article AND link_key = $link AND position = $position)
      OR (SELECT count(*) FROM clicks WHERE day = $day AND article_key = $article) < ${MOST_ROWS}
    ON CONFLICT (day, article_key, link_key, position) DO UPDATE SET
      impressions = impressions + $impressions, clicks = clicks + $clicks`);
  const drop = database.prepare('DELETE FROM clicks WHERE day < ?');
  const inSpan = 'day BETWEEN $from AND $to AND ($article IS NULL OR article_key = $articleKey)';
  const total = database.prepare(
    `SELECT coalesce(sum(impressions), 0) AS impressions, coalesce(sum(clicks), 0) AS clicks FROM clicks WHERE ${inSpan}`,
  );
  const grouped = (columns: string): Statement =>
    database.prepare(`
      WITH sums AS (
        SELECT ${columns}, sum(impressions) AS impressions, sum(clicks) AS clicks FROM clicks
        WHERE ${inSpan} GROUP BY ${columns}
      )
      SELECT ${columns.includes('article_key') ? 'a.id' : 'NULL'} AS article, a.title AS articleTitle,
        ${columns.includes('link_key') ? 'l.id' : 'NULL'} AS link, l.title AS linkTitle,
        ${columns.includes('position') ? 'position' : 'NULL'} AS position, impressions, clicks
      FROM sums
      LEFT JOIN articles a ON a.key = ${columns.includes('article_key') ? 'sums.article_key' : 'NULL'}
      LEFT JOIN articles l ON l.key = ${columns.includes('link_key') ? 'sums.link_key' : 'NULL'}
      ORDER BY ${columns.includes('position') ? 'position' : 'impressions DESC, clicks DESC, article, link'} LIMIT $limit`);
  const statements = Object.fromEntries(
    Object.entries(GROUPS).map(([by, columns]) => [by, grouped(columns)]),
  );

  return {
    /** Passes over what names no live article, or leads to itself. */
    count(day: number, counts: readonly ClickCount[]): void {
      for (const { article, link, ...of } of counts) {
        const [from, to] = [key.get(article), key.get(link)];
        if (from !== undefined && to !== undefined && from !== to)
          add.run({ day, article: from, link: to, ...of });
      }
    },
    forgetBefore(day: number): void {
      drop.run(day);
    },
    totals({ by, from, to, article, limit }: ClickQuery): ClickTotals {
      const span = { from, to, article, articleKey: article === null ? null : (key.get(article) ?? null) };
      const rows = (statements[by]?.all({ ...span, limit }) ?? []) as ClickRow[];
      return {
        ...(total.get(span) as Pick<ClickTotals, 'impressions' | 'clicks'>),
        rows: rows.map((row) => ({
          article: named(row.article, row.articleTitle),
          link: named(row.link, row.linkTitle),
          position: row.position,
          impressions: row.impressions,
          clicks: row.clicks,
        })),
      };
    },
  };
}

interface ClickRow {
  readonly article: string | null;
  readonly articleTitle: string | null;
  readonly link: string | null;
  readonly linkTitle: string | null;
  readonly position: number | null;
  readonly impressions: number;
  readonly clicks: number;
}

/** A deleted article has lost its title. */
const named = (id: string | null, title: string | null) =>
  id === null ? null : { id, title: title === '' ? null : title };
