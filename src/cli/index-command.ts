import { addAbortSignal } from 'node:stream';
import { type Config, columnMapping, readConfig, type SettingName } from '../config.js';
import { SourceError, UsageError } from '../errors.js';
import { stopIfAsked } from '../indexing/stop.js';
import { isAddress } from '../sources/open-source.js';
import type { WebOptions } from '../sources/web/web-options.js';
import type { CommandDescription } from './command.js';
import { GATE_THRESHOLDS, thresholdsOf } from './gate-thresholds.js';
import { createObserver } from './index-observer.js';
import { describe, describeGated } from './index-report.js';
import { createProgressDisplay } from './progress.js';
import { stopSignal } from './stop.js';
import { terminalText } from './terminal-text.js';

const settings = [
  'indexDir',
  'model',
  'pooling',
  'queryPrefix',
  'passagePrefix',
  'workers',
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
  'gate',
  'stage',
  ...GATE_THRESHOLDS,
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
    'running server picks up by itself; it has a lower priority than whoever serves.\n\nA source is a .jsonl, .ndjson, .json or .csv file, a folder of Markdown ' +
    'with front matter, each also gzipped, - for standard input, or an address on the web: a feed, a sitemap, a page, ' +
    'or a site by the interface of WordPress or Ghost. Of what lies on the web only what is new or has changed is ' +
    'read, a few requests at a time, and what robots.txt allows. Without a source, what is stored is indexed ' +
    'again. Without --model, the model of the current index is used; at first the bundled seealso-en.\n\nWith --gate, ' +
    'the run works on a copy, beside what is served. The lists of both are compared: a build that is clearly worse is ' +
    'not published (exit code 1), and waits for `seealso publish` while the old lists keep serving.',
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
    [
      'seealso index archive.jsonl --gate',
      'a nightly export, which goes live only if it is not clearly worse',
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
    if (config.gate && config.stage) {
      throw new UsageError(
        'Expected --gate (publish what passes) or --stage (publish nothing), received both.',
      );
    }
    const { index, indexGated, logged, openFetcher, openSource, refusal } = await import('../compose.js');
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
      const { indexDir } = config;
      const request = { indexDir, model: config, sources, options: config, observer, signal };
      const gated =
        config.gate || config.stage
          ? await indexGated({ ...request, thresholds: thresholdsOf(config), publish: config.gate })
          : null;
      const { summary, failures } = gated ?? (await index(request));
      display.stop();
      observer.finish();
      for (const failure of failures) process.stderr.write(`seealso: ${terminalText(failure.message)}\n`);
      // Of the web only what is new is asked for.
      const isNothingNew = failures.length === 0 && summary.read === 0 && paths.some(isAddress);
      if (config.json) {
        const { comparison, verdict, published } = gated ?? {};
        process.stdout.write(`${JSON.stringify({ ...summary, comparison, verdict, published })}\n`);
      } else {
        process.stdout.write(terminalText(describe(summary, isNothingNew, gated?.published === false)));
        if (gated !== null) process.stdout.write(describeGated(gated, config.gate ? 'gate' : 'stage'));
      }
      if (failures.length > 0) process.exitCode = 1;
      if (summary.read > 0 && summary.rejected === summary.read) {
        throw new SourceError(
          `All ${summary.read} rows were rejected. Check the format, and for CSV the columns (--column field=column).`,
        );
      }
      if (gated?.published === true && gated.isNew)
        logged(indexDir, 'publish', 'command line', { generation: summary.generation });
      if (config.gate && gated !== null && !gated.published) throw refusal(gated.verdict);
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
