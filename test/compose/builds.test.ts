import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from '../../src/compose/builds-process.js';
import { openBuilds, openEngine } from '../../src/compose.js';
import type { Builds } from '../../src/engine/builds.js';
import type { Engine } from '../../src/engine/engine.js';
import { BuildRefusedError, IndexLockedError, NothingStagedError } from '../../src/errors.js';
import { GATE_DEFAULTS } from '../../src/evaluation/build-gate.js';
import { copyOfIndex } from '../support/built-index.js';
import { call } from '../support/call.js';
import { scratchFolder, until, write } from '../support/cli.js';
import { memorySource } from '../support/memory-source.js';
import { ARCHIVE, jsonl } from '../support/newsroom.js';
import { BUNDLED, indexProduct } from '../support/product.js';

const open: Builds[] = [];
afterAll(async () => {
  for (const builds of open) await builds.close();
});

function buildsOf(indexDir: string, log: string[] = []): Builds {
  const builds = openBuilds({ indexDir, thresholds: GATE_DEFAULTS, log: (line) => void log.push(line) });
  open.push(builds);
  return builds;
}

/** The state once nothing is under way. */
const ended = (builds: Builds) =>
  until('the end of a build', async () => {
    const state = await builds.state();
    return state.running === null && state;
  });

describe('builds beside a served index', () => {
  const indexDir = join(scratchFolder(), 'index');
  const staged = join(indexDir, 'staged');
  let builds: Builds;
  let engine: Engine;
  let first: string;

  beforeAll(async () => {
    await copyOfIndex(ARCHIVE, indexDir, async (folder) => {
      await indexProduct(memorySource('archive', ARCHIVE), folder, { strict: true });
    });
    engine = await openEngine({ indexDir, model: BUNDLED, log: () => undefined, wait: true });
    builds = buildsOf(indexDir);
    first = engine.info().generation;
    return () => engine.close();
  });

  it('begin with nothing under way', async () => {
    const { generations, ...state } = await builds.state();
    expect(state).toEqual({ running: null, staged: null, failure: null });
    expect(generations).toMatchObject([
      { generation: first, articles: ARCHIVE.length, model: 'seealso-en', current: true },
    ]);
    await expect(builds.publish({ anyway: true }, 'ana')).rejects.toThrow(NothingStagedError);
    await expect(builds.discard()).rejects.toThrow(NothingStagedError);
  });

  it('leave nothing where they are cancelled', async () => {
    let isTold = false;
    const unsubscribe = builds.subscribe(() => {
      isTold = true;
    });
    await builds.build({ refit: false }, 'ana');
    expect((await builds.state()).running).toMatchObject({ kind: 'build', by: 'ana', stage: 'copying' });
    // The process itself tells how much there is to do.
    await until('a word of the process', async () => (await builds.state()).running?.total !== null);
    await builds.cancel();
    unsubscribe();
    expect(isTold).toBe(true);
    expect(await builds.state()).toMatchObject({ running: null, staged: null, failure: null });
    expect(existsSync(staged)).toBe(false);
    expect(engine.info().generation).toBe(first);
  });

  it('are made one at a time, wait to be published, and are served then', async () => {
    const stages = new Set<string>();
    const unsubscribe = builds.subscribe(
      () => void builds.state().then(({ running }) => running !== null && stages.add(running.stage)),
    );
    await builds.build({ refit: true }, 'ana');
    for (const attempt of [
      builds.build({ refit: false }, 'ben'),
      builds.publish({ anyway: true }, 'ben'),
      builds.discard(),
      builds.rollback(null),
    ]) {
      await expect(attempt).rejects.toThrow(IndexLockedError);
      await expect(attempt).rejects.toThrow('A build that ana began is under way');
    }
    const built = await ended(builds);
    unsubscribe();
    expect([...stages]).toEqual(expect.arrayContaining(['copying', 'building', 'comparing']));
    expect(built.failure).toBeNull();
    expect(built.staged).toMatchObject({
      sources: [],
      summary: { articles: ARCHIVE.length, embedded: 0 },
      comparison: { before: { generation: first }, removed: 0 },
      verdict: { passed: true },
    });
    expect(built.staged).not.toHaveProperty('run');
    expect(engine.info().generation).toBe(first);

    await builds.publish({ anyway: false }, 'ben');
    const published = await ended(builds);
    const second = built.staged?.generation ?? '';
    expect(published).toMatchObject({ failure: null, staged: null });
    expect(published.generations).toMatchObject([
      { generation: second, current: true },
      { generation: first, current: false },
    ]);
    await until('the new generation', () => engine.info().generation === second);

    expect(await builds.rollback(null)).toEqual({ from: second, to: first });
    expect((await builds.state()).generations.map(({ current }) => current)).toEqual([false, true]);
    await until('the old generation', () => engine.info().generation === first);
    const [logged] = engine.editing.decisions({ about: null, before: null, limit: 1 });
    expect(logged).toMatchObject({ action: 'publish', by: 'ben' });
  });

  it('that the gate refuses, whoever made them, are told and published only all the same', async () => {
    let told = 0;
    const unsubscribe = builds.subscribe(() => {
      told += 1;
    });
    const bad = ARCHIVE.map(({ id, title }) => ({ id, title, body: 'Gone.', language: 'en' }));
    const source = write(scratchFolder(), 'bad.jsonl', jsonl(bad));
    const { code, stderr } = await call(['index', source, '--stage', '--index-dir', indexDir]);
    expect(code, stderr).toBe(0);
    await until('somebody else’s build', () => told > 0);
    unsubscribe();
    const state = await builds.state();
    expect(state.staged).toMatchObject({ sources: [source], verdict: { passed: false } });
    const attempt = builds.publish({ anyway: false }, 'ana');
    await expect(attempt).rejects.toThrow(BuildRefusedError);
    await expect(attempt).rejects.toThrow(/lost more than half of their words/);
    expect((await builds.state()).running).toBeNull();

    await builds.discard();
    expect(await builds.state()).toMatchObject({ staged: null, failure: null });
    expect(readdirSync(indexDir)).not.toContain('staged');
    expect(engine.info().generation).toBe(first);
  });
});

