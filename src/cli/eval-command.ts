import { basename, dirname, resolve } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import type { Article } from '../article.js';
import { type Config, columnMapping, readConfig, type SettingName } from '../config.js';
import { RelevanceDroppedError, SourceError, UsageError } from '../errors.js';
import { evaluatePairs } from '../evaluation/evaluate-pairs.js';
import { evaluateQueries } from '../evaluation/evaluate-queries.js';
import { type Baseline, findDrops, incomparable } from '../evaluation/gate.js';
import type { Qrels } from '../evaluation/judgments.js';
import type { ReportData } from '../evaluation/report/data.js';
import { writeReport } from '../evaluation/report/write-report.js';
import { pairsReport, type ReportContext, rankingReport } from '../evaluation/report-data.js';
import type { EvaluationResult, PerQuery } from '../evaluation/result.js';
import { type EvaluationSet, SYSTEMS } from '../evaluation/set.js';
import { resultTable } from '../evaluation/table.js';
import type { IndexingObserver } from '../indexing/report.js';
import { stopIfAsked } from '../indexing/stop.js';
import type { SourceOptions } from '../sources/open-source.js';
import type { CommandDescription } from './command.js';
import { makeFolder, openRunFiles, type Pairs, readBaseline, readPairs, readQrels } from './eval-files.js';
import { createListing, createObserver, tellUnknown } from './eval-notes.js';
import { createProgressDisplay, type ProgressDisplay } from './progress.js';
import { stopSignal } from './stop.js';

const GATED: readonly string[] = ['fused', 'served'];

const settings = [
  'articles',
  'qrels',
  'pairs',
  'json',
  'perQuery',
  'runOut',
  'report',
  'baseline',
  'maxDrop',
  'gateSystem',
  'depth',
  'seed',
  'samples',
  'rounds',
  'model',
  'pooling',
  'queryPrefix',
  'passagePrefix',
  'format',
  'bodyFormat',
  'column',
  'delimiter',
] as const satisfies readonly SettingName[];
type EvalConfig = Config<(typeof settings)[number]>;

/** What a temporary index for an evaluation is made of. */
export interface EvaluationRequest {
  /** The articles as the user named them: a file or folder. */
  readonly articles: string;
  readonly source: SourceOptions;
  readonly bodyFormat: EvalConfig['bodyFormat'];
  readonly model: Config<'model' | 'pooling' | 'queryPrefix' | 'passagePrefix'>;
  /** Inline texts of pairs, to be found beside the articles under their ids. */
  readonly extra: readonly Article[];
  /** Of the system `random`. */
  readonly seed: number;
  readonly observer: IndexingObserver;
  readonly signal: AbortSignal;
}
export type OpenEvaluation = (request: EvaluationRequest) => Promise<EvaluationSet>;

type Judgments = { readonly qrels: Qrels } | Pairs;

/** What the measuring hands on. */
interface Measured {
  readonly result: EvaluationResult;
  readonly perQuery: PerQuery | null;
  readonly reportData: (context: ReportContext) => ReportData | Promise<ReportData>;
}

