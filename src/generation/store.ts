import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GenerationCorruptError, NoPreviousGenerationError } from '../errors.js';
import { refuseShortage, replaceFile, sync } from './files.js';
import { readManifest, verifyGeneration, writeManifest } from './generation.js';
import type { Manifest } from './manifest.js';

/** How many published generations stay on disk, the current one included. */
export const KEPT_GENERATIONS = 3;

const UNFINISHED = '.building-';
/** What a process leaves that is killed while it replaces the pointer. */
const UNFINISHED_POINTER = /^current\.\d+\.tmp$/;

/**
 * The folder of generations and the pointer to the current one. Names begin with the moment of their making,
 * so that their order is the order of time.
 */
export interface GenerationStore {
  folder(generation: string): string;
  /** Name of the current generation, or `null` before the first. */
  current(): Promise<string | null>;
  /** Published generations, oldest first. */
  list(): Promise<string[]>;
  /** A new, empty folder beside the published ones. */
  begin(now: Date): Promise<{ readonly generation: string; readonly folder: string }>;
  /** Verifies a finished folder, gives it its name, makes it current, and forgets the oldest. */
  publish(generation: string): Promise<Manifest>;
  /**
   * Takes a generation that was built elsewhere on the same disk, as the state of the catalogue at this sequence
   * number, and publishes it: under its own name, or one of `now` where another has become current since it was made.
   */
  adopt(folder: string, sequence: number, now: Date): Promise<Manifest>;
  /** Makes an older generation current: the whole one before the current, or the one named. */
  rollback(to?: string): Promise<{ readonly from: string; readonly to: string }>;
  /** Removes what an interrupted build left. Only for whoever holds the lock. */
  sweep(): Promise<void>;
}

export function openGenerationStore(indexDir: string): GenerationStore {
  const root = join(indexDir, 'generations');
  const pointer = join(indexDir, 'current');
  const folder = (generation: string) => join(root, generation);
  const building = (generation: string) => join(root, UNFINISHED + generation);

  const entries = async (): Promise<string[]> => {
    try {
      return (await readdir(root)).sort();
    } catch (error) {
      refuseShortage(error, root);
      return [];
    }
  };
  const list = async () => (await entries()).filter((name) => !name.startsWith('.'));

  const current = async (): Promise<string | null> => {
    try {
      const name = (await readFile(pointer, 'utf8')).trim();
      return name === '' || name.includes('/') || name.includes('\\') || name.startsWith('.') ? null : name;
    } catch (error) {
      refuseShortage(error, pointer);
      return null;
    }
  };

  /** What is wrong with a published generation, or `null`. */
  const verified = async (generation: string): Promise<unknown> => {
    try {
      await verifyGeneration(folder(generation), await readManifest(folder(generation)));
      return null;
    } catch (error) {
      if (error instanceof GenerationCorruptError) return error;
      throw error;
    }
  };

  const point = (generation: string) => replaceFile(pointer, indexDir, `${generation}\n`);

  /** Gives a verified folder its place, makes it current, and forgets the oldest. */
  const settle = async (from: string, generation: string): Promise<void> => {
    const before = await current();
    await mkdir(root, { recursive: true });
    await rename(from, folder(generation));
    await sync(root);
    // Otherwise a loss of power could leave the pointer without what it points into.
    await sync(indexDir);
    await point(generation);
    // What was rolled away from goes first: the next rollback leads to what was served before.
    const older = (await list()).filter((name) => name !== generation);
    const abandoned = older.filter((name) => before !== null && older.includes(before) && name > before);
    const good = older.filter((name) => !abandoned.includes(name));
    const superfluous = [...abandoned, ...good.slice(0, Math.max(0, good.length - (KEPT_GENERATIONS - 1)))];
    await forget(superfluous);
  };

  /** Each is gone in one step: half removed under its name, it would pass for a damaged one. */
  const forget = async (generations: readonly string[]): Promise<void> => {
    for (const name of generations) await rename(folder(name), building(name));
    if (generations.length > 0) await sync(root);
    for (const name of generations) await rm(building(name), { recursive: true, force: true });
  };

  return {
    folder,
    current,
    list,
    async begin(now) {
      const generation = nameOf(now);
      await mkdir(building(generation), { recursive: true });
      return { generation, folder: building(generation) };
    },
    async publish(generation) {
      const manifest = await readManifest(building(generation));
      await verifyGeneration(building(generation), manifest);
      await settle(building(generation), generation);
      return manifest;
    },
    async adopt(from, sequence, now) {
      const built = await readManifest(from);
      await verifyGeneration(from, built);
      const before = await current();
      const generation = before !== null && before >= built.generation ? nameOf(now) : built.generation;
      const manifest = { ...built, generation, sequence };
      if (generation !== built.generation || sequence !== built.sequence) await writeManifest(from, manifest);
      await settle(from, generation);
      return manifest;
    },
    async rollback(to) {
      const from = await current();
      const published = await list();
      const earlier = published.filter((name) =>
        to === undefined ? from !== null && name < from : name === to && name !== from,
      );
      for (const target of earlier.reverse()) {
        const damage = await verified(target);
        if (damage === null && from !== null) {
          await point(target);
          return { from, to: target };
        }
        if (to !== undefined && damage !== null) throw damage;
      }
      throw new NoPreviousGenerationError(
        `There is no ${to === undefined ? 'earlier generation' : `other generation named ${to}`} in ${root} to roll back to. Current: ${from ?? 'none'}; kept: ${published.join(', ') || 'none'}.`,
      );
    },
    async sweep() {
      for (const name of await entries()) {
        if (!name.startsWith(UNFINISHED)) continue;
        await rm(join(root, name), { recursive: true, force: true });
      }
      for (const name of await readdir(indexDir).catch(() => [])) {
        if (UNFINISHED_POINTER.test(name)) await rm(join(indexDir, name), { force: true });
      }
    },
  };
}

function nameOf(now: Date): string {
  // Milliseconds (three hex digits) keep the order of two builds within one second.
  const suffix = now.getUTCMilliseconds().toString(16).padStart(3, '0') + randomBytes(1).toString('hex');
  return `${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z-${suffix}`;
}
