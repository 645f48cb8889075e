import { addAbortSignal } from 'node:stream';
import type { Article } from '../article.js';
import { columnMapping, readConfig, type SettingName } from '../config.js';
import { NoJudgmentsError, SourceError, UsageError } from '../errors.js';
import { judgmentsFromLinks, type LinkJudgments, recordOf } from '../evaluation/links.js';
import { readBatches } from '../indexing/read.js';
import { stopIfAsked } from '../indexing/stop.js';
import { FIRST_READING, type Source } from '../sources/source.js';
import type { CommandDescription } from './command.js';
import {
  counted as count,
  evalHint,
  type JudgmentFiles,
  newFilesIn,
  queries as ofQueries,
  writeWhole,
} from './judgments-files.js';
import { writeFromDesk } from './judgments-from-desk.js';
import { stopSignal } from './stop.js';
import { terminalText } from './terminal-text.js';

/** Rejected rows listed one by one; the rest is counted. */
const LISTED = 20;

const settings = [
  'fromLinks',
  'fromDesk',
  'out',
  'indexDir',
  'oneWay',
  'format',
  'bodyFormat',
  'column',
  'delimiter',
  'json',
] as const satisfies readonly SettingName[];

export const judgmentsCommand: CommandDescription = {
  usage: 'judgments [sources...]',
  summary: 'make judgments for eval from links between articles, or from what was judged at the desk',
  details:
    'Writes articles.jsonl and qrels.txt, which seealso eval reads.\n\nWith --from-links, takes the links that editors ' +
    'made between articles for judgments: who is linked, is relevant. The articles are written without those links and ' +
    'their words. Sources are those of seealso index. A link is matched by the url of the article to which it leads, however it is written (http or ' +
    'https, www., trailing slash, tracking parameters); an article without url by its slug, or the last part of its ' +
    'id, in relative links. Links to the article itself, to other sites and to addresses of several articles are ' +
    'counted and left as they are.\n\nWith --from-desk, writes what people judged at the desk of the index (0 to 3), and ' +
    'every published article of the index. It takes no sources.',
  settings,
  examples: [
    ['seealso judgments --from-links data/articles.jsonl --out data/eval/links', 'judgments from the sample'],
    [
      'seealso judgments --from-links archive.csv.gz --column url=link --body-format html --out links --one-way',
      'a CSV; the linked article is judged for the linking one, not the other way round',
    ],
    [
      'seealso judgments --from-links content/posts --out links --json',
      'a folder of Markdown; the counts as JSON',
    ],
    ['seealso judgments --from-desk --out judged', 'what was judged at the desk of data/index'],
  ],
  async run(paths, flags) {
    const config = readConfig(settings, flags);
    if (config.fromLinks === config.fromDesk) {
      const received = config.fromLinks ? 'both' : 'nothing';
      throw new UsageError(
        `Expected what to make judgments from, --from-desk or --from-links, received ${received}. See --help.`,
      );
    }
    if (config.fromDesk && paths.length > 0) {
      throw new UsageError(
        `Expected no sources with --from-desk, which writes the articles of the index, received ${paths.join(', ')}.`,
      );
    }
    if (config.fromLinks && paths.length === 0) {
      throw new UsageError('Expected the articles (a file, a folder or -), received nothing. See --help.');
    }
    if (config.out === undefined) {
      throw new UsageError('Expected a folder to write to, --out <folder>, received none. See --help.');
    }
    const files = await newFilesIn(config.out);
    if (config.fromDesk) return writeFromDesk(config.indexDir, files, config.json);
    const { openSource } = await import('../compose.js');
    const signal = stopSignal();
    const sources: Source[] = [];
    for (const path of paths) {
      const options = {
        columns: columnMapping(config.column),
        ...(config.format === undefined ? {} : { format: config.format }),
        ...(config.delimiter === undefined ? {} : { delimiter: config.delimiter }),
        ...(path === '-' ? { stdin: addAbortSignal(signal, process.stdin) } : {}),
      };
      sources.push(await openSource(path, options));
    }
    const { articles, read, rejected } = await readAll(sources, signal).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'AbortError') stopIfAsked(signal);
      throw error;
    });
    const found = judgmentsFromLinks(articles, config);
    if (found.judgments === 0) throw nothingToJudge(articles, found);
    await writeWhole(
      files.articles,
      found.articles.map((article) => `${JSON.stringify(recordOf(article))}\n`),
    );
    await writeWhole(files.qrels, [found.qrels]);
    const { links, judgments, queries } = found;
    const summary = { read, rejected, articles: articles.length, links, judgments, queries, files };
    process.stdout.write(config.json ? `${JSON.stringify(summary)}\n` : describe(summary, config.bodyFormat));
  },
};

