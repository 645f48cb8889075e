import { readConfig, type SettingName } from '../config.js';
import type { ClickReport } from '../engine/clicks.js';
import { UsageError } from '../errors.js';
import type { CommandDescription } from './command.js';

const settings = [
  'indexDir',
  'by',
  'since',
  'until',
  'top',
  'json',
] as const satisfies readonly SettingName[];

export const auditCommand: CommandDescription = {
  usage: 'audit',
  summary: 'show what readers saw and clicked',
  details:
    'Shows how often links were seen and clicked, with the click rate and its 95% interval: by link under an ' +
    'article, by article, by linked article, or by position in the list. Counting is off unless the server runs ' +
    'with --clicks and the page’s element has the attribute clicks. It reads the catalogue; the server may run.',
  settings,
  examples: [
    ['seealso audit', 'the links seen most in the last 30 days'],
    ['seealso audit --by position', 'what the place in the list is worth'],
    ['seealso audit --by article --since 2026-11-01 --until 2026-11-07 --json', 'one week, for a program'],
  ],
  async run(_words, flags) {
    const { indexDir, by, since, until, top, json } = readConfig(settings, flags);
    if (since !== undefined && until !== undefined && since > until) {
      throw new UsageError(
        `The option --until is wrong: expected a day not before --since (${new Date(since).toISOString()}), received ${new Date(until).toISOString()}.`,
      );
    }
    const { audit } = await import('../compose.js');
    const found = audit(indexDir, {
      by,
      since: since ?? null,
      until: until ?? null,
      article: null,
      limit: top,
    });
    process.stdout.write(json ? `${JSON.stringify(found)}\n` : described(found.articles, found.clicks));
  },
};

function described(articles: number, clicks: ClickReport): string {
  const head = `The index holds ${articles} articles.\n`;
  const span = `from ${clicks.from} to ${clicks.to}`;
  if (clicks.impressions === 0 && clicks.clicks === 0) {
    return `${head}No link was seen ${span}: nothing was counted. See --help for how counting is switched on.\n`;
  }
  const lines = clicks.rows.map((row) => [
    String(row.impressions),
    String(row.clicks),
    percent(row.rate),
    row.interval === null ? '' : `${percent(row.interval[0])}–${percent(row.interval[1])}`,
    [
      row.position === null ? null : `position ${row.position}`,
      row.article === null ? null : (row.article.title ?? row.article.id),
      row.link === null ? null : `→ ${row.link.title ?? row.link.id}`,
    ]
      .filter((part) => part !== null)
      .join(' '),
  ]);
  const whole = `Links were seen ${clicks.impressions} times and clicked ${clicks.clicks} times ${span}: ${percent(clicks.rate)}.\n`;
  return `${head}${whole}${table([['seen', 'clicked', 'rate', '95%', `by ${clicks.by}`], ...lines])}`;
}

/** Numbers to the right, the last column to the left. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => `${row.map((cell, i) => (i < 4 ? cell.padStart(widths[i] ?? 0) : cell)).join('  ')}\n`)
    .join('');
}

const percent = (share: number | null) => (share === null ? '–' : `${(100 * share).toFixed(1)}%`);
