import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { indexGated } from '../../src/compose/gated-index.js';
import { readStaged, stagedFolder } from '../../src/compose/staged-file.js';
import type { BuildObserver, BuildProgress, StageRequest } from '../../src/compose/staging.js';
import { discard, openEngine, publish } from '../../src/compose.js';
import type { Engine } from '../../src/engine/engine.js';
import { CatalogUnusableError, GenerationCorruptError, NothingStagedError } from '../../src/errors.js';
import { GATE_DEFAULTS } from '../../src/evaluation/build-gate.js';
import { readManifest } from '../../src/generation/generation.js';
import { openGenerationStore } from '../../src/generation/store.js';
import { engineOver } from '../http/site.js';
import { scratchFolder } from '../support/cli.js';
import { memorySource } from '../support/memory-source.js';
import { ARCHIVE } from '../support/newsroom.js';
import { writeTinyStatic } from '../support/onnx/tiny-static.js';
import { BUNDLED } from '../support/product.js';

const edited = ARCHIVE.map((row) => ({ ...row, title: `${row.title}, they say` }));
const OPTIONS = { bodyFormat: 'auto', strict: false, prune: true, rebuild: false, refit: false } as const;

let served = '';
let waiting = '';
let indexDir = '';

/** Breaks off the work at its `last`-th step; how many there were is in `steps`. */
function breakingOff(last = Number.POSITIVE_INFINITY): BuildObserver & { readonly steps: BuildProgress[] } {
  const steps: BuildProgress[] = [];
  return {
    steps,
    progress(step) {
      steps.push(step);
      if (steps.length >= last) throw new Error('broken off');
    },
    rejected: () => undefined,
    notEmbeddable: () => undefined,
    warning: () => undefined,
  };
}

const request = (observer: BuildObserver) => ({
  indexDir,
  observer,
  signal: new AbortController().signal,
});

const stageInto = (observer: BuildObserver, model: StageRequest['model'] = BUNDLED) =>
  indexGated({
    ...request(observer),
    model,
    sources: [memorySource('export', edited)],
    options: OPTIONS,
    thresholds: GATE_DEFAULTS,
    publish: false,
  });

const publishFrom = (observer: BuildObserver) => publish({ ...request(observer), anyway: true });

const pointer = () => readFileSync(join(indexDir, 'current'), 'utf8').trim();

/** What readers see. */
async function seen<T>(ask: (engine: Engine) => T): Promise<T> {
  const engine = await openEngine({ indexDir, model: BUNDLED, log: () => undefined, wait: false });
  try {
    return ask(engine);
  } finally {
    await engine.close();
  }
}

const titles = () => seen((engine) => [...engine.links()].map(({ title }) => title));

beforeAll(async () => {
  const site = await engineOver(ARCHIVE);
  await site.engine.close();
  served = site.indexDir;
  waiting = join(scratchFolder(), 'waiting');
  cpSync(served, waiting, { recursive: true });
  indexDir = waiting;
  await stageInto(breakingOff());
});

beforeEach(() => {
  indexDir = join(scratchFolder(), 'index');
});

it('a build that breaks off in any stage, or at its very end, leaves what is served as it was, and nothing else', async () => {
  cpSync(served, indexDir, { recursive: true });
  const [before, names] = [pointer(), readdirSync(indexDir)];
  const whole = breakingOff();
  await stageInto(whole);
  expect((await readStaged(indexDir))?.summary.changed).toBe(ARCHIVE.length);
  const stages = whole.steps.map(({ stage }) => stage);
  expect([...new Set(stages)]).toEqual(['copying', 'reading', 'building', 'comparing']);
  for (const step of [...new Set(stages)].map((stage) => stages.indexOf(stage)).concat(stages.length - 1)) {
    await expect(stageInto(breakingOff(step + 1))).rejects.toThrow('broken off');
    expect([pointer(), readdirSync(indexDir)]).toEqual([before, names]);
  }
  expect(await titles()).toEqual(ARCHIVE.map(({ title }) => title));
});

it('a publication that breaks off at any step can be made again, and the old generation serves until then', async () => {
  cpSync(waiting, indexDir, { recursive: true });
  const before = pointer();
  const staged = await readStaged(indexDir);
  for (let last = 1; ; last += 1) {
    const observer = breakingOff(last);
    const ended = await publishFrom(observer).then(
      () => true,
      () => false,
    );
    if (ended) {
      expect(last).toBeGreaterThan(2);
      break;
    }
    expect([pointer(), await readStaged(indexDir)]).toEqual([before, staged]);
    expect((await titles()).length).toBe(ARCHIVE.length);
  }
  expect([pointer(), existsSync(stagedFolder(indexDir))]).toEqual([staged?.generation, false]);
  expect(await titles()).toEqual(edited.map(({ title }) => title));
});

