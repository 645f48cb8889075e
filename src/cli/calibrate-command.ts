import { setImmediate as otherWork } from 'node:timers/promises';
import { type Config, readConfig, type SettingName } from '../config.js';
import { type Calibration, type CutoffEffect, type Judged, LEAST_SHARE } from '../engine/calibrate.js';
import {
  choosableScores,
  LEAST_PAIRS,
  type Passing,
  scoreForPrecision,
} from '../engine/score-for-precision.js';
import { NoJudgmentsError, PrecisionNotReachedError, StoppedError, UsageError } from '../errors.js';
import type { CommandDescription } from './command.js';
import { readQrels } from './eval-files.js';
import { tellUnknown } from './eval-notes.js';
import { createProgressDisplay } from './progress.js';
import { stopSignal } from './stop.js';

const settings = [
  'indexDir',
  'qrels',
  'precision',
  'share',
  'reset',
  'dryRun',
  'limit',
  'json',
] as const satisfies readonly SettingName[];
type CalibrateConfig = Config<(typeof settings)[number]>;

/** What was found on judgments. */
interface Found extends Passing {
  /** Share of the relevant pairs of the index that pass, 0–1. */
  readonly recall: number;
  readonly queries: number;
}

type Choice = Parameters<Calibration['choose']>[0];

export const calibrateCommand: CommandDescription = {
  usage: 'calibrate',
  summary: 'choose what may pass the cut-off: by judgments, or a share of random pairs',
  details:
    'Chooses how far an article must stand out to be shown at all; what stands out less is left out, also where a list ' +
    'is then short or empty. With --qrels and --precision, the lowest score is chosen at which that share of what ' +
    `passes is relevant, over all judged queries and with at least ${LEAST_PAIRS} pairs that pass; what nobody judged ` +
    'counts as not relevant, so judge whole lists. With --share, that share of random pairs of articles may pass, in a ' +
    'small archive at least five links per article. The index remembers the choice, and running servers follow with ' +
    'their next answer; a score found on judgments holds for the model and the articles it was found with. Without ' +
    'any of these, shows what is chosen and what comes of it.',
  settings,
  examples: [
    ['seealso calibrate', 'the current choice, and how long lists are and how many empty'],
    [
      'seealso calibrate --qrels qrels.txt --precision 0.7',
      'seven in ten of what passes shall be relevant by these judgments',
    ],
    ['seealso calibrate --share 0.0005 --dry-run', 'what half the default would do, without choosing it'],
    ['seealso calibrate --reset', 'back to the default'],
  ],
  async run(_words, flags) {
    const config = readConfig(settings, flags);
    checkUsage(config);
    const { openCalibration } = await import('../compose.js');
    const calibration = await openCalibration({
      indexDir: config.indexDir,
      model: {},
      log: (message) => process.stderr.write(`${message}\n`),
    });
    try {
      const { choice, found } = await chosen(calibration, config);
      const before = calibration.effect(calibration.choice(), config.limit);
      const now =
        choice === undefined ? before : calibration.effect(choice ?? calibration.standard, config.limit);
      const saved = choice !== undefined && !config.dryRun;
      if (saved) calibration.choose(choice);
      const result = { saved, found, before: choice === undefined ? null : before, now };
      process.stdout.write(config.json ? `${JSON.stringify(result)}\n` : describe(result));
    } finally {
      await calibration.close();
    }
  },
};

function checkUsage({ qrels, precision, share, reset, dryRun }: CalibrateConfig): void {
  const wrong = (sentence: string) => new UsageError(`${sentence} See --help.`);
  if ((qrels === undefined) !== (precision === undefined)) {
    throw wrong(
      `Expected --qrels <file> and --precision <share> together, received only ${qrels === undefined ? '--precision' : '--qrels'}.`,
    );
  }
  const ways = [
    ...(qrels === undefined ? [] : ['--qrels']),
    ...(share === undefined ? [] : ['--share']),
    ...(reset ? ['--reset'] : []),
  ];
  if (ways.length > 1)
    throw wrong(`Expected one of --qrels, --share and --reset, received ${ways.join(' and ')}.`);
  if (dryRun && ways.length === 0)
    throw wrong('Expected --dry-run beside --qrels, --share or --reset, received it alone.');
}

