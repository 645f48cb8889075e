/**
 * Tunes the numbers of the ranking on judged sets, and says by cross-validation what that is worth.
 *
 *   npm run tune -- --help
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createProgressDisplay, type ProgressDisplay } from '../src/cli/progress.js';
import { stopSignal } from '../src/cli/stop.js';
import { openEvaluation } from '../src/compose.js';
import { SeealsoError, StoppedError, UsageError } from '../src/errors.js';
import { type JudgedFolder, readJudgedFolder } from './judged-folder.js';
import { createObjective, type TunedSet } from './tune/objective.js';
import { changes, SHIPPED } from './tune/parameters.js';
import { measurePools } from './tune/pools.js';
import {
  ablationTable,
  foldsList,
  gridTable,
  leftOutTable,
  ndcgTable,
  parametersTable,
  setsTable,
  validationTable,
} from './tune/report.js';
import { crossValidate, leaveOneSetOut, tune } from './tune/validate.js';

const HELP = `Usage: npm run tune -- [options]

Tunes the numbers of the ranking (src/recommend/ranking.ts, and the half-life of the default mode) on judged sets:
coordinate ascent over a small grid on nDCG@10, the mean over the sets, each set weighing the same. What is found is
checked by cross-validation over the queries and on sets that were left out, and every signal and factor of the
shipped ranking is left out once. Signals are measured once, by the product's own code; candidates are the first 200
articles of each signal and of the shipped ranking, and all that are judged. Changes nothing. Takes some twenty minutes
for two thousand queries.

  --sets <folder>...   folders with articles.jsonl or articles.jsonl.gz, and qrels.txt or judgments.qrels
                       (default: data, and every folder in data/eval)
  --every <number>     of a set with more than 1000 queries, every so many-th only (default: 1)
  --folds <number>     folds of the cross-validation, 2 to 20 (default: 5)
  --no-tuning          only say what each signal, factor and value by itself is worth: a minute or two
  --model <folder>     embedding model (default: the bundled one)
  --help

Example:
  npm run tune -- --sets data data/eval/digitalgov ../shared/data/eval/current-events --every 4`;

/** A set with more queries is big. */
const BIG = 1000;

interface Options {
  readonly sets: readonly string[];
  readonly every: number;
  readonly folds: number;
  readonly noTuning: boolean;
  readonly model: string | undefined;
}

async function readArguments(): Promise<Options | null> {
  const { values, positionals } = parsed();
  if (values.help) return null;
  const sets = [...values.sets, ...positionals];
  return {
    sets: sets.length === 0 ? await defaultSets() : sets,
    every: wholeNumber('--every', values.every, 1, 1000),
    folds: wholeNumber('--folds', values.folds, 2, 20),
    noTuning: values['no-tuning'],
    model: values.model,
  };
}

function parsed() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        sets: { type: 'string', multiple: true, default: [] },
        every: { type: 'string', default: '1' },
        folds: { type: 'string', default: '5' },
        'no-tuning': { type: 'boolean', default: false },
        model: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`${flag}: expected a whole number from ${least} to ${most}, received ${text}.`);
}

async function defaultSets(): Promise<string[]> {
  const entries = await readdir('data/eval', { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join('data/eval', name));
  return ['data', ...folders.sort()];
}

async function main(): Promise<void> {
  const options = await readArguments();
  if (options === null) return console.log(HELP);
  const folders: JudgedFolder[] = [];
  for (const folder of options.sets) folders.push(await readJudgedFolder(folder));
  const display = createProgressDisplay(process.stderr);
  const signal = stopSignal();
  try {
    const sets: TunedSet[] = [];
    const articles: number[] = [];
    for (const folder of folders) {
      const { set, count } = await measured(folder, options, display, signal);
      sets.push(set);
      articles.push(count);
    }
    display.stop();
    const started = Date.now();
    const objective = createObjective(sets, (looked) => {
      if (signal.aborted) throw new StoppedError('Stopped while tuning.');
      if (looked % 50 !== 0) return;
      display.line(`tuning: ${looked} settings measured, ${Math.round((Date.now() - started) / 1000)} s`);
    });
    console.log(setsTable(sets, articles));
    const shipped = objective.values(SHIPPED);
    console.log('What each signal and factor of the shipped ranking is worth:\n');
    console.log(ablationTable(sets, objective));
    console.log('Every value that is tried, by itself, all else as shipped:\n');
    console.log(gridTable(sets, objective));
    if (options.noTuning) return;
    const tuned = tune(objective);
    console.log(
      `Tuned on all queries of all sets, which flatters (${objective.looked} settings measured):\n`,
    );
    console.log(parametersTable({ shipped: SHIPPED, tuned }));
    console.log(ndcgTable(sets, { shipped, [`tuned: ${changes(SHIPPED, tuned)}`]: objective.values(tuned) }));
    const validation = crossValidate(objective, sets, options.folds);
    console.log(
      `Cross-validated, ${options.folds} folds; each query under what was tuned without its fold:\n`,
    );
    console.log(validationTable(sets, shipped, validation.values));
    console.log(foldsList(validation));
    if (sets.length > 1) {
      console.log('Tuned on the other sets:\n');
      console.log(leftOutTable(sets, shipped, leaveOneSetOut(objective, sets)));
    }
  } finally {
    display.stop();
  }
}

async function measured(
  { name, articles, qrels }: JudgedFolder,
  { model, every }: Options,
  display: ProgressDisplay,
  signal: AbortSignal,
): Promise<{ set: TunedSet; count: number }> {
  const set = await openEvaluation({
    articles,
    source: {},
    bodyFormat: 'auto',
    model: { model, pooling: undefined, queryPrefix: undefined, passagePrefix: undefined },
    extra: [],
    seed: 1,
    observer: {
      progress: (progress) => display.show({ ...progress, stage: `${name}, ${progress.stage}` }),
      rejected: ({ location }) => display.line(`${location}: rejected`),
      notEmbeddable() {},
      warning: (message) => display.line(message),
    },
    signal,
  });
  try {
    const step = qrels.size > BIG ? every : 1;
    const pools = await measurePools(set, qrels, step, async (done, total) => {
      if (signal.aborted) throw new StoppedError('Stopped while measuring.');
      display.show({ stage: `${name}, measuring`, done, total, articles: done, unit: 'queries' });
      await otherWork();
    });
    return { set: { name, pools }, count: set.articles.length };
  } finally {
    await set.close();
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SeealsoError)) throw error;
  console.error(error.message);
  if (error instanceof UsageError) console.error(`\n${HELP}`);
  process.exitCode = error instanceof UsageError ? 2 : error instanceof StoppedError ? 143 : 1;
}
