import { parseArgs } from 'node:util';
import { UsageError } from '../../src/errors.js';

export interface SoakOptions {
  /** Of readers, while generations change. */
  readonly requests: number;
  /** Publications and rollbacks. */
  readonly publishes: number;
  readonly articles: number;
  /** Seconds for which more is asked than can be answered. */
  readonly overload: number;
  readonly seed: number;
  readonly json: boolean;
  readonly keep: boolean;
  readonly help: boolean;
}

const FULL = { requests: 200_000, publishes: 200 };
const SHORT = { requests: 3_000, publishes: 8 };

export const HELP = `Usage: npm run soak -- [options]

Serves a small archive with the program as it was built, and lets another process read and edit it while generations are
published and rolled back; then asks for more than can be answered, and stops the server meanwhile. Each answer is held
against what was acknowledged, published and deleted by then, and memory, handles, threads and files are looked at after
each turn. Prints counts, and ends with 1 where anything was not as promised. Takes Linux.

  --requests <n>   of readers (default: ${FULL.requests})
  --publishes <n>  publications and rollbacks (default: ${FULL.publishes})
  --short          ${SHORT.requests} requests and ${SHORT.publishes} publications, in half a minute; says nothing of growth
  --articles <n>   in the archive (default: 300)
  --overload <n>   seconds of more than can be answered (default: 15)
  --seed <n>       another seed draws otherwise (default: the time)
  --json           print the result as JSON
  --keep           keep the folder
  --help`;

/** Throws a `UsageError` that says what is wrong. */
export function readArguments(words: readonly string[], now: number): SoakOptions {
  const values = parsed(words);
  const defaults = values.short ? SHORT : FULL;
  const whole = (
    name: 'requests' | 'publishes' | 'articles' | 'overload' | 'seed',
    least: number,
    otherwise: number,
  ) => {
    const given = values[name];
    if (given === undefined) return otherwise;
    if (/^\d{1,9}$/.test(given) && Number(given) >= least) return Number(given);
    throw new UsageError(
      `--${name}: expected a whole number from ${least}, received ${JSON.stringify(given)}. See --help.`,
    );
  };
  return {
    requests: whole('requests', 1, defaults.requests),
    publishes: whole('publishes', 1, defaults.publishes),
    articles: whole('articles', 50, 300),
    // A slow sender is ended after ten seconds.
    overload: whole('overload', 14, 15),
    seed: whole('seed', 0, now % 1_000_000),
    json: values.json,
    keep: values.keep,
    help: values.help,
  };
}

function parsed(words: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args: [...words],
      options: {
        requests: text,
        publishes: text,
        articles: text,
        overload: text,
        seed: text,
        short: flag,
        json: flag,
        keep: flag,
        help: { ...flag, short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)} See --help.`);
  }
}