/** `undefined` where nothing is to be chosen, `null` for the default. */
async function chosen(
  calibration: Calibration,
  config: CalibrateConfig,
): Promise<{ choice: Choice | undefined; found: Found | null }> {
  const { qrels, precision, share, reset } = config;
  if (reset) return { choice: null, found: null };
  if (share !== undefined) return { choice: { share }, found: null };
  if (qrels === undefined || precision === undefined) return { choice: undefined, found: null };
  const judged = await judge(calibration, qrels);
  const choosable = choosableScores(judged.pairs);
  const passing = scoreForPrecision(choosable, precision);
  if (passing === null) throw notReached(choosable, precision, qrels);
  const recall = judged.relevant === 0 ? 0 : passing.relevant / judged.relevant;
  return { choice: { score: passing.score }, found: { ...passing, recall, queries: judged.queries } };
}

async function judge(calibration: Calibration, file: string): Promise<Judged> {
  const qrels = await readQrels(file);
  const display = createProgressDisplay(process.stderr);
  const signal = stopSignal();
  try {
    const judged = await calibration.judge(qrels, async (done, total) => {
      if (signal.aborted) throw new StoppedError('Stopped; nothing was chosen.');
      display.show({ stage: 'judging', done, total, articles: done, unit: 'queries' });
      await otherWork();
    });
    tellUnknown(display, `of ${qrels.size} judged queries are not in the index: left out`, judged.unknown);
    if (judged.queries > 0) return judged;
    throw new NoJudgmentsError(
      `None of the ${qrels.size} judged queries of ${file} is in the index. Expected ids of its articles. Check --index-dir, and whether the judgments belong to it.`,
    );
  } finally {
    display.stop();
  }
}

function notReached(
  choosable: readonly Passing[],
  precision: number,
  file: string,
): PrecisionNotReachedError {
  const best = choosable.find(({ pairs }) => pairs >= LEAST_PAIRS);
  const received =
    best === undefined
      ? `only ${choosable.at(-1)?.pairs ?? 0} pairs in all`
      : `${best.precision.toFixed(3)} at most, with ${best.pairs} pairs at score ${best.score.toFixed(4)}`;
  return new PrecisionNotReachedError(
    `The judgments in ${file} never reach the precision. Expected ${precision} with at least ${LEAST_PAIRS} pairs that pass, received ${received}. Ask for less with --precision, or judge more of the lists: what nobody judged counts as not relevant.`,
  );
}

interface Result {
  readonly saved: boolean;
  readonly found: Found | null;
  readonly before: CutoffEffect | null;
  readonly now: CutoffEffect;
}

function describe({ saved, found, before, now }: Result): string {
  if (before === null) return effectLines(`Cut-off: ${meaning(now)}.`, now);
  const lines = [effectLines(`Before: ${meaning(before)}.`, before)];
  if (found !== null) {
    lines.push(
      `Found on ${found.queries} judged queries: ${found.relevant} of ${found.pairs} pairs that pass are relevant ` +
        `(${percent(found.precision)}), ${percent(found.recall)} of all relevant ones.\n`,
    );
  }
  lines.push(effectLines(`${saved ? 'Now' : 'It would be'}: ${meaning(now)}.`, now));
  if (!saved) lines.push('Nothing was changed: --dry-run.\n');
  return lines.join('');
}

function meaning({ choice, isDefault, randomPairs }: CutoffEffect): string {
  if ('score' in choice) return 'a score that was found on judgments';
  const share = `a share of ${choice.share} of random pairs may pass${isDefault ? ', the default' : ''}`;
  // Between two entries of the table a share is not met to the last digit.
  return randomPairs > 1.1 * choice.share
    ? `${share}; in an archive of this size, five links per article`
    : share;
}

function effectLines(heading: string, { score, randomPairs, lists }: CutoffEffect): string {
  return [
    heading,
    `  score         ${score.toFixed(4)}, by which an article must stand out`,
    `  random pairs  ${randomPairs <= LEAST_SHARE ? 'at most ' : ''}${percent(randomPairs)} pass`,
    `  lists         ${lists.averageLength.toFixed(1)} of at most ${lists.limit} links on average, ${percent(lists.emptyShare)} empty (${lists.sampled} articles asked)`,
    '',
  ].join('\n');
}

/** Two digits that count. */
function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))}%`;
}
