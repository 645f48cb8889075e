import { addAbortSignal } from 'node:stream';
import { type Config, columnMapping, readConfig, type SettingName } from '../config.js';
import { SourceError, UsageError } from '../errors.js';
import type { IndexingObserver, IndexSummary, RejectedRow } from '../indexing/report.js';
import { stopIfAsked } from '../indexing/stop.js';
import { isAddress } from '../sources/open-source.js';
import type { WebOptions } from '../sources/web/web-options.js';
import type { CommandDescription } from './command.js';
import { createProgressDisplay, type ProgressDisplay } from './progress.js';
import { stopSignal } from './stop.js';

/** Rows and ids listed one by one; the rest is counted. */
const LISTED = 20;

const settings = [
  'indexDir',
  'model',
  'pooling',
  'queryPrefix',
  'passagePrefix',
  'format',
  'bodyFormat',
  'column',
  'delimiter',
  'baseUrl',
  'sourceName',
  'strict',
  'prune',
  'rebuild',
  'refit',
  'reread',
  'key',
  'idPrefix',
  'maxPages',
  'delay',
  'ignoreRobots',
  'allowPrivate',
  'json',
] as const satisfies readonly SettingName[];

export const indexCommand: CommandDescription = {
  usage: 'index [sources...]',
  summary: 'read articles into the catalogue, embed what changed, publish a new index',
  details:
    'Reads articles into the catalogue, embeds what changed, and publishes a new generation of the index, which a ' +
    'running server picks up by itself.\n\nA source is a .jsonl, .ndjson, .json or .csv file, a folder of Markdown ' +
    'with front matter, each also gzipped, - for standard input, or an address on the web: a feed, a sitemap, a page, ' +
    'or a site by the interface of WordPress or Ghost. Of what lies on the web only what is new or has changed is ' +
    'read, a few requests at a time, and what robots.txt allows. Without a source, what is stored is indexed ' +
    'again. Without --model, the model of the current index is used; at first the bundled seealso-en.',
  settings,
  examples: [
    ['seealso index data/articles.jsonl', 'the sample archive'],
    [
      'seealso index archive.csv.gz --column title=headline --column body=text',
      'a CSV with columns of other names',
    ],
    [
      'seealso index content/posts --base-url https://example.com/posts/ --prune',
      'a folder of Markdown, and where it lies on the site; posts deleted there are removed here',
    ],
    ['seealso index https://example.com/feed.xml', 'a feed; in later runs what is new in it'],
    [
      'seealso index https://example.com/sitemap.xml --prune',
      'all articles of a site; those that are gone from its sitemap are removed',
    ],
    ['seealso index https://example.com/ --format wordpress', 'all posts of a WordPress site'],
    ['zcat dump.jsonl.gz | seealso index - --source-name dump --strict', 'standard input, all rows or none'],
    ['seealso index --model models/Xenova/all-MiniLM-L6-v2', 'embed everything again with another model'],
  ],
  async run(paths, flags) {
    const config = readConfig(settings, flags);
    if (config.prune && paths.includes('-') && config.sourceName === undefined) {
      throw new UsageError(
        'With --prune, standard input needs a name that is the same in every run: expected --source-name, received none.',
      );
    }
    const { index, openFetcher, openSource } = await import('../compose.js');
    const signal = stopSignal();
    const display = createProgressDisplay(process.stderr);
    const observer = createObserver(display);
    const options = {
      columns: columnMapping(config.column),
      ...(config.format === undefined ? {} : { format: config.format }),
      ...(config.delimiter === undefined ? {} : { delimiter: config.delimiter }),
      ...(config.baseUrl === undefined ? {} : { baseUrl: config.baseUrl }),
      ...(config.sourceName === undefined ? {} : { name: config.sourceName }),
      // A stop must not wait for the next row of whoever writes to it.
      ...(paths.includes('-') ? { stdin: addAbortSignal(signal, process.stdin) } : {}),
    };
    let fetcher: WebOptions['fetcher'] | null = null;
    try {
      const sources = [];
      for (const path of paths) {
        if (isAddress(path)) fetcher ??= await openFetcher({ ...config, signal, log: observer.warning });
        sources.push(
          await openSource(path, fetcher === null ? options : { ...options, web: webOf(config, fetcher) }),
        );
      }
      const { summary, failures } = await index({
        indexDir: config.indexDir,
        model: config,
        sources,
        options: config,
        observer,
        signal,
      });
      display.stop();
      observer.finish();
      for (const failure of failures) process.stderr.write(`seealso: ${failure.message}\n`);
      // Of the web only what is new is asked for.
      const isNothingNew = failures.length === 0 && summary.read === 0 && paths.some(isAddress);
      process.stdout.write(config.json ? `${JSON.stringify(summary)}\n` : describe(summary, isNothingNew));
      if (failures.length > 0) process.exitCode = 1;
      if (summary.read > 0 && summary.rejected === summary.read) {
        throw new SourceError(
          `All ${summary.read} rows were rejected. Check the format, and for CSV the columns (--column field=column).`,
        );
      }
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') stopIfAsked(signal);
      throw error;
    } finally {
      display.stop();
      await fetcher?.close();
    }
  },
};

