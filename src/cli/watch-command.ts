import { readConfig, readWatchSources, type SettingName } from '../config.js';
import { SourceError } from '../errors.js';
import type { RejectedRow } from '../indexing/report.js';
import type { Say } from '../log/log.js';
import type { WatchObserver } from '../watch/watch.js';
import type { CommandDescription } from './command.js';
import { stopSignal } from './stop.js';
import { terminalText } from './terminal-text.js';

const settings = [
  'config',
  'once',
  'indexDir',
  'model',
  'logLevel',
  'logFormat',
  'json',
] as const satisfies readonly SettingName[];

/** Rejected rows of one reading that are told one by one. */
const LISTED = 5;

const EXAMPLE = `sources:
  - wordpress: https://example.org
    every: 5m
  - feed: https://blog.example.org/feed.xml
  - ghost: https://ghost.example.org
    key: $GHOST_CONTENT_KEY
    prune: 12h
  - path: content/posts
    baseUrl: https://example.org/posts/
defaults:
  delay: 1s`;

export const watchCommand: CommandDescription = {
  usage: 'watch',
  summary: 'follow feeds, sitemaps, WordPress, Ghost and folders, and keep the index up to date',
  details:
    'Reads the sources of a file again and again, each at its own pace, and stores what is new or changed, which a ' +
    'running server shows at once. Each is one of feed, sitemap, wordpress, ghost, page (an address) or path (a file ' +
    'or folder); every (such as 5m), prune (how often what was taken down is looked for, or false), name, idPrefix, ' +
    'key ($NAME: from the environment), maxPages, bodyFormat, baseUrl (of a path), delay, ignoreRobots and ' +
    'allowPrivate say how. A source that fails is tried later and later; the others go on. SIGTERM ends it; what was ' +
    'stored is kept.\n\nSuch a ' +
    `file:\n\n${EXAMPLE}`,
  settings,
  examples: [
    ['seealso watch', 'what seealso.yaml says, until it is stopped'],
    ['seealso watch --config newsroom.yaml --once', 'every source once, for cron; exit 1 if one failed'],
  ],
  async run(_words, flags) {
    const config = readConfig(settings, flags);
    const sources = readWatchSources(config.config);
    const { followSources } = await import('../compose.js');
    const signal = stopSignal();
    const say = config.json
      ? (event: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(event)}\n`)
      : (_event: Record<string, unknown>, line: string) =>
          process.stdout.write(`${new Date().toISOString()} ${terminalText(line)}\n`);
    const { sayTo } = await import('../log/log.js');
    const { standardLog } = await import('./standard-log.js');
    const keys = sources.map(({ key }) => key);
    const indexing = createIndexingObserver(sayTo(standardLog(config, keys)));
    const failed = await followSources({
      indexDir: config.indexDir,
      model: { model: config.model },
      sources,
      once: config.once,
      indexing,
      observer: { ...createObserver(say), begins: indexing.beginAnew },
      signal,
    });
    if (config.once && failed > 0) {
      throw new SourceError(`${failed} of ${sources.length} sources could not be read; the others were.`);
    }
  },
};

function createObserver(
  say: (event: Record<string, unknown>, line: string) => void,
): Omit<WatchObserver<{ readonly name: string }>, 'begins'> {
  return {
    ended({ name }, { added, changed, removed, rejected, articles, seconds }) {
      const outcome = { added, changed, removed, rejected, articles, seconds };
      const parts = [`${added} added`, `${changed} changed`, `${removed} removed`];
      if (rejected > 0) parts.push(`${rejected} rejected`);
      say(
        { source: name, ok: true, ...outcome },
        `${name}: ${parts.join(', ')}; ${articles} articles in all (${seconds} s).`,
      );
    },
    waits({ name }) {
      say(
        { source: name, waiting: true },
        `${name}: another process is writing the index; it is read once that has ended.`,
      );
    },
    failed({ name }, error, again) {
      const next = again === null ? null : new Date(again).toISOString();
      const later = next === null ? '' : ` It will be tried again at ${next}.`;
      say(
        { source: name, ok: false, error: error.message, again: next },
        `${name}: ${error.message}${later}`,
      );
    },
  };
}

/** Tells the first few rejected rows of each reading. */
function createIndexingObserver(say: Say) {
  let rejected = 0;
  return {
    beginAnew() {
      rejected = 0;
    },
    progress: () => undefined,
    rejected({ location, problems }: RejectedRow) {
      rejected += 1;
      if (rejected > LISTED) return;
      for (const { field, expected, received } of problems)
        say(`${location}: ${field}: expected ${expected}, received ${received}`);
    },
    notEmbeddable: () => undefined,
    warning: (message: string) => say(message),
  };
}
