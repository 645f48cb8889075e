import { readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { SourceError } from '../src/errors.js';
import { parseQrels, type Qrels } from '../src/evaluation/judgments.js';

/** Articles and the judgments of them, as the scripts that measure take them. */
export interface JudgedFolder {
  readonly name: string;
  /** Path of the articles' file. */
  readonly articles: string;
  readonly qrels: Qrels;
}

const ARTICLES = ['articles.jsonl.gz', 'articles.jsonl'];
const QRELS = ['qrels.txt', 'judgments.qrels'];

/** Throws a `SourceError` that says which file is missing, a `UsageError` for a bad line. */
export async function readJudgedFolder(folder: string): Promise<JudgedFolder> {
  const articles = await firstOf(folder, ARTICLES);
  const file = await firstOf(folder, QRELS);
  const qrels = parseQrels(await readFile(file, 'utf8'), file);
  if (qrels.size === 0) {
    throw new SourceError(
      `${file} holds no judgments. Expected lines of "query 0 document grade", received none.`,
    );
  }
  return { name: basename(resolve(folder)), articles, qrels };
}

async function firstOf(folder: string, names: readonly string[]): Promise<string> {
  for (const name of names) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found?.isFile() === true) return path;
  }
  throw new SourceError(
    `${folder} is not a judged set. Expected ${names.join(' or ')} in it, received neither.`,
  );
}
