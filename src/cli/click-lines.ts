import type { ClickReport } from '../engine/clicks.js';

/** What readers saw and clicked, in a table. */
export function clickLines(clicks: ClickReport): string {
  const when = `from ${clicks.from} to ${clicks.to}`;
  if (clicks.impressions === 0 && clicks.clicks === 0) {
    return `No link was seen ${when}: nothing was counted. See --help for how counting is switched on.\n`;
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
  const whole = `Links were seen ${clicks.impressions} times and clicked ${clicks.clicks} times ${when}: ${percent(clicks.rate)}.\n`;
  return `${whole}${table([['seen', 'clicked', 'rate', '95%', `by ${clicks.by}`], ...lines])}`;
}

/** Numbers to the right, the last column to the left. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => `${row.map((cell, i) => (i < 4 ? cell.padStart(widths[i] ?? 0) : cell)).join('  ')}\n`)
    .join('');
}

const percent = (share: number | null) => (share === null ? '–' : `${(100 * share).toFixed(1)}%`);
