import { existsSync, readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GENERATION_FILES } from '../../src/generation/files.js';
import { readManifest } from '../../src/generation/generation.js';
import { KEPT_GENERATIONS, openGenerationStore } from '../../src/generation/store.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { publishPlaceholder } from './generations.js';

const second = (number: number) => new Date(Date.UTC(2026, 4, 1, 12, 0, number));

/** A store with a generation of each of these seconds, and one of another second that was built elsewhere. */
async function withOneBuiltElsewhere(at: number, ...seconds: readonly number[]) {
  const folder = temporaryFolder();
  const store = openGenerationStore(folder);
  for (const one of seconds) await publishPlaceholder(store, second(one));
  const elsewhere = openGenerationStore(join(folder, 'elsewhere'));
  const name = await publishPlaceholder(elsewhere, second(at));
  return { store, name, built: elsewhere.folder(name), generations: join(folder, 'generations') };
}

describe('a generation that was built elsewhere', () => {
  it('becomes current under its own name, and is no longer where it was', async () => {
    const { store, name, built } = await withOneBuiltElsewhere(5, 1);
    const manifest = await store.adopt(built, 7, second(9));
    expect([manifest.generation, await store.current()]).toEqual([name, name]);
    expect(existsSync(built)).toBe(false);
    expect((await store.rollback()).from).toBe(name);
  });

  it('may be the first', async () => {
    const { store, name, built } = await withOneBuiltElsewhere(5);
    await store.adopt(built, 7, second(9));
    expect(await store.list()).toEqual([name]);
  });

  it('speaks of the sequence number that is said', async () => {
    const { store, name, built } = await withOneBuiltElsewhere(5, 1);
    await store.adopt(built, 42, second(9));
    expect((await readManifest(store.folder(name))).sequence).toBe(42);
  });

  it('has a new name where another has become current since, so that names stay in the order of time', async () => {
    const { store, name, built } = await withOneBuiltElsewhere(5, 1, 7);
    const before = await store.current();
    const { generation } = await store.adopt(built, 7, second(9));
    expect(generation).toMatch(/^2026-05-01T12-00-09Z-/);
    expect((await readManifest(store.folder(generation))).generation).toBe(generation);
    expect(await store.list()).not.toContain(name);
    expect((await store.rollback()).to).toBe(before);
  });

  it('is refused where it is damaged, and what is current stays', async () => {
    const { store, built, generations } = await withOneBuiltElsewhere(5, 1);
    const [before, names] = [await store.current(), readdirSync(generations)];
    truncateSync(join(built, GENERATION_FILES.graph), 1);
    await expect(store.adopt(built, 7, second(9))).rejects.toThrow('damaged');
    expect([await store.current(), readdirSync(generations)]).toEqual([before, names]);
  });

  it('lets the oldest be forgotten, as any other', async () => {
    const { store, built } = await withOneBuiltElsewhere(9, 1, 2, 3);
    const [, ...newer] = await store.list();
    const { generation } = await store.adopt(built, 7, second(10));
    expect(await store.list()).toEqual([...newer, generation]);
    expect(newer).toHaveLength(KEPT_GENERATIONS - 1);
  });
});
