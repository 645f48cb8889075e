/**
 * Puts to the test that nothing is lost: kills, losses of power, full and read-only disks, several writers.
 *
 *   npm run test:faults -- --help
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SeealsoError, UsageError } from '../src/errors.js';
import { tryDamages } from './faults/corruption.js';
import { failCalls } from './faults/failures.js';
import { tryInput } from './faults/input.js';
import { compileInterposer, type Interposer } from './faults/interposer.js';
import { killAtMoments } from './faults/kills.js';
import { fillDisk } from './faults/limits.js';
import { tryMutants } from './faults/mutants.js';
import { losePower } from './faults/power.js';
import { killAll } from './faults/program.js';
import { writeAtOnce } from './faults/writers.js';

const PARTS = ['kills', 'power', 'failures', 'disk', 'writers', 'corruption', 'input', 'mutants'] as const;
type Part = (typeof PARTS)[number];

const HELP = `Usage: npm run test:faults -- [options]

Lets the program as it was built work on small archives, breaks in from outside, and compares what is there afterwards
with every write that was acknowledged. Prints counts, and ends with 1 where anything was lost.

  kills     SIGKILL to all processes at once, in the middle of index, publish, rollback, backup, PUT and pins
  power     what a disk may be left with by a loss of power: only what was synchronised is certain
  failures  calls of the system that fail from some moment on: no open files left, no room, a failing disk
  disk      a disk in memory that is filled, and made read-only (takes root)
  writers   indexers, servers and editors on one folder at once
  corruption  one file of an index flipped, cut off, exchanged, crafted: repaired, or refused by its name
  input     hostile requests, files, answers from the web and flags: refused with a reason, and nothing ends
  mutants   losses of power with one fsync or rename less in the program: each must show

  --only <part>  one of ${PARTS.join(', ')}; several times (default: all)
  --moments <n>  kills (default: 50)
  --times <n>    failures of each kind (default: 8)
  --cuts <n>     losses of power, beside those after every rename (default: 60)
  --damages <n>  damaged indexes (default: 60)
  --cases <n>    hostile inputs (default: 20000)
  --seed <n>     another seed draws other moments (default: the time)
  --keep         keep the folder
  --help

Losses of power, failing calls and half of the kills need a C compiler (cc) on Linux; what is left out is said to be,
and counts as lost where CI=true.`;

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string', multiple: true, default: [...PARTS] },
        moments: { type: 'string', default: '50' },
        times: { type: 'string', default: '8' },
        cuts: { type: 'string', default: '60' },
        damages: { type: 'string', default: '60' },
        cases: { type: 'string', default: '20000' },
        seed: { type: 'string', default: String(Date.now() % 1_000_000) },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const only = values.only.map((name) => {
      const part = PARTS.find((one) => one === name);
      if (part !== undefined) return part;
      throw new UsageError(
        `--only: expected one of ${PARTS.join(', ')}, received ${JSON.stringify(name)}. See --help.`,
      );
    });
    const { moments, times, cuts, damages, cases, seed } = values;
    return {
      ...values,
      only: new Set<Part>(only),
      moments: numberOf('moments', moments),
      times: numberOf('times', times),
      cuts: numberOf('cuts', cuts),
      damages: numberOf('damages', damages),
      cases: numberOf('cases', cases),
      seed: numberOf('seed', seed),
    };
  } catch (error) {
    throw error instanceof UsageError
      ? error
      : new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function numberOf(name: string, given: string): number {
  if (/^\d{1,9}$/.test(given)) return Number(given);
  throw new UsageError(`--${name}: expected a whole number, received ${JSON.stringify(given)}. See --help.`);
}

interface Outcome {
  /** What was done, counted. */
  readonly line: string;
  readonly lost: readonly string[];
}

async function main(): Promise<void> {
  const { help, only, moments, times, cuts, damages, cases, seed, keep } = readArguments();
  if (help) return console.log(HELP);
  const folder = mkdtempSync(join(tmpdir(), 'seealso-faults-'));
  process.once('exit', () => {
    killAll();
    if (keep) console.error(`Kept: ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  });
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(143));
  const say = (line: string) => console.error(line);
  const own = (part: Part) => {
    const inner = join(folder, part);
    mkdirSync(inner);
    return { folder: inner, seed, say };
  };
  const interposer = compileInterposer(folder);

  const parts: Readonly<Record<Part, (interposer: Interposer | null) => Promise<Outcome>>> = {
    async kills(interposer) {
      const {
        moments: killed,
        acknowledged,
        lost,
      } = await killAtMoments({
        ...own('kills'),
        moments,
        interposer,
      });
      const kinds = Object.entries(killed).map(([kind, count]) => `${kind} ${count}`);
      return {
        line: `moments killed: ${moments} (${kinds.join(', ')}), writes acknowledged: ${acknowledged}`,
        lost,
      };
    },
    async power(interposer) {
      if (interposer === null) return leftOut('losses of power', NO_COMPILER);
      const { disks, acknowledged, lost } = await losePower({ ...own('power'), cuts, interposer });
      return { line: `disks after a loss of power: ${disks}, writes acknowledged: ${acknowledged}`, lost };
    },
    async failures(interposer) {
      if (interposer === null) return leftOut('failing calls', NO_COMPILER);
      const { tried, lost } = await failCalls({ ...own('failures'), times, interposer });
      return { line: `looked at while calls fail: ${tried}`, lost };
    },
    async disk() {
      const findings = await fillDisk(own('disk'));
      if (findings === null) return leftOut('full and read-only disks', 'nothing can be mounted');
      return { line: `looked at on a full and a read-only disk: ${findings.tried}`, lost: findings.lost };
    },
    async writers() {
      const { tried, lost } = await writeAtOnce(own('writers'));
      return { line: `looked at with several writers: ${tried}`, lost };
    },
    async corruption() {
      const { tried, lost } = await tryDamages({ ...own('corruption'), cases: damages });
      return { line: `damaged indexes tried: ${tried}`, lost };
    },
    async input() {
      const { tried, serverErrors, crashes, lost } = tryInput({ ...own('input'), cases });
      const count = tried.toLocaleString('en');
      return { line: `cases tried: ${count}, 5xx: ${serverErrors}, crashes: ${crashes}`, lost };
    },
    async mutants(interposer) {
      if (interposer === null) return leftOut('mutants', NO_COMPILER);
      const { killed, of, survived } = await tryMutants({ ...own('mutants'), cuts, interposer });
      return {
        line: `mutants killed: ${killed} of ${of}`,
        lost: survived.map((what) => `nothing shows that ${what}`),
      };
    },
  };

  const lines: string[] = [];
  const lost: string[] = [];
  say(`Seed ${seed}.`);
  for (const part of PARTS.filter((one) => only.has(one))) {
    const outcome = await parts[part](interposer);
    lines.push(outcome.line);
    lost.push(...outcome.lost);
  }
  for (const one of lost) console.log(one);
  console.log(`${lines.join('\n')}\nlost: ${lost.length}`);
  if (lost.length > 0) process.exitCode = 1;
}

const NO_COMPILER = 'there is no C compiler (cc), or no Linux';

/** Said loudly; where every change is tried, it does not do. */
function leftOut(what: string, why: string): Outcome {
  const line = `LEFT OUT: ${what}: ${why}`;
  return { line, lost: process.env.CI === 'true' ? [line] : [] };
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SeealsoError)) throw error;
  console.error(error.message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
} finally {
  killAll();
}
