import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const PATH = fileURLToPath(
  new URL('../../../shared/data/articles/wikinews-2019-2020.jsonl.gz', import.meta.url),
);

/**
 * Wikinews articles of 2019–2020, which lie beside the repository and are no part of it; `null` where they are
 * missing, which is said aloud and fails where `CI` is set.
 */
export function realArticles(): { readonly id: string; readonly body: string }[] | null {
  if (!existsSync(PATH)) {
    if (process.env.CI === 'true') throw new Error(`Expected the articles ${PATH}, received no such file.`);
    console.warn(`SKIPPED: tests on real articles need ${PATH}`);
    return null;
  }
  const lines = gunzipSync(readFileSync(PATH)).toString('utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as { id: string; body: string });
}
