import { type Config, readConfig, type SettingName } from '../config.js';
import type { Status } from '../engine/status.js';
import { IndexStaleError, UsageError } from '../errors.js';
import { clickLines } from './click-lines.js';
import type { CommandDescription } from './command.js';
import { healthLines, span } from './health-lines.js';
import { createProgressDisplay } from './progress.js';
import { stopSignal } from './stop.js';
import { terminalText } from './terminal-text.js';

const settings = [
  'indexDir',
  'maxLag',
  'maxSilence',
  'survey',
  'by',
  'since',
  'until',
  'top',
  'json',
] as const satisfies readonly SettingName[];
type AuditConfig = Config<(typeof settings)[number]>;

export const auditCommand: CommandDescription = {
  usage: 'audit',
  summary: 'show how the index does, and what readers saw and clicked',
  details:
    'Shows the newest article that is published against the newest that readers can find, how many wait to be found ' +
    'and how long, articles without a list, orphans (nothing links to them), hubs (in most lists) and the last runs. ' +
    'In an archive of more than 2,000 articles the lists are those of a sample, which takes some seconds. The whole ' +
    'file of the catalogue is read as well: where it is damaged, that is said, and the exit code is 1. --no-survey ' +
    'leaves both out.\n\nWith --max-lag it exits 1 where a published article has been waiting for longer, with ' +
    '--max-silence where the newest published article is older: what feeds the index may have stopped. Both are for ' +
    'cron or a monitor, beside a running server.\n\nThen how often links were seen and clicked, with the click rate ' +
    'and its 95% interval: by link under an article, by article, by linked article, or by position in the list. ' +
    'Counting is off unless the server runs with --clicks and the page’s element has the attribute clicks.',
  settings,
  examples: [
    ['seealso audit', 'all of it, and the links seen most in the last 30 days'],
    [
      'seealso audit --no-survey --max-lag 15m --max-silence 24h',
      'for cron: exit 1 where the index falls behind, or nothing new has come for a day',
    ],
    ['seealso audit --by position', 'what the place in the list is worth'],
    ['seealso audit --by article --since 2026-11-01 --until 2026-11-07 --json', 'one week, for a program'],
  ],
  async run(_words, flags) {
    const config = readConfig(settings, flags);
    const { indexDir, by, since, until, top, json } = config;
    if (since !== undefined && until !== undefined && since > until) {
      throw new UsageError(
        `The option --until is wrong: expected a day not before --since (${new Date(since).toISOString()}), received ${new Date(until).toISOString()}.`,
      );
    }
    const { openAudit } = await import('../compose.js');
    const audit = await openAudit({ indexDir, log: (message) => process.stderr.write(`${message}\n`) });
    try {
      if (config.survey !== false) {
        audit.checkCatalog();
        await surveyed(audit);
      }
      const status = audit.status();
      const clicks = audit.clicks({
        by,
        since: since ?? null,
        until: until ?? null,
        article: null,
        limit: top,
      });
      process.stdout.write(
        terminalText(
          json
            ? `${JSON.stringify({ articles: status.index.articles, status, clicks })}\n`
            : `${healthLines(status, Date.now())}\n${clickLines(clicks)}`,
        ),
      );
      const late = [...behind(status, config), ...silent(status, config)];
      if (late.length > 0) throw new IndexStaleError(late.join('\n'));
    } finally {
      await audit.close();
    }
  },
};

async function surveyed(
  audit: Awaited<ReturnType<typeof import('../compose.js')['openAudit']>>,
): Promise<void> {
  const display = createProgressDisplay(process.stderr);
  try {
    await audit.survey({
      signal: stopSignal(),
      progress: (done, total) =>
        display.show({ stage: 'surveying', done, total, articles: done, unit: 'lists' }),
    });
  } finally {
    display.stop();
  }
}

function behind({ waiting, lag }: Status, { maxLag, indexDir }: AuditConfig): string[] {
  if (maxLag === undefined || lag * 1000 <= maxLag) return [];
  return [
    `The index in ${indexDir} is behind: expected every published article to be found within ${span(maxLag / 1000)} (--max-lag), received ${waiting} that cannot be found, the first for ${span(lag)}. A running server embeds them; see what it logs, or run \`seealso index --index-dir ${indexDir}\`.`,
  ];
}

function silent({ newest, silence }: Status, { maxSilence, indexDir }: AuditConfig): string[] {
  if (maxSilence === undefined || (silence !== null && silence * 1000 <= maxSilence)) return [];
  const received =
    newest.published === null || silence === null
      ? 'none with a date'
      : `the newest from ${span(silence)} ago (${newest.published.publishedAt}, ${newest.published.id})`;
  return [
    `Nothing new reaches the index in ${indexDir}: expected an article published within ${span(maxSilence / 1000)} (--max-silence), received ${received}. See whether what feeds it still runs: \`seealso watch\`, the hook of the CMS, or the \`seealso index\` of a timer.`,
  ];
}