interface Read {
  readonly articles: readonly Article[];
  readonly read: number;
  readonly rejected: number;
}

/** All articles of all sources; where an id comes again, the later one counts, in the earlier one's place. */
async function readAll(sources: readonly Source[], signal: AbortSignal): Promise<Read> {
  const articles = new Map<string, Article>();
  let read = 0;
  let rejected = 0;
  for (const source of sources) {
    for await (const batch of readBatches(source, FIRST_READING)) {
      stopIfAsked(signal);
      read += batch.rows;
      for (const article of batch.articles) articles.set(article.id, article);
      for (const { location, problems } of batch.rejected) {
        rejected += 1;
        if (rejected > LISTED) continue;
        for (const { field, expected, received } of problems) {
          process.stderr.write(
            terminalText(`${location}: ${field}: expected ${expected}, received ${received}\n`),
          );
        }
      }
    }
  }
  if (rejected > LISTED) process.stderr.write(`… and ${rejected - LISTED} more rejected rows.\n`);
  if (read > 0 && rejected === read) {
    throw new SourceError(
      `All ${read} rows were rejected. Check the format, and for CSV the columns (--column field=column).`,
    );
  }
  return { articles: [...articles.values()], read, rejected };
}

function nothingToJudge(articles: readonly Article[], { links }: LinkJudgments): NoJudgmentsError {
  const addressed = articles.filter(({ url }) => url !== null).length;
  return new NoJudgmentsError(
    `No judgments: no article links to another. Expected links to the url of an article, received ${count(links.found, 'link')} ` +
      `in ${count(articles.length, 'article')}, ${addressed} of them with a url: ${kinds(links)}. ` +
      'Check that the bodies hold their links (an export as plain text has lost them), the url fields, and --body-format.',
  );
}

interface Summary {
  readonly read: number;
  readonly rejected: number;
  readonly articles: number;
  readonly links: LinkJudgments['links'];
  readonly judgments: number;
  readonly queries: number;
  readonly files: JudgmentFiles;
}

function describe(summary: Summary, bodyFormat: string): string {
  const { read, rejected, articles, links, judgments, queries, files } = summary;
  return (
    `Read ${count(read, 'row')}: ${count(articles, 'article')}, ${rejected} rejected.\n` +
    `Found ${count(links.found, 'link')}: ${links.toArticles} to other articles, ${kinds(links)}.\n` +
    `Wrote ${count(judgments, 'judgment')} of ${ofQueries(queries)} to ${files.qrels}, the ` +
    `articles without those links to ${files.articles}.\n` +
    evalHint(files, bodyFormat)
  );
}

function kinds({ toSelf, elsewhere, ambiguous, unwritable }: LinkJudgments['links']): string {
  const rare = [
    ambiguous === 0 ? '' : `, ${ambiguous} to what several articles share`,
    unwritable === 0 ? '' : `, ${unwritable} with a space in an article’s id, which qrels cannot hold`,
  ];
  return `${elsewhere} elsewhere, ${toSelf} to the article itself${rare.join('')}`;
}
