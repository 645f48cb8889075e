import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { followGenerations, type Served } from '../../src/engine/served.js';
import { CatalogUnusableError } from '../../src/errors.js';
import { GENERATION_FILES } from '../../src/generation/files.js';
import { article } from '../support/articles.js';
import { type IndexFolder, indexFolder } from '../support/index-folder.js';
import { memorySource } from '../support/memory-source.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const ARTICLES = ['bank', 'rain'].map((id) => ({ id, title: id, body: 'A chip and a cloud.' }));
const SOON = { timeout: 5000, interval: 10 };

let opened: { served: Served; index: IndexFolder }[] = [];
afterEach(async () => {
  for (const { served, index } of opened) {
    await served.close();
    index.catalog.close();
  }
  opened = [];
});

interface Followed {
  readonly served: Served;
  readonly log: string[];
  /** How often a rebuild was asked for. */
  readonly rebuilds: () => number;
}

async function follow(
  index: IndexFolder,
  { watch = true, rebuild = async () => void (await index.run([], { rebuild: true, refit: false })) } = {},
): Promise<Followed> {
  const log: string[] = [];
  let asked = 0;
  const parts = {
    catalog: index.catalog,
    store: index.store,
    log: (message: string) => log.push(message),
    rebuild: () => {
      asked += 1;
      return rebuild();
    },
  };
  const served = await followGenerations(parts, { watch });
  opened.push({ served, index });
  return { served, log, rebuilds: () => asked };
}

/** Runs over so many sources, one after another: as many generations, oldest first. */
async function generations(index: IndexFolder, count: number): Promise<string[]> {
  const names: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const { summary } = await index.run([memorySource('a', ARTICLES)], { rebuild: true, refit: false });
    names.push(summary.generation);
  }
  return names;
}

const built = new Map<number, Promise<{ folder: string; names: readonly string[] }>>();

/** A folder of its own with so many generations of one catalogue, built once and copied. */
async function indexOf(count: number): Promise<[index: IndexFolder, ...names: string[]]> {
  const building =
    built.get(count) ??
    (async () => {
      const index = indexFolder();
      const names = await generations(index, count);
      index.catalog.close();
      return { folder: index.folder, names };
    })();
  built.set(count, building);
  const { folder, names } = await building;
  const copy = temporaryFolder();
  cpSync(folder, copy, { recursive: true });
  return [indexFolder(copy), ...names];
}

const damage = (index: IndexFolder, generation: string | undefined) =>
  truncateSync(join(index.store.folder(generation ?? ''), GENERATION_FILES.graph), 10);
const nameOf = (served: Served) => served.live()?.generation.manifest.generation;

