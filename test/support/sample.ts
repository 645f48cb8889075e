import { readFileSync } from 'node:fs';

/** The articles of `data/articles.jsonl`. */
export const SAMPLE = readFileSync(new URL('../../data/articles.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Record<string, unknown>);
