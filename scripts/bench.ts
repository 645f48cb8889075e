/**
 * Measures what the program promises about speed and memory, of the program as it was built.
 *
 *   npm run bench -- --help
 */
import { existsSync } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SeealsoError, UsageError } from '../src/errors.js';
import { prepareArchive } from './bench/archive.js';
import { type BenchOptions, CORPUS, helpText, readArguments } from './bench/arguments.js';
import type { SectionRun } from './bench/context.js';
import { embedding } from './bench/embedding.js';
import { factsOf } from './bench/facts.js';
import { freshness } from './bench/freshness.js';
import { buildIndex, indexing } from './bench/indexing.js';
import { neighbours } from './bench/neighbours.js';
import { benchPage } from './bench/page.js';
import { sectionText, summaryText } from './bench/print.js';
import { BenchResult, type SectionResult } from './bench/result.js';
import { serving } from './bench/serving.js';
import { start } from './bench/start.js';

/** In this order: what changes an index comes last. */
const SECTIONS: Readonly<Record<string, SectionRun>> = {
  embedding,
  indexing,
  neighbours,
  start,
  serving,
  freshness,
};
const NAMES = Object.keys(SECTIONS);

async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2), NAMES);
  if (options.help) {
    console.log(helpText(NAMES.map((name) => [name, SECTIONS[name]?.summary ?? ''])));
    return;
  }
  const old = options.compare === null ? null : await earlier(options.compare);
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  const kept = options.keep === null ? null : resolve(options.keep);
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'seealso-bench-')));
  try {
    await measureAll(options, old, folder, stop.signal);
  } catch (error) {
    // What broke off because of it says something else.
    stop.signal.throwIfAborted();
    throw error;
  } finally {
    if (kept === null) await rm(folder, { recursive: true, force: true });
  }
}

async function measureAll(
  options: BenchOptions,
  old: BenchResult | null,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const { sizes, only, model, seed, out, json } = options;
  const corpus = options.corpus === undefined ? (existsSync(CORPUS) ? CORPUS : null) : options.corpus;
  const began = performance.now();
  const chosen = only.length === 0 ? NAMES : NAMES.filter((name) => only.includes(name));
  let result: BenchResult = { format: 1, ...factsOf(corpus, new Date()), seed, seconds: 0, sections: [] };
  for (const articles of sizes) {
    const progress = (message: string) =>
      console.error(`${articles.toLocaleString('en')} articles: ${message}`);
    progress('writing the archive');
    const archive = await prepareArchive({ folder, articles, seed, corpus });
    for (const name of chosen) {
      signal.throwIfAborted();
      const section = SECTIONS[name];
      // The rate of a text does not depend on how many others there are.
      if (section === undefined || (name === 'embedding' && articles !== sizes[0])) continue;
      if (name !== 'embedding' && name !== 'indexing' && !(await exists(join(archive.indexDir, 'current')))) {
        progress('index');
        await buildIndex(archive, model, signal);
      }
      const started = performance.now();
      const found = await section.run({
        archive,
        corpus,
        model,
        seed,
        signal,
        progress: (message) => progress(`${name}: ${message}`),
      });
      const seconds = (performance.now() - started) / 1_000;
      const measured: SectionResult = { section: name, title: section.title, articles, seconds, ...found };
      result = {
        ...result,
        seconds: (performance.now() - began) / 1_000,
        sections: [...result.sections, measured],
      };
      if (!json) console.log(sectionText(measured, result, old));
      // After each section: a run that breaks off leaves what it found.
      await mkdir(out, { recursive: true });
      await writeFile(join(out, 'result.json'), `${JSON.stringify(result, null, 2)}\n`);
      await writeFile(join(out, 'index.html'), benchPage(result, old));
    }
  }
  if (json) console.log(JSON.stringify(result, null, 2));
  else
    console.log(`${summaryText(result)}\n\nWritten: ${join(out, 'index.html')}, ${join(out, 'result.json')}`);
}

async function earlier(file: string): Promise<BenchResult> {
  const parsed = BenchResult.safeParse(await jsonOf(file));
  if (parsed.success) return parsed.data;
  throw new UsageError(
    `--compare: expected the result.json of an earlier run, received ${file}, which is none: ${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}. Choose another file.`,
  );
}

async function jsonOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(
      `--compare: cannot read ${file}: ${error instanceof Error ? error.message : String(error)}. Choose another file.`,
    );
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

try {
  await main();
} catch (error) {
  if (error instanceof SeealsoError) console.error(error.message);
  else if (error instanceof Error && error.name === 'AbortError') console.error('Stopped.');
  else throw error;
  process.exitCode = error instanceof UsageError ? 2 : error instanceof SeealsoError ? 1 : 143;
}