function webOf(
  { idPrefix, maxPages, key }: Config<'idPrefix' | 'maxPages' | 'key'>,
  fetcher: WebOptions['fetcher'],
) {
  return {
    fetcher,
    ...(idPrefix === undefined ? {} : { idPrefix }),
    ...(maxPages === undefined ? {} : { maxPages }),
    ...(key === undefined ? {} : { key }),
  };
}

function createObserver(display: ProgressDisplay): IndexingObserver & { finish(): void } {
  let rejected = 0;
  const notEmbeddable: string[] = [];
  return {
    progress: (progress) => display.show(progress),
    rejected(row) {
      rejected += 1;
      if (rejected <= LISTED) display.line(rejection(row));
    },
    notEmbeddable: (id) => notEmbeddable.push(id),
    warning: (message) => display.line(`Note: ${message}`),
    finish() {
      if (rejected > LISTED) display.line(`… and ${rejected - LISTED} more rejected rows.`);
      if (notEmbeddable.length === 0) return;
      const some = notEmbeddable
        .slice(0, LISTED)
        .map((id) => JSON.stringify(id))
        .join(', ');
      const more = notEmbeddable.length > LISTED ? `, and ${notEmbeddable.length - LISTED} more` : '';
      display.line(
        `Not embeddable, too few words that the model knows (stored, and linked by their own words, if at all): ${some}${more}.`,
      );
    },
  };
}

function rejection({ location, problems }: RejectedRow): string {
  return problems
    .map(
      ({ field, expected, received }) => `${location}: ${field}: expected ${expected}, received ${received}`,
    )
    .join('\n');
}

function describe(summary: IndexSummary, isNothingNew: boolean): string {
  const { read, added, changed, unchanged, removed, rejected, embedded, articles, generation, seconds } =
    summary;
  const leftOut = describeLeftOut(summary.boilerplate);
  const counts = `${added} added, ${changed} changed, ${unchanged} unchanged, ${removed} removed, ${rejected} rejected; ${embedded} embedded`;
  return (
    (isNothingNew
      ? `Nothing is new since the last reading (${seconds} s).\n`
      : `Read ${read} rows in ${seconds} s: ${counts}.\n`) +
    `${leftOut}The index holds ${articles} articles as generation ${generation}.\n`
  );
}

function describeLeftOut({ passages, articles, examples }: IndexSummary['boilerplate']): string {
  if (passages === 0) return '';
  const such = examples.map((example) => `“${example}”`).join(', ');
  return `Left out as boilerplate: ${counted(passages, 'passage')}, in ${counted(articles, 'article')}, such as ${such}.\n`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
