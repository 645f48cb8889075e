/**
 * Measures what archives of several sizes take: disk, memory, and time, of the program as it was built.
 *
 *   npm run sizing -- --help
 */
import { parseArgs } from 'node:util';
import { SeealsoError, UsageError } from '../src/errors.js';
import { measureSizing, type Sizing } from './sizing/measure.js';
import { circumstances, sizingTable } from './sizing/report.js';

const HELP = `Usage: npm run sizing -- [options]

Makes an archive of articles of about 450 words, always the same, runs seealso index, the same again, and seealso serve
in processes of their own, asks for the lists of 500 articles over one connection, each once, and prints a table.

  --articles <n,n,...>  sizes of the archives (default: 1000,10000)
  --corpus <file>       texts to make them from: JSON lines with "title" and "text", also gzipped; recombined where it
                        has too few. Default: made-up words, as frequent as those of a language
  --json                print the result as JSON
  --help

Everything is written to the folder for temporary files (TMPDIR), and removed.`;

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        articles: { type: 'string', default: '1000,10000' },
        corpus: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return { ...values, sizes: values.articles.split(',').map(sizeOf) };
  } catch (error) {
    throw error instanceof UsageError
      ? error
      : new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function sizeOf(given: string): number {
  if (/^[1-9]\d{0,6}$/.test(given.trim())) return Number(given);
  throw new UsageError(
    `--articles: expected whole numbers from 1 to 9999999 with commas between, received ${JSON.stringify(given)}. See --help.`,
  );
}

async function main(): Promise<void> {
  const { help, sizes, corpus: given, json } = readArguments();
  if (help) return console.log(HELP);
  const corpus = given ?? null;
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  const rows: Sizing[] = [];
  for (const articles of sizes) {
    rows.push(
      await measureSizing({
        articles,
        corpus,
        signal: stop.signal,
        progress: (message) => console.error(message),
      }),
    );
  }
  const found = circumstances(corpus, new Date());
  if (json) return console.log(JSON.stringify({ ...found, rows }, null, 2));
  console.log(sizingTable(rows));
  console.log(`${found.machine}; Node ${found.node}; ${found.date}; texts: ${found.texts}.`);
}

try {
  await main();
} catch (error) {
  if (error instanceof SeealsoError) console.error(error.message);
  else if (error instanceof Error && error.name === 'AbortError') console.error('Stopped.');
  else throw error;
  process.exitCode = error instanceof UsageError ? 2 : error instanceof SeealsoError ? 1 : 143;
}