describe('what is served', () => {
  it('is nothing until there is an index, and nothing is rebuilt of nothing', async () => {
    const { served, rebuilds } = await follow(indexFolder());
    expect(served.live()).toBeNull();
    expect(rebuilds()).toBe(0);
  });

  it('is the current generation from the first call on', async () => {
    const [index, , last] = await indexOf(2);
    const { served, rebuilds, log } = await follow(index);
    expect(nameOf(served)).toBe(last);
    expect(served.live()?.count).toBe(2);
    expect(rebuilds()).toBe(0);
    expect(log).toEqual([]);
  });

  it('takes over many changes some at a time, and all of them for whoever waits', async () => {
    const [index] = await indexOf(1);
    const { served } = await follow(index, { watch: false });
    const known = () => served.live()?.sequence ?? 0;
    const before = known();
    const batch = Array.from({ length: 150 }, (_, i) => ({
      article: article(`new ${i}`, { title: 'Bank', body: 'A chip and a cloud.' }),
      bodyFormat: 'auto' as const,
      derived: null,
    }));
    const space = served.live()?.space ?? { model: '', strategy: '' };
    index.catalog.write(batch, { kind: 'request' }, space);
    const all = index.catalog.sequence();
    expect([known(), known()]).toEqual([before + 64, before + 128]);
    index.catalog.delete('bank');
    await served.caughtUp();
    expect(known()).toBe(all + 1);
    expect(served.live()?.pending).toHaveLength(150);
  });

  it('changes between two calls when another is published, and back on a rollback', async () => {
    const [index, first] = await indexOf(1);
    const { served, log } = await follow(index);
    const before = served.live();
    const { summary } = await index.run([memorySource('b', [{ id: 'new', title: 'Bank', body: 'yen' }])]);
    await vi.waitFor(() => expect(nameOf(served)).toBe(summary.generation), SOON);
    expect(served.live()?.generation.manifest.count).toBe(3);
    // Whoever still holds the earlier one can go on with it.
    expect(before?.generation.index.search(new Float32Array([1, 0, 0, 0, 0, 0]), 5)).toHaveLength(2);
    await index.store.rollback();
    await vi.waitFor(() => expect(nameOf(served)).toBe(first), SOON);
    expect(log).toHaveLength(2);
  });

  it('is an older whole generation while a damaged one is repaired', async () => {
    const [index, first, middle, last] = await indexOf(3);
    damage(index, middle);
    damage(index, last);
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { served, log, rebuilds } = await follow(index, {
      rebuild: async () => {
        await gate;
        await index.run([], { rebuild: true, refit: false });
      },
    });
    expect(nameOf(served)).toBe(first);
    expect(log.join('\n')).toContain('Serving the earlier generation');
    await vi.waitFor(() => expect(rebuilds()).toBe(1), SOON);
    expect(nameOf(served)).toBe(first);
    release();
    await vi.waitFor(() => expect([first, middle, last]).not.toContain(nameOf(served)), SOON);
    expect(served.live()?.count).toBe(2);
    expect(rebuilds()).toBe(1);
    expect(index.embedder.texts).toEqual([]);
  });

  it('stays what it is when the one published after it is damaged', async () => {
    const [index, first] = await indexOf(1);
    const { served, log } = await follow(index, {
      rebuild: async () => {
        throw new Error('another process builds');
      },
    });
    const { folder, generation } = await index.store.begin(new Date());
    cpSync(index.store.folder(first ?? ''), folder, { recursive: true });
    cpSync(folder, index.store.folder(generation), { recursive: true });
    writeFileSync(join(index.folder, 'current'), generation);
    await vi.waitFor(() => expect(log.join('\n')).toContain('another process builds'), SOON);
    expect(nameOf(served)).toBe(first);
    expect(served.live()?.count).toBe(2);
  });

  it('is tried to repair once in a while only, and the failure is told', async () => {
    const [index, only] = await indexOf(1);
    damage(index, only);
    const { served, log, rebuilds } = await follow(index, {
      rebuild: async () => {
        throw new Error('another process builds');
      },
    });
    await vi.waitFor(() => expect(log.join('\n')).toMatch(/rebuild failed.*another process builds/), SOON);
    expect(served.live()).toBeNull();
    await index.run([], { rebuild: true, refit: false });
    // Whoever repairs it, it is followed.
    await vi.waitFor(() => expect(served.live()?.count).toBe(2), SOON);
    expect(rebuilds()).toBe(1);
  });

  it('is not repaired while no file can be opened, and followed once that is over', async () => {
    const [index, first, second] = await indexOf(2);
    await index.store.rollback();
    let isShort = false;
    const current = async () => {
      if (isShort) throw new CatalogUnusableError('EMFILE: too many open files');
      return await index.store.current();
    };
    const { served, log, rebuilds } = await follow({ ...index, store: { ...index.store, current } });
    isShort = true;
    await vi.waitFor(() => expect(log).toContain('EMFILE: too many open files'), SOON);
    expect(served.live()?.generation.manifest.generation).toBe(first);
    await index.store.rollback(second);
    isShort = false;
    await vi.waitFor(() => expect(served.live()?.generation.manifest.generation).toBe(second), SOON);
    expect(rebuilds()).toBe(0);
  });

  it('is never a generation of another catalogue', async () => {
    const [index, other] = [indexFolder(), indexFolder()];
    await generations(index, 1);
    const [foreign] = await generations(other, 1);
    cpSync(join(other.folder, 'generations'), join(index.folder, 'generations'), { recursive: true });
    writeFileSync(join(index.folder, 'current'), foreign ?? '');
    const { served, log } = await follow(index, { watch: false });
    expect(served.live()?.generation.manifest.catalog).toBe(index.catalog.uuid);
    expect(log.join('\n')).toContain('from another catalogue');
    other.catalog.close();
  });

  it('goes on from memory when the folder is replaced, and nothing is built into the new one', async () => {
    const index = indexFolder();
    const [first] = await generations(index, 1);
    const { served, log } = await follow(index);
    const other = indexFolder();
    const [foreign] = await generations(other, 1);
    rmSync(index.folder, { recursive: true });
    cpSync(other.folder, index.folder, { recursive: true });
    await vi.waitFor(() => expect(log.join('\n')).toContain('was replaced while it was served'), {
      timeout: 5000,
    });
    expect(nameOf(served)).toBe(first);
    expect(index.catalog.isReplaced()).toBe(true);
    expect(await index.store.list()).toEqual([foreign]);
    other.catalog.close();
  });

  it('gets its pointer back when that is removed while it is served', async () => {
    const [index, first] = await indexOf(1);
    const { served } = await follow(index);
    rmSync(join(index.folder, 'current'));
    await vi.waitFor(async () => expect(await index.store.current()).not.toBeNull(), { timeout: 5000 });
    await vi.waitFor(() => expect(nameOf(served)).not.toBe(first), { timeout: 5000 });
    expect(await index.store.current()).toBe(nameOf(served));
  });

  it('is never a generation under the name of another', async () => {
    const [index, first, last] = await indexOf(2);
    rmSync(index.store.folder(last ?? ''), { recursive: true });
    cpSync(index.store.folder(first ?? ''), index.store.folder(last ?? ''), { recursive: true });
    const { served } = await follow(index, { watch: false });
    const name = nameOf(served);
    expect([first, last]).not.toContain(name);
    expect(await index.store.current()).toBe(name);
  });

  it('stays served from memory when its files are removed', async () => {
    const [index, only] = await indexOf(1);
    const { served } = await follow(index);
    rmSync(join(index.folder, 'generations'), { recursive: true });
    expect(nameOf(served)).toBe(only);
    expect(served.live()?.search(new Float32Array([0, 0, 0, 0, 1, 0]), 5)).toHaveLength(2);
  });
});

