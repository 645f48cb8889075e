import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildsState, GenerationEntry } from '../engine/builds.js';
import { readManifest } from '../generation/generation.js';
import { type GenerationStore, openGenerationStore } from '../generation/store.js';
import { readStaged, stagedFolder } from './staged-file.js';

/** What lies in an index folder: the same whoever made it. */
export type BuildsFolder = Pick<BuildsState, 'staged' | 'generations'>;

/** Reads what lies in an index folder, anew only where something has changed. */
export interface FolderReader {
  read(): Promise<BuildsFolder>;
  /** Differs whenever what is read would. Cheap. */
  mark(): Promise<string>;
}

export function createFolderReader(indexDir: string): FolderReader {
  const store = openGenerationStore(indexDir);
  let last: { readonly mark: string; readonly folder: BuildsFolder } | null = null;

  const mark = async (): Promise<string> => {
    const file = await stat(join(stagedFolder(indexDir), 'staged.json')).catch(() => null);
    const staged = file === null ? null : [file.ino, file.mtimeMs, file.size];
    return JSON.stringify([staged, await store.current(), await store.list()]);
  };

  return {
    mark,
    async read() {
      // Looked at first: what changes meanwhile is read once more the next time.
      const now = await mark();
      if (last?.mark === now) return last.folder;
      const staged = await readStaged(indexDir);
      const generations = await readGenerations(store);
      if (staged === null) last = { mark: now, folder: { staged: null, generations } };
      else {
        const { run: _, ...shown } = staged;
        last = { mark: now, folder: { staged: shown, generations } };
      }
      return last.folder;
    },
  };
}

async function readGenerations(store: GenerationStore): Promise<GenerationEntry[]> {
  const current = await store.current();
  const entries: GenerationEntry[] = [];
  for (const name of (await store.list()).reverse()) {
    // One that cannot be read can neither be served nor gone back to.
    const manifest = await readManifest(store.folder(name)).catch(() => null);
    if (manifest === null) continue;
    const { createdAt, articles, model } = manifest;
    entries.push({ generation: name, createdAt, articles, model: model.name, current: name === current });
  }
  return entries;
}
