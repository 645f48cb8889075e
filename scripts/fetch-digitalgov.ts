/**
 * Fetches the public digital.gov set: the posts of a government site, and the links that their editors made between
 * them as judgments for `seealso eval`.
 *
 *   npm run eval:fetch
 */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NoJudgmentsError, SeealsoError, StoppedError, UsageError } from '../src/errors.js';
import { judgmentsFromLinks, recordOf } from '../src/evaluation/links.js';
import { download } from './digitalgov/download.js';
import { postsOf, readPostFiles } from './digitalgov/posts.js';

const REPOSITORY = 'GSA/digitalgov.gov';
/** The set is the site as it was at this commit, in January 2025. */
const COMMIT = '4979583206d9';
const ROOT = `digitalgov.gov-${COMMIT}`;

const HELP = `Usage: npm run eval:fetch -- [options]

Downloads the posts of digital.gov (GitHub ${REPOSITORY} at ${COMMIT}; a work of the United States government, in
the public domain, elsewhere CC0) and writes articles.jsonl and qrels.txt for seealso eval: which posts link to which,
with these links taken out of the text.

  --out <folder>       where they are written (default: data/eval/digitalgov)
  --archive <file>     the repository's tar.gz where it is downloaded already: needs no network
  --server <address>   default: https://codeload.github.com
  --help`;

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        out: { type: 'string', default: 'data/eval/digitalgov' },
        archive: { type: 'string' },
        server: { type: 'string', default: 'https://codeload.github.com' },
        help: { type: 'boolean', default: false },
      },
    });
    if (!/^https?:\/\//i.test(values.server)) {
      throw new UsageError(`--server: expected an http or https address, received ${values.server}.`);
    }
    return values.help ? null : values;
  } catch (error) {
    throw error instanceof UsageError
      ? error
      : new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function main(): Promise<void> {
  const options = readArguments();
  if (options === null) return console.log(HELP);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const { out } = options;
  const articlesFile = join(out, 'articles.jsonl');
  const qrelsFile = join(out, 'qrels.txt');
  for (const file of [articlesFile, qrelsFile]) {
    if (await isThere(file)) {
      throw new UsageError(
        `${file} is there already. Use it, remove it, or choose another folder with --out.`,
      );
    }
  }
  await mkdir(out, { recursive: true });
  const files = await postFiles(out, options, stop.signal);
  const { articles, alsoKnownAs, skipped } = postsOf(files);
  for (const { path, reason } of skipped) console.error(`Left out: ${path}: ${reason}`);
  const found = judgmentsFromLinks(articles, { bodyFormat: 'markdown', oneWay: false, alsoKnownAs });
  if (found.judgments === 0) {
    throw new NoJudgmentsError(
      `No post links to another. Expected links between posts, received ${found.links.found} links in ${articles.length} posts. ` +
        'The repository is not as it was: report this.',
    );
  }
  await writeWhole(
    articlesFile,
    found.articles.map((article) => `${JSON.stringify(recordOf(article))}\n`).join(''),
  );
  await writeWhole(qrelsFile, found.qrels);
  console.log(
    `Read ${files.length} posts: ${articles.length} articles, ${skipped.length} left out. Found ${found.links.found} links, ` +
      `${found.links.toArticles} of them to other articles.\nWrote ${found.judgments} judgments of ${found.queries} queries. Measure with them:\n\n` +
      `  npx seealso eval --articles ${articlesFile} --qrels ${qrelsFile}\n`,
  );
}

/** From the archive that was named, or was kept by an earlier run; else downloaded, and kept once it was read to its end. */
async function postFiles(
  out: string,
  { archive, server }: { readonly archive?: string | undefined; readonly server: string },
  signal: AbortSignal,
) {
  const kept = join(out, `${ROOT}.tar.gz`);
  const here = archive ?? ((await isThere(kept)) ? kept : undefined);
  if (here !== undefined) return readPostFiles(here, ROOT);
  const unfinished = join(out, `.${ROOT}.${randomUUID()}.part`);
  const address = `${server.replace(/\/+$/, '')}/${REPOSITORY}/tar.gz/${COMMIT}`;
  try {
    console.error(`Downloading ${address}`);
    let shown = 0;
    await download({
      address,
      expected: `the tar.gz archive of ${REPOSITORY} at ${COMMIT}`,
      file: unfinished,
      signal,
      onProgress(bytes) {
        if (bytes - shown < 10e6) return;
        shown = bytes;
        console.error(`  ${Math.round(bytes / 1e6)} MB`);
      },
    });
    const files = await readPostFiles(unfinished, ROOT);
    await rename(unfinished, kept);
    return files;
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function writeWhole(file: string, content: string): Promise<void> {
  const unfinished = `${file}.${randomUUID()}.part`;
  try {
    await writeFile(unfinished, content);
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
}

const isThere = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );

try {
  await main();
} catch (error) {
  if (!(error instanceof SeealsoError)) throw error;
  console.error(error.message);
  if (error instanceof UsageError) console.error(`\n${HELP}`);
  process.exitCode = error instanceof UsageError ? 2 : error instanceof StoppedError ? 143 : 1;
}