describe.each([
  ['for a server', true],
  ['for a single answer', false],
])('%s', (_whom, watch) => {
  it.each<[string, (index: IndexFolder) => void]>([
    [
      'whose generations were removed',
      (index) => rmSync(join(index.folder, 'generations'), { recursive: true }),
    ],
    [
      'of which nothing but the catalogue is left',
      (index) => {
        rmSync(join(index.folder, 'generations'), { recursive: true });
        rmSync(join(index.folder, 'current'));
      },
    ],
    ['whose pointer is garbage', (index) => writeFileSync(join(index.folder, 'current'), '\0?*')],
    [
      'of a format of old',
      (index) => {
        const current = readFileSync(join(index.folder, 'current'), 'utf8').trim();
        const file = join(index.store.folder(current), GENERATION_FILES.manifest);
        const contents: unknown = JSON.parse(readFileSync(file, 'utf8'));
        writeFileSync(file, JSON.stringify({ ...(contents as object), format: 1 }));
      },
    ],
    [
      'without its measures of hubness',
      (index) => {
        const current = readFileSync(join(index.folder, 'current'), 'utf8').trim();
        rmSync(join(index.store.folder(current), GENERATION_FILES.hubness));
      },
    ],
    ['whose pointer is empty', (index) => writeFileSync(join(index.folder, 'current'), '')],
  ])('an index %s is rebuilt without embedding anything', async (_what, destroy) => {
    const [index] = await indexOf(1);
    destroy(index);
    const { served, rebuilds } = await follow(index, { watch });
    if (watch) {
      await vi.waitFor(async () => {
        expect(rebuilds()).toBe(1);
        expect(nameOf(served)).toBe(await index.store.current());
      }, SOON);
    }
    expect(nameOf(served)).toBe(await index.store.current());
    expect(served.live()?.count).toBe(2);
    expect(rebuilds()).toBe(1);
    expect(index.embedder.texts).toEqual([]);
  });
});
