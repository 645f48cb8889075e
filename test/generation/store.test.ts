import { existsSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GENERATION_FILES } from '../../src/generation/files.js';
import { readManifest } from '../../src/generation/generation.js';
import { type GenerationStore, KEPT_GENERATIONS, openGenerationStore } from '../../src/generation/store.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { buildPlaceholder, publishPlaceholder } from './generations.js';

const NOTHING_EARLIER = expect.objectContaining({ name: 'NoPreviousGenerationError' });
const second = (number: number, milliseconds = 0) =>
  new Date(Date.UTC(2026, 4, 1, 12, 0, number, milliseconds));

function newStore(): { folder: string; store: GenerationStore } {
  const folder = temporaryFolder();
  return { folder, store: openGenerationStore(folder) };
}

/** Publishes so many generations, a second apart; their names, oldest first. */
async function published(store: GenerationStore, count: number): Promise<string[]> {
  const names: string[] = [];
  for (let i = 0; i < count; i += 1) names.push(await publishPlaceholder(store, second(i)));
  return names;
}

function damage(store: GenerationStore, generation: string | undefined): void {
  truncateSync(join(store.folder(generation ?? ''), GENERATION_FILES.graph), 1);
}

describe('publishing', () => {
  it('has nothing current before the first', async () => {
    const { store } = newStore();
    expect(await store.current()).toBeNull();
    expect(await store.list()).toEqual([]);
    await store.sweep();
  });

  it('makes the new generation current, under a name that begins with its moment', async () => {
    const { folder, store } = newStore();
    const name = await publishPlaceholder(store, second(7));
    expect(name).toMatch(/^2026-05-01T12-00-07Z-[0-9a-f]{5}$/);
    expect(await store.current()).toBe(name);
    expect(await store.list()).toEqual([name]);
    expect((await readManifest(store.folder(name))).generation).toBe(name);
    expect(readdirSync(folder).sort()).toEqual(['current', 'generations']);
  });

  it('leaves the current generation alone until then: a build that is never published changes nothing', async () => {
    const { store } = newStore();
    const [first] = await published(store, 1);
    const unpublished = await buildPlaceholder(store, second(1));
    expect(await store.current()).toBe(first);
    expect(await store.list()).toEqual([first]);
    expect(existsSync(store.folder(unpublished))).toBe(false);
  });

  it('refuses a build whose files do not fit its manifest, and keeps the current one', async () => {
    const { store } = newStore();
    const [first] = await published(store, 1);
    const { generation, folder } = await store.begin(second(1));
    writeFileSync(join(folder, GENERATION_FILES.manifest), '{}');
    await expect(store.publish(generation)).rejects.toMatchObject({ code: 'generation_corrupt' });
    expect(await store.current()).toBe(first);
    expect(await store.list()).toEqual([first]);
  });

  it('keeps the last three', async () => {
    const { store } = newStore();
    const names = await published(store, KEPT_GENERATIONS + 2);
    expect(KEPT_GENERATIONS).toBe(3);
    expect(await store.list()).toEqual(names.slice(-3));
    expect(await store.current()).toBe(names.at(-1));
  });

  it('after a rollback keeps what was served, and forgets what was rolled away from', async () => {
    const { store } = newStore();
    const [first = ''] = await published(store, 3);
    await store.rollback();
    await store.rollback();
    expect(await store.current()).toBe(first);
    const next = await publishPlaceholder(store, second(50));
    expect(await store.list()).toEqual([first, next]);
    expect(await store.rollback()).toEqual({ from: next, to: first });
  });

  it('keeps the order of builds within one second', async () => {
    const { store } = newStore();
    const names: string[] = [];
    for (const milliseconds of [1, 15, 16, 255, 999]) {
      names.push((await store.begin(second(0, milliseconds))).generation);
    }
    names.push((await store.begin(second(1))).generation);
    expect([...names].sort()).toEqual(names);
  });

  it('never forgets the one just published, though the clock was set back', async () => {
    const { store } = newStore();
    await published(store, 3);
    const earlier = await publishPlaceholder(store, new Date('2020-01-01T00:00:00Z'));
    expect(await store.current()).toBe(earlier);
    expect(await store.list()).toHaveLength(3);
    expect(await store.list()).toContain(earlier);
  });
});