describe('a build that fails', () => {
  it('says why, until the next one begins', async () => {
    const indexDir = scratchFolder();
    writeFileSync(join(indexDir, 'catalog.sqlite'), 'This is no catalogue. '.repeat(500));
    const log: string[] = [];
    const builds = buildsOf(indexDir, log);
    await builds.build({ refit: false }, 'ana');
    const { failure, staged } = await ended(builds);
    expect(staged).toBeNull();
    expect(failure?.message).toMatch(/catalog\.sqlite/);
    expect(failure?.message).not.toMatch(/^seealso|\n\s+at /);
    expect(log.join('\n')).toContain(`The build that ana began failed: ${failure?.message}`);
    await builds.build({ refit: false }, 'ana');
    expect((await builds.state()).failure).toBeNull();
    await builds.cancel();
  });

  it.each([
    [
      'building 12%: 10 articles\nseealso: The disk is full.\n  Make room.\n',
      1,
      null,
      'The disk is full.\n  Make room.',
    ],
    ['seealso: First.\nseealso: Last.\n', 1, null, 'Last.'],
    ['seealso: Error: Odd.\n    at here (file.js:1)\n    at there\n', 1, null, 'Error: Odd.'],
    [
      '2026-11-24T01:00:00.000Z Reading.\nabort\n',
      null,
      'SIGABRT',
      /^It was ended .*SIGABRT.* Reading\.\nabort$/s,
    ],
    ['', null, 'SIGKILL', /SIGKILL.*memory\.$/],
    ['', 7, null, 'It ended unexpectedly (code 7).'],
  ])('is told in few words: %j', (said, code, signal, message) => {
    if (message instanceof RegExp) expect(failureOf(said, code, signal)).toMatch(message);
    else expect(failureOf(said, code, signal)).toBe(message);
  });
});