export function createEvalCommand(open: OpenEvaluation): CommandDescription {
  return {
    usage: 'eval',
    summary: 'measure relevance on judgments: systems side by side, with intervals',
    details:
      'Indexes the articles in a temporary folder and measures, against judgments, how well each system finds what ' +
      `belongs together: ${SYSTEMS.join(', ')}. The first seven only score and sort; served is the whole pipeline. ` +
      'Every other article is a candidate. Measures equal trec_eval -c. Intervals are bootstrap 95% intervals over ' +
      'the queries; p is that of a paired randomisation test against fused.\n\nWith --baseline, the command exits 1 ' +
      'where nDCG@10 (for pairs: Pearson) of a system fell by more than --max-drop and significantly: by a paired ' +
      'randomisation test (p < 0.05) where the baseline was written with --per-query, otherwise where the whole new ' +
      'interval lies below the old mean.',
    settings,
    examples: [
      ['seealso eval --articles data/articles.jsonl --qrels data/judgments.qrels', 'a table of the systems'],
      [
        'seealso eval --articles archive.jsonl.gz --qrels qrels.txt --report report --run-out runs',
        'a page with plots and the worst queries, and a TREC run file per system',
      ],
      ['seealso eval --articles archive.jsonl --pairs pairs.jsonl --json', 'correlations with graded pairs'],
      [
        'seealso eval --articles archive.jsonl --qrels qrels.txt --json --per-query',
        'what a later --baseline takes, once saved to a file',
      ],
      [
        'seealso eval --articles archive.jsonl --qrels qrels.txt --baseline old.json --max-drop 0.01',
        'a gate for continuous integration',
      ],
    ],
    async run(_, flags) {
      const config = readConfig(settings, flags);
      const articles = checkUsage(config);
      const gated = gatedSystems(config.gateSystem);
      const display = createProgressDisplay(process.stderr);
      const baseline = config.baseline === undefined ? null : await readBaseline(config.baseline);
      const judgments = await readJudgments(config, display);
      for (const folder of [config.runOut, config.report]) if (folder !== undefined) await makeFolder(folder);
      const signal = stopSignal();
      const observer = createObserver(display);
      try {
        const set = await open({
          articles,
          source: {
            columns: columnMapping(config.column),
            ...(config.format === undefined ? {} : { format: config.format }),
            ...(config.delimiter === undefined ? {} : { delimiter: config.delimiter }),
          },
          bodyFormat: config.bodyFormat,
          model: config,
          extra: 'inline' in judgments ? judgments.inline : [],
          seed: config.seed,
          observer,
          signal,
        });
        observer.finish();
        try {
          const measured = await measure(set, judgments, config, display, signal);
          display.stop();
          const { result, perQuery } = measured;
          const printed = config.perQuery && perQuery !== null ? { ...result, perQuery } : result;
          process.stdout.write(config.json ? `${JSON.stringify(printed)}\n` : resultTable(result));
          if (config.report !== undefined) {
            const data = await measured.reportData({
              set: nameOfSet(articles),
              date: new Date().toISOString(),
              seed: config.seed,
              notes: [],
            });
            display.line(`The report is ${await writeReport(config.report, data)}.`);
          }
          if (baseline !== null) holdAgainst(baseline, measured, gated, config);
        } finally {
          await set.close();
        }
      } catch (error) {
        if (error instanceof Error && error.name === 'AbortError') stopIfAsked(signal);
        throw error;
      } finally {
        display.stop();
      }
    },
  };
}

/** Gives the articles' path. */
function checkUsage({ articles, qrels, pairs, runOut }: EvalConfig): string {
  const wrong = (sentence: string) => new UsageError(`${sentence} See --help.`);
  if (articles === undefined)
    throw wrong('Expected --articles <source>, the articles that are judged; received none.');
  if ((qrels === undefined) === (pairs === undefined)) {
    throw wrong(`Expected --qrels or --pairs, received ${qrels === undefined ? 'neither' : 'both'}.`);
  }
  if (pairs !== undefined && runOut !== undefined) {
    throw wrong('Pairs are compared and not ranked: expected --run-out beside --qrels, received --pairs.');
  }
  return articles;
}

function gatedSystems(names: readonly string[]): readonly string[] {
  const unknown = names.find((name) => !SYSTEMS.some((system) => system === name));
  if (unknown !== undefined) {
    throw new UsageError(
      `The option --gate-system is wrong: expected one of ${SYSTEMS.join(', ')}, received ${JSON.stringify(unknown)}.`,
    );
  }
  return names.length === 0 ? GATED : names;
}