describe('the pointer to the current generation', () => {
  it.each([
    ['nothing', ''],
    ['blanks', ' \n'],
    ['a path', '../../etc'],
    ['a path of another system', '..\\etc'],
    ['a hidden folder', '.building-2026'],
    ['a dot', '.'],
  ])('that holds %s points nowhere', async (_what, text) => {
    const { folder, store } = newStore();
    await published(store, 1);
    writeFileSync(join(folder, 'current'), text);
    expect(await store.current()).toBeNull();
  });

  it('that is a folder points nowhere', async () => {
    const { folder, store } = newStore();
    mkdirSync(join(folder, 'current'));
    expect(await store.current()).toBeNull();
  });
});

describe('rolling back', () => {
  it('goes to the one before, and twice to the one before that', async () => {
    const { store } = newStore();
    const [first, middle, last] = await published(store, 3);
    expect(await store.rollback()).toEqual({ from: last, to: middle });
    expect(await store.current()).toBe(middle);
    expect(await store.rollback()).toEqual({ from: middle, to: first });
    await expect(store.rollback()).rejects.toThrow(NOTHING_EARLIER);
    expect(await store.current()).toBe(first);
    expect(await store.list()).toEqual([first, middle, last]);
  });

  it('passes over a damaged one', async () => {
    const { store } = newStore();
    const [first, middle, last] = await published(store, 3);
    damage(store, middle);
    expect(await store.rollback()).toEqual({ from: last, to: first });
  });

  it('goes to the one named, also forwards', async () => {
    const { store } = newStore();
    const [first, , last] = await published(store, 3);
    expect(await store.rollback(first)).toEqual({ from: last, to: first });
    expect(await store.rollback(last)).toEqual({ from: first, to: last });
  });

  it('refuses a damaged one that was named', async () => {
    const { store } = newStore();
    const [first, , last] = await published(store, 3);
    damage(store, first);
    await expect(store.rollback(first)).rejects.toMatchObject({ code: 'generation_corrupt' });
    expect(await store.current()).toBe(last);
  });

  it.each([
    ['that was never there', () => 'nonsense'],
    ['outside the folder', () => '../generations'],
    ['that is current already', (names: readonly string[]) => names.at(-1) ?? ''],
  ])('refuses one %s', async (_which, nameOf) => {
    const { store } = newStore();
    const names = await published(store, 2);
    const before = await store.current();
    await expect(store.rollback(nameOf(names))).rejects.toThrow(NOTHING_EARLIER);
    expect(await store.current()).toBe(before);
  });

  it('refuses where there is nothing to go back to, and says what there is', async () => {
    const { store } = newStore();
    await expect(store.rollback()).rejects.toThrow(/Current: none; kept: none/);
    const [only] = await published(store, 1);
    await expect(store.rollback()).rejects.toThrow(NOTHING_EARLIER);
    expect(await store.current()).toBe(only);
  });

  it('goes back from a current one whose files are gone', async () => {
    const { store } = newStore();
    const [first, last] = await published(store, 2);
    damage(store, last);
    expect(await store.rollback()).toEqual({ from: last, to: first });
  });
});

describe('sweeping', () => {
  it('removes what was never finished, and nothing else', async () => {
    const { folder, store } = newStore();
    const names = await published(store, 2);
    await buildPlaceholder(store, second(5));
    await store.begin(second(6));
    expect(readdirSync(join(folder, 'generations'))).toHaveLength(4);
    // Left by a process that was killed while it replaced the pointer.
    writeFileSync(join(folder, 'current.4711.tmp'), 'half a na');
    await store.sweep();
    expect(readdirSync(join(folder, 'generations'))).toEqual(names);
    expect(readdirSync(folder).sort()).toEqual(['current', 'generations']);
    expect(await store.current()).toBe(names.at(-1));
  });
});
