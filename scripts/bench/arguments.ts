import { parseArgs } from 'node:util';
import { UsageError } from '../../src/errors.js';

/** Sizes that are measured in turn where none is chosen: so that growth is seen. */
export const SIZES: readonly number[] = [1_000, 10_000, 100_000];

/** Passages of this corpus become articles where it lies there. */
export const CORPUS = '../shared/data/corpus/wikipedia-2015.jsonl.gz';

export interface BenchOptions {
  readonly sizes: readonly number[];
  /** Names of sections; all where empty. */
  readonly only: readonly string[];
  /** `null`: made-up words. `undefined`: as it is found. */
  readonly corpus: string | null | undefined;
  readonly model: string;
  readonly seed: number;
  readonly out: string;
  /** Folder for archives and indexes that are to be used again; a temporary one where `null`. */
  readonly keep: string | null;
  /** File with an earlier result. */
  readonly compare: string | null;
  readonly json: boolean;
  readonly help: boolean;
}

/** Throws a `UsageError` that says what is wrong. */
export function readArguments(words: readonly string[], sections: readonly string[]): BenchOptions {
  const values = parsed(words);
  const only = (values.only ?? '').split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
  for (const name of only) {
    if (!sections.includes(name)) {
      throw new UsageError(`--only: expected of ${sections.join(', ')}, received "${name}". See --help.`);
    }
  }
  return {
    sizes:
      values.articles === undefined
        ? SIZES
        : values.articles.split(',').map((given) => wholeNumber('--articles', given, 100, 9_999_999)),
    only,
    corpus: values['made-up'] ? null : values.corpus,
    model: values.model,
    seed: wholeNumber('--seed', values.seed, 0, 2 ** 31),
    out: values.out,
    keep: values.keep ?? null,
    compare: values.compare ?? null,
    json: values.json,
    help: values.help,
  };
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        articles: { type: 'string' },
        only: { type: 'string' },
        corpus: { type: 'string' },
        'made-up': { type: 'boolean', default: false },
        model: { type: 'string', default: 'models/seealso-en' },
        seed: { type: 'string', default: '1' },
        out: { type: 'string', default: '.cache/bench' },
        keep: { type: 'string' },
        compare: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)} See --help.`);
  }
}

function wholeNumber(flag: string, given: string, least: number, most: number): number {
  const value = /^\d{1,10}$/.test(given.trim()) ? Number(given) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(
    `${flag}: expected a whole number from ${least} to ${most}, received ${JSON.stringify(given)}. See --help.`,
  );
}

/** What `--help` prints. */
export function helpText(sections: readonly (readonly [name: string, summary: string])[]): string {
  return `Usage: npm run bench -- [options]

Makes archives of articles of about 450 words, always the same, and measures on each what the program promises: beside a
baseline that is taken in the same run, and held against a goal that is met or missed. Prints it, and writes
result.json and index.html, a page with plots of cost against size.

  --articles <n,n,...>  sizes of the archives (default: ${SIZES.join(',')})
  --only <name,...>     only these sections:
${sections.map(([name, summary]) => `                          ${name.padEnd(12)}${summary}`).join('\n')}
  --corpus <file>       texts to make articles from: JSON lines with "title" and "text", also gzipped; recombined
                        where it has too few (default: ${CORPUS}
                        where it is there, else made-up words)
  --made-up             made-up words, also where the corpus is there
  --model <folder>      embedding model (default: models/seealso-en)
  --seed <number>       of the archives and of whatever is drawn from them (default: 1)
  --out <folder>        where result.json and index.html are written (default: .cache/bench)
  --keep <folder>       keep archives and indexes there, and use those that are there; without it they lie in the
                        folder for temporary files (TMPDIR), and are removed
  --compare <file>      the result.json of an earlier run: shown beside, with what is worse beyond noise
  --json                print the result as JSON
  --help

Examples:
  npm run bench -- --articles 1000
      the smallest, within a minute
  npm run bench -- --articles 100000 --keep /var/tmp/bench
      the largest, within 40 minutes on two cores; what was made is kept
  npm run bench -- --articles 100000 --keep /var/tmp/bench --only serving,start
      some of it again, without indexing again
  npm run bench -- --articles 10000 --compare before/result.json --out after
      what a change has made better or worse`;
}
