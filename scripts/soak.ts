/**
 * Serves under load while generations are published and rolled back, overloads and stops a server: no dark moment.
 *
 *   npm run soak -- --help
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeealsoError, UsageError } from '../src/errors.js';
import { factsOf } from './bench/facts.js';
import { leftovers } from './faults/observe.js';
import { writeArchive } from './sizing/archive.js';
import { startProgram } from './sizing/program.js';
import { HELP, readArguments } from './soak/arguments.js';
import { compareWithFresh } from './soak/comparing.js';
import { drainUnderLoad } from './soak/draining.js';
import type { Outcome } from './soak/outcome.js';
import { overload } from './soak/overloading.js';
import { startSoaked } from './soak/server.js';
import { turnUnderLoad } from './soak/turning.js';
import { createTurns } from './soak/turns.js';

async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2), Date.now());
  if (options.help) return console.log(HELP);
  if (process.platform !== 'linux') throw new UsageError('npm run soak looks into /proc: run it on Linux.');
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  const { signal } = stop;
  const folder = mkdtempSync(join(tmpdir(), 'seealso-soak-'));
  const say = (line: string) => console.error(line);
  const began = performance.now();
  const facts = factsOf(null, new Date());
  const outcomes: Outcome[] = [];
  try {
    const { articles, seed } = options;
    say(`Seed ${seed}. ${facts.machine}, node ${facts.versions.node}.`);
    const file = join(folder, 'archive.jsonl');
    const indexDir = join(folder, 'index');
    await writeArchive({ file, articles, corpus: null, seed });
    const index = startProgram(['index', file, '--index-dir', indexDir, '--json'], signal);
    const { stdout } = await index.ended;
    const { generation } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as { generation: string };

    const key = randomBytes(24).toString('hex');
    const serve = (...more: string[]) => startSoaked(indexDir, folder, ['--api-key', key, ...more], signal);
    const add = (outcome: Outcome) => {
      outcomes.push(outcome);
      say(outcome.line);
    };
    // On a machine that has other things to do, somebody waits for a second now and then: overload is looked at below.
    // What the cache holds of the last moments would hide what is never let go of.
    const patient = await serve('--max-delay', '30000', '--answer-cache', '8');
    const turns = createTurns({ indexDir, url: patient.url, key, signal });
    add(await turnUnderLoad({ ...options, server: patient, turns, key, generation, signal, say }));
    add(await compareWithFresh({ server: patient, turns, articles, again: serve }));
    patient.terminate();
    await patient.ended;
    const left = await leftovers(indexDir);
    add({
      counts: { leftBehind: left.length },
      line: `left behind in the folder: ${left.length}`,
      wrong: left.map((name) => `left behind: ${name}`),
    });

    const server = await serve();
    const { url: origin, pid } = server;
    add(await overload({ origin, pid, key, articles, seconds: options.overload, seed, signal }));
    add(await drainUnderLoad({ server, key, articles, seed, signal, again: serve }));
  } finally {
    // Whatever was started and still runs.
    stop.abort();
    if (options.keep) say(`Kept: ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }

  const wrong = outcomes.flatMap((outcome) => outcome.wrong);
  const seconds = Math.round((performance.now() - began) / 1_000);
  if (wrong.length > 0) process.exitCode = 1;
  if (options.json) {
    const counts = Object.assign({}, ...outcomes.map((outcome) => outcome.counts)) as Outcome['counts'];
    console.log(JSON.stringify({ ...facts, seed: options.seed, seconds, counts, wrong }, null, 2));
    return;
  }
  const versions = Object.entries(facts.versions).map(([name, version]) => `${name} ${version}`);
  console.log(
    `${facts.machine}\n${versions.join(', ')}; ${options.articles} articles of ${facts.data}, seed ${options.seed}\n`,
  );
  for (const { line } of outcomes) console.log(line);
  for (const one of wrong) console.log(`WRONG ${one}`);
  console.log(`not as promised: ${wrong.length}; ${seconds} s`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SeealsoError)) throw error;
  console.error(error.message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
