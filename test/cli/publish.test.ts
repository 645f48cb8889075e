import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acquireLock } from '../../src/catalog/lock.js';
import { engineOver, letAllThrough } from '../http/site.js';
import { article } from '../support/articles.js';
import { call } from '../support/call.js';
import { lastLine, ownEnvironment, ROOT, scratchFolder, start, until, write } from '../support/cli.js';
import { ARCHIVE, generatedArticles, jsonl } from '../support/newsroom.js';

const folder = scratchFolder();
const MAIN = join(ROOT, 'dist/cli/main.js');

/** The archive of the newsroom, in which everything that is related at all is shown. */
async function newsroom() {
  const site = await engineOver(ARCHIVE);
  letAllThrough(site.indexDir);
  const { indexDir } = site;
  return {
    ...site,
    index: (rows: readonly unknown[], ...flags: string[]) =>
      call(['index', write(folder, 'export.jsonl', jsonl(rows)), '--index-dir', indexDir, ...flags]),
    publish: (...flags: string[]) => call(['publish', '--index-dir', indexDir, ...flags]),
    current: () => readFileSync(join(indexDir, 'current'), 'utf8').trim(),
  };
}

/** Of what the archive has on the yen, and no copy of it. */
const PUT = article('put', {
  title: 'The yen again',
  body: 'The yen fell on Wednesday too. Traders who bet against the Bank of Japan fear that the finance minister steps in.',
  language: 'en',
});
const edited = ARCHIVE.map((row) => ({ ...row, title: `${row.title}, they say` }));

describe('seealso publish', () => {
  it('is refused where no build waits, where there is no index, and with flags that contradict one another', async () => {
    const { publish } = await newsroom();
    const none = await publish();
    expect([none.code, none.stdout]).toEqual([1, '']);
    expect(none.stderr).toMatch(/No build waits in .*staged\. Make one: `seealso index --stage`/);
    expect((await publish('--discard')).stderr).toContain('No build waits');
    const missing = await call(['publish', '--index-dir', join(folder, 'none')]);
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('There is no index')]);
    expect((await publish('--anyway', '--discard')).code).toBe(2);
    expect((await call(['index', '--gate', '--stage'])).code).toBe(2);
  });

  it('makes live what was staged, with what was written by request meanwhile, and embeds nothing again', async () => {
    const { engine, indexDir, index, publish, current } = await newsroom();
    const before = current();
    const staged = await index(edited, '--stage', '--json');
    const { generation, embedded } = lastLine(staged.stdout);
    expect([staged.code, embedded, current()]).toEqual([0, 12, before]);
    expect(engine.article('yen-falls').title).toBe(ARCHIVE[0].title);

    await engine.put(PUT);
    await engine.put(article('coffee-frost', { title: 'Written by request', body: ARCHIVE[10].body }));
    await engine.remove('wheat-harvest');
    // What is published is read from what was kept, not from the source.
    write(folder, 'export.jsonl', 'broken');
    const published = await publish('--json');
    expect([published.code, published.stderr]).toEqual([0, expect.not.stringContaining('embedding')]);
    expect(lastLine(published.stdout)).toMatchObject({ changed: 10, unchanged: 2, articles: 12 });
    expect(existsSync(join(indexDir, 'staged'))).toBe(false);

    await until('the new generation', () => engine.info().generation === current());
    expect(current() >= String(generation)).toBe(true);
    expect(engine.article('yen-falls').title).toBe(edited[0]?.title);
    expect(engine.article('put').title).toBe('The yen again');
    expect(engine.article('coffee-frost').title).toBe('Written by request');
    expect(() => engine.article('wheat-harvest')).toThrow('wheat-harvest');
    const ids = engine.related('yen-falls', { limit: 20, language: 'any' }).related.map(({ id }) => id);
    expect(ids).toContain('put');
    expect(ids).not.toContain('wheat-harvest');
    const [logged] = engine.editing.decisions({ about: null, before: null, limit: 1 });
    expect(logged).toMatchObject({
      action: 'publish',
      by: 'command line',
      details: { generation: current() },
    });
  });

  it('takes over a rebuild as it is, and leaves what came since to the overlay', async () => {
    const { engine, indexDir, publish, current } = await newsroom();
    const staged = await call(['index', '--index-dir', indexDir, '--stage', '--refit', '--json']);
    await engine.put(PUT);
    expect((await publish()).code).toBe(0);
    expect(current()).toBe(lastLine(staged.stdout).generation);
    await until('the new generation', () => engine.info().generation === current());
    const { related } = engine.related('yen-falls', { limit: 20, language: 'any' });
    expect(related.map(({ id }) => id)).toContain('put');
    const again = await call(['index', '--index-dir', indexDir, '--json']);
    expect(lastLine(again.stdout)).toMatchObject({ embedded: 0, articles: 13 });
  });

  it('is refused for rows of a source that was indexed again since', async () => {
    const { index, publish } = await newsroom();
    await index(edited, '--stage');
    await index(ARCHIVE);
    const { code, stderr } = await publish();
    expect([code, stderr]).toEqual([1, expect.stringContaining('indexed again after this build was staged')]);
    expect((await publish('--anyway')).code).toBe(0);
  });

  it('waits for nobody: while something else indexes, a staged build, a gated one and a publication are refused', async () => {
    const { indexDir, index, publish, current } = await newsroom();
    const before = current();
    await index(edited, '--stage');
    const lock = acquireLock(join(indexDir, 'index.lock'));
    try {
      for (const attempt of [() => index(ARCHIVE, '--gate'), () => publish(), () => publish('--discard')]) {
        const { code, stderr } = await attempt();
        expect([code, stderr]).toEqual([
          1,
          expect.stringContaining('Another process is building this index'),
        ]);
      }
    } finally {
      lock.release();
    }
    expect(current()).toBe(before);
    expect((await publish()).code).toBe(0);
  });
});