async function readJudgments({ qrels, pairs }: EvalConfig, display: ProgressDisplay): Promise<Judgments> {
  if (qrels !== undefined) return { qrels: await readQrels(qrels) };
  const bad = createListing(display, 'bad lines');
  try {
    return await readPairs(pairs ?? '', bad.add);
  } finally {
    bad.finish();
  }
}

async function measure(
  set: EvaluationSet,
  judgments: Judgments,
  config: EvalConfig,
  display: ProgressDisplay,
  signal: AbortSignal,
): Promise<Measured> {
  const { seed, samples, rounds, depth } = config;
  const progress = (stage: string, unit: string) => async (done: number, total: number) => {
    display.show({ stage, done, total, articles: done, unit });
    // Ranking may hold the thread: let a signal be heard.
    await otherWork();
  };
  if ('pairs' in judgments) {
    const evaluation = await evaluatePairs(set, judgments.pairs, {
      ...{ seed, samples, rounds, signal },
      progress: progress('comparing', 'pairs'),
    });
    const { result, unknown } = evaluation;
    const ids = unknown.map(({ a, b }) => `${a} and ${b}`);
    tellUnknown(
      display,
      `of ${judgments.pairs.length} pairs name an article that the set does not hold: left out`,
      ids,
    );
    if (result.pairs === 0) throw nothingJudged(unknown.length, 'pairs');
    return { result, perQuery: null, reportData: (context) => pairsReport(set, evaluation, context) };
  }
  const { qrels } = judgments;
  const runs = config.runOut === undefined ? null : await openRunFiles(config.runOut);
  try {
    const evaluation = await evaluateQueries(set, qrels, {
      ...{ seed, samples, rounds, depth, signal },
      progress: progress('ranking', 'queries'),
      ...(runs === null ? {} : { ranked: runs.write }),
    });
    const { result, perQuery, unknown } = evaluation;
    tellUnknown(display, `of ${qrels.size} judged queries are not in the set: they count 0`, unknown.queries);
    tellUnknown(display, 'judged documents are not in the set: they are never found', unknown.documents);
    const sampling = { signal, progress: progress('sampling', 'queries') };
    if (unknown.queries.length === qrels.size) throw nothingJudged(qrels.size, 'judged queries');
    return {
      result,
      perQuery,
      reportData: (context) => rankingReport(set, qrels, evaluation, context, sampling),
    };
  } finally {
    await runs?.close();
  }
}

function nothingJudged(count: number, what: string): SourceError {
  return new SourceError(
    `None of the ${count} ${what} can be measured. Expected ids of the articles, received none of them. Check --articles, and whether the judgments belong to it.`,
  );
}

/** Throws a `RelevanceDroppedError` where a system got significantly worse. */
function holdAgainst(
  baseline: Baseline,
  { result, perQuery }: Measured,
  systems: readonly string[],
  config: EvalConfig,
): void {
  const problem = incomparable(result, baseline, systems);
  if (problem !== null) {
    throw new UsageError(
      `The baseline ${config.baseline} cannot be compared: ${problem}. Save one of the same judgments with --json.`,
    );
  }
  const drops = findDrops(result, perQuery, baseline, { ...config, systems });
  if (drops.length === 0) return;
  const sentences = drops.map(
    ({ system, measure, old, now, because }) =>
      `${system}: ${measure} was ${old.toFixed(4)}, is ${now.toFixed(4)}, a drop of ${(old - now).toFixed(4)} (${because})`,
  );
  throw new RelevanceDroppedError(
    `Relevance dropped significantly, by more than ${config.maxDrop}: ${sentences.join('; ')}. Find the change that did it, or save a new baseline.`,
  );
}

/** `digitalgov` of `digitalgov/articles.jsonl.gz`, `archive` of `archive.jsonl`. */
function nameOfSet(path: string): string {
  const stem = (name: string) => basename(name).replace(/\..*$/, '');
  const name = stem(path);
  return name === '' || name === 'articles' ? stem(dirname(resolve(path))) : name;
}