it('one that was killed between moving its generation and pointing to it is made again', async () => {
  cpSync(waiting, indexDir, { recursive: true });
  const before = pointer();
  const staged = (await readStaged(indexDir))?.generation ?? '';
  const [real, beside] = [openGenerationStore(indexDir), openGenerationStore(stagedFolder(indexDir))];
  renameSync(beside.folder(staged), real.folder(staged));
  expect(await seen((engine) => engine.info().generation)).toBe(before);
  const { summary } = await publishFrom(breakingOff());
  expect(pointer()).toBe(summary.generation);
  expect(await real.list()).toEqual([before, summary.generation]);
  expect((await real.rollback()).to).toBe(before);
});

it('one that was killed before it could clear up only clears up', async () => {
  cpSync(waiting, indexDir, { recursive: true });
  await publishFrom(breakingOff());
  const published = pointer();
  cpSync(stagedFolder(waiting), stagedFolder(indexDir), { recursive: true });
  const observer = breakingOff();
  const { summary } = await publishFrom(observer);
  expect(summary).toMatchObject({ generation: published, changed: 0, unchanged: ARCHIVE.length });
  expect(new Set(observer.steps.map(({ stage }) => stage))).toEqual(new Set(['publishing']));
  expect([pointer(), existsSync(stagedFolder(indexDir))]).toEqual([published, false]);
});

it('rolling back, following and sweeping pass over what is staged', async () => {
  cpSync(waiting, indexDir, { recursive: true });
  const store = openGenerationStore(indexDir);
  await store.sweep();
  expect(await store.list()).toEqual([pointer()]);
  await expect(store.rollback()).rejects.toThrow('no earlier generation');
  expect(await readStaged(indexDir)).not.toBeNull();
});

it('a build whose files were damaged meanwhile is built anew when it is published', async () => {
  cpSync(waiting, indexDir, { recursive: true });
  const staged = (await readStaged(indexDir))?.generation ?? '';
  const folder = openGenerationStore(stagedFolder(indexDir)).folder(staged);
  truncateSync(join(folder, 'graph.hnsw'), 1);
  const { summary } = await publishFrom(breakingOff());
  expect(summary.generation).not.toBe(staged);
  expect(await titles()).toEqual(edited.map(({ title }) => title));
});

it('one of another model has that model, also where it was killed after moving its generation', async () => {
  cpSync(served, indexDir, { recursive: true });
  const tiny = join(scratchFolder(), 'tiny');
  await writeTinyStatic(tiny);
  const { summary } = await stageInto(breakingOff(), { ...BUNDLED, model: tiny });
  const [real, beside] = [openGenerationStore(indexDir), openGenerationStore(stagedFolder(indexDir))];
  renameSync(beside.folder(summary.generation), real.folder(summary.generation));
  await publishFrom(breakingOff());
  expect((await readManifest(real.folder(pointer()))).model.folder).toBe(tiny);
});

it('a build is not compared with nothing where what is served is damaged', async () => {
  cpSync(served, indexDir, { recursive: true });
  const before = pointer();
  truncateSync(join(openGenerationStore(indexDir).folder(before), 'graph.hnsw'), 1);
  const attempt = stageInto(breakingOff());
  await expect(attempt).rejects.toThrow(GenerationCorruptError);
  await expect(attempt).rejects.toThrow('seealso index --rebuild');
  expect([pointer(), existsSync(stagedFolder(indexDir))]).toEqual([before, false]);
});

it('what waits and cannot be read is told as such, and can be thrown away', async () => {
  cpSync(waiting, indexDir, { recursive: true });
  writeFileSync(join(stagedFolder(indexDir), 'staged.json'), '{"generation":"from a newer program"}');
  await expect(publishFrom(breakingOff())).rejects.toThrow(/staged\.json is damaged, or .* newer/);
  await expect(discard(indexDir)).rejects.toThrow(NothingStagedError);
  expect(existsSync(stagedFolder(indexDir))).toBe(false);
});

it('what a killed build left is thrown away by who is told that nothing waits', async () => {
  cpSync(waiting, indexDir, { recursive: true });
  rmSync(join(stagedFolder(indexDir), 'staged.json'));
  await expect(discard(indexDir)).rejects.toThrow('No build waits');
  expect(existsSync(stagedFolder(indexDir))).toBe(false);
});

it('a full disk is told as such', async () => {
  cpSync(served, indexDir, { recursive: true });
  const observer: BuildObserver = {
    ...breakingOff(),
    progress() {
      throw new Error('ENOSPC: no space left on device, write');
    },
  };
  await expect(stageInto(observer)).rejects.toThrow(CatalogUnusableError);
  await expect(stageInto(observer)).rejects.toThrow(/index cannot be used: ENOSPC.* Check the disk/);
  expect(existsSync(stagedFolder(indexDir))).toBe(false);
});