describe('a process that builds beside what is served', () => {
  const many = generatedArticles(330, 100, 1);

  it('leaves what is served untouched when it is killed, and the next run completes', async () => {
    const { engine, indexDir, publish } = await newsroom();
    const before = engine.info();
    const path = write(folder, 'many.jsonl', jsonl(many));
    const child = start(['index', path, '--index-dir', indexDir, '--gate']);
    await until('rows that are kept', () => existsSync(join(indexDir, 'staged/rows/0.jsonl')));
    await child.end('SIGKILL');
    expect(engine.info()).toEqual(before);
    expect((await publish()).stderr).toContain('No build waits');
    const again = await call(['index', path, '--index-dir', indexDir, '--gate', '--json']);
    expect(lastLine(again.stdout)).toMatchObject({ added: 330, published: true });
    expect(existsSync(join(indexDir, 'staged'))).toBe(false);
  });

  it('tells its parent how far it is, and leaves nothing behind when it is stopped', async () => {
    const { engine, indexDir } = await newsroom();
    const before = engine.info();
    const told: { stage: string; done: number; total: number | null }[] = [];
    const begin = (...args: string[]): ChildProcess => {
      const child = fork(MAIN, [...args, '--index-dir', indexDir], {
        env: ownEnvironment() as NodeJS.ProcessEnv,
        silent: true,
      });
      return child.on('message', (message) => told.push(message as (typeof told)[number]));
    };
    const stopped = begin('index', write(folder, 'more.jsonl', jsonl(many)), '--stage');
    stopped.once('message', () => stopped.kill('SIGTERM'));
    expect(await once(stopped, 'close')).toEqual([143, null]);
    expect([existsSync(join(indexDir, 'staged')), engine.info()]).toEqual([false, before]);

    told.length = 0;
    expect(await once(begin('index', '--stage'), 'close')).toEqual([0, null]);
    const stages = () => [...new Set(told.map(({ stage }) => stage))];
    expect(stages()).toEqual(['copying', 'building', 'comparing']);
    expect(told.every((one) => Object.keys(one).join() === 'stage,done,total')).toBe(true);
    told.length = 0;
    expect(await once(begin('publish'), 'close')).toEqual([0, null]);
    expect(stages()).toEqual(['publishing']);
  });
});
