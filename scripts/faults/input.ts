import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** For all cases, on two cores that have nothing else to do some minutes. Milliseconds. */
const PATIENCE = 30 * 60_000;

export interface InputRequest {
  readonly folder: string;
  readonly seed: number;
  readonly say: (line: string) => void;
  /** Requests, files, answers from the web, flags. */
  readonly cases: number;
}

export interface InputFindings {
  readonly tried: number;
  /** Answers of 500 and above. */
  readonly serverErrors: number;
  readonly crashes: number;
  readonly lost: readonly string[];
}

/** The property tests of `test/fuzz`, with many cases instead of a few. */
export function tryInput({ folder, seed, say, cases }: InputRequest): InputFindings {
  const tally = join(folder, 'tally.jsonl');
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const ended = spawnSync(process.execPath, [vitest, 'run', 'test/fuzz'], {
    cwd: ROOT,
    env: {
      ...process.env,
      SEEALSO_FUZZ_CASES: String(cases),
      SEEALSO_FUZZ_SEED: String(seed),
      SEEALSO_FUZZ_TALLY: tally,
    },
    encoding: 'utf8',
    timeout: PATIENCE,
    maxBuffer: 64 * 1024 * 1024,
  });
  const output = `${ended.stdout}${ended.stderr}`;
  const lines = existsSync(tally) ? readFileSync(tally, 'utf8').trim().split('\n') : [];
  const tried = lines.reduce((sum, line) => sum + (JSON.parse(line) as { tried: number }).tried, 0);
  const serverErrors = output.match(/Error\S*: status 5\d\d/g)?.length ?? 0;
  const crashes = output.match(/Worker exited unexpectedly|Unhandled (?:Error|Rejection)/g)?.length ?? 0;
  if (ended.status === 0 && tried >= cases) return { tried, serverErrors, crashes, lost: [] };
  say(output);
  return {
    tried,
    serverErrors,
    crashes,
    lost: [`of ${cases} hostile cases not all were answered as they should be: see above`],
  };
}
