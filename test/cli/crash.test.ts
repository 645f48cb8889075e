import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { call } from '../support/call.js';
import { lastLine, scratchFolder, serve, start, until, write } from '../support/cli.js';
import { ARCHIVE, generatedArticles, jsonl } from '../support/newsroom.js';

/** Enough for a space of the archive's own to be fitted, and for several batches. */
const COUNT = 330;
const folder = scratchFolder();
const indexDir = join(folder, 'index');

const index = (path: string) => ['index', path, '--index-dir', indexDir, '--json'];

/** About an article that none of the runs touches. */
const QUESTION = '/v1/articles/yen-falls/related?limit=4&language=any';

interface Answer {
  readonly related: readonly unknown[];
  readonly index: { readonly generation: string; readonly sequence: number };
}

it('a run that is killed at any moment leaves the old generation serving, and the next run completes', async () => {
  const first = await call(index(write(folder, 'archive.jsonl', jsonl(ARCHIVE))));
  let { generation } = lastLine(first.stdout);
  const server = await serve(indexDir);
  const served = async () => {
    const response = await fetch(server.url + QUESTION);
    expect(response.status).toBe(200);
    const answer = (await response.json()) as Answer;
    expect(answer.related).toHaveLength(4);
    return answer.index;
  };

  // From the start, the model not yet loaded, until all is stored and the graph is being finished. Each run changes
  // every text, so that each has all of the work before it.
  for (const [round, moment] of [0, Math.floor(COUNT / 2), COUNT].entries()) {
    const path = write(folder, 'generated.jsonl', jsonl(generatedArticles(COUNT, 100, round)));
    const before = await served();
    const child = start(index(path));
    await until(`${moment} articles stored`, async () => {
      const now = await served();
      const stored = now.sequence - before.sequence;
      if (stored < COUNT) expect(now.generation).toBe(generation);
      return !child.running() || stored >= moment;
    });
    const { signal } = await child.end('SIGKILL');
    if (moment < COUNT) {
      expect(signal, child.stderr()).toBe('SIGKILL');
      expect((await served()).generation).toBe(generation);
    }
    // Killed in its last moments, it may have published already.
    generation = readFileSync(join(indexDir, 'current'), 'utf8').trim();
    await until('the current generation', async () => (await served()).generation === generation);
  }

  const path = write(folder, 'generated.jsonl', jsonl(generatedArticles(COUNT, 100, 5)));
  const last = await call(index(path));
  expect(last.code).toBe(0);
  const summary = lastLine(last.stdout);
  expect(summary).toMatchObject({ read: COUNT, embedded: COUNT, articles: COUNT + ARCHIVE.length });
  await until('the new generation', async () => (await served()).generation === summary.generation);
  expect(await served()).toMatchObject({ articles: COUNT + ARCHIVE.length });
  expect(readdirSync(join(indexDir, 'generations')).filter((name) => name.startsWith('.'))).toEqual([]);
  const all = await call(['related', `g-${COUNT - 1}`, '--index-dir', indexDir, '--limit', '50', '--json']);
  expect(lastLine(all.stdout)).toMatchObject({ article: { id: `g-${COUNT - 1}` }, empty: null });
  const again = lastLine((await call(index(path))).stdout);
  expect(again).toMatchObject({ unchanged: COUNT, embedded: 0, generation: summary.generation });
  await server.end('SIGTERM');
}, 60_000);
