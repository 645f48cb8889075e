import { setTimeout as delay, setImmediate as next } from 'node:timers/promises';
import type { Catalog } from '../catalog/catalog.js';
import { GenerationCorruptError, IndexLockedError } from '../errors.js';
import { type Generation, openGeneration } from '../generation/generation.js';
import type { GenerationStore } from '../generation/store.js';
import type { Say } from '../log/log.js';
import { LiveIndex } from './live-index.js';

/** How often a running server looks whether another generation has become current. Milliseconds. */
const POLL = 200;
/** After a failed attempt to repair a generation. Milliseconds. */
const RETRY = 10_000;
/** Changes taken over at a time, between which others have their turn: some ten milliseconds. */
const STEP = 64;

export interface ServedParts {
  readonly catalog: Catalog;
  readonly store: GenerationStore;
  /** Builds and publishes a generation from the catalogue. May fail, for example while another process does. */
  readonly rebuild: () => Promise<void>;
  readonly log: Say;
}

export interface FollowOptions {
  /**
   * `true` for a server: answers at once from what is whole, follows what is published, repairs beside.
   * `false` for a single answer: repairs first where that is needed.
   */
  readonly watch: boolean;
}

/**
 * The generation that answers, always a whole one: a new one is loaded beside it and takes its place between
 * two requests. One that cannot be loaded is rebuilt from the catalogue while the old one goes on.
 */
export interface Served {
  /**
   * What answers now; `null` until there is an index. Up to date with the catalogue, but for what is left of many changes
   * at once, those of a running index for example: each call takes over some of them.
   */
  live(): LiveIndex | null;
  /** Waits until what is committed now is taken over. */
  caughtUp(): Promise<void>;
  /** Rebuilds of a damaged generation that failed. */
  failedRepairs(): number;
  close(): Promise<void>;
}

export async function followGenerations(parts: ServedParts, { watch }: FollowOptions): Promise<Served> {
  const { catalog, store, log } = parts;
  let live: LiveIndex | null = null;
  /** Names that could not be loaded, with the time from which repairing them may be tried again. */
  const broken = new Map<string, number>();
  const stop = new AbortController();
  let failedRepairs = 0;

  const load = async (name: string): Promise<LiveIndex | null> => {
    try {
      const index = new LiveIndex(
        belonging(await openGeneration(store.folder(name)), catalog, name),
        catalog,
      );
      await takeOver(index);
      return index;
    } catch (error) {
      // Where no file can be opened any more, nothing is known of those of a generation.
      if (!(error instanceof GenerationCorruptError)) throw error;
      log(messageOf(error));
      broken.set(name, 0);
      return null;
    }
  };

  /** All that was committed until now; what comes meanwhile may wait. */
  const takeOver = async (index: LiveIndex): Promise<void> => {
    const until = catalog.sequence();
    while (index.refresh(STEP) && index.sequence < until) await next();
  };

  const repair = async (name: string): Promise<void> => {
    if ((broken.get(name) ?? 0) > Date.now()) return;
    broken.set(name, Date.now() + RETRY);
    if (catalog.isReplaced()) return;
    log(`Rebuilding generation ${name} from the catalogue; nothing is embedded again.`);
    await parts.rebuild().catch((error: unknown) => {
      // Whoever builds now publishes a whole generation, which is all that is wanted.
      if (error instanceof IndexLockedError) return;
      failedRepairs += 1;
      log(`The rebuild failed and is tried again in ${RETRY / 1000} s: ${messageOf(error)}`);
    });
  };

  let isReplacementTold = false;

  const step = async (): Promise<void> => {
    // What lies there now is of another catalogue: whoever has restored it is followed elsewhere.
    if (live !== null && catalog.isReplaced()) {
      if (!isReplacementTold) {
        log(
          'The index folder was replaced while it was served. What is in memory goes on until a restored one is taken up; after any other exchange, restart to take up the new one.',
        );
      }
      isReplacementTold = true;
      return;
    }
    const name = await store.current();
    if (name === null) {
      // Articles without an index: its files, or only the pointer, were removed.
      if (catalog.count() > 0) {
        live ??= await newestWhole('');
        await repair('(missing)');
      }
      return;
    }
    if (name === live?.generation.manifest.generation) return;
    const loaded = broken.has(name) ? null : await load(name);
    if (loaded !== null) {
      live = loaded;
      const { count, model } = loaded.generation.manifest;
      if (watch) log(`Serving generation ${name}: ${count} vectors, model ${model.name}.`, 'info');
      return;
    }
    live ??= await newestWhole(name);
    await repair(name);
  };

  /** While the current generation is being repaired, an older one is better than none. */
  const newestWhole = async (current: string): Promise<LiveIndex | null> => {
    for (const name of (await store.list()).reverse()) {
      if (name === current || broken.has(name)) continue;
      const loaded = await load(name);
      if (loaded !== null) {
        log(`Serving the earlier generation ${name} meanwhile.`);
        return loaded;
      }
    }
    return null;
  };

  const keepWatching = async (): Promise<void> => {
    let said = '';
    while (!stop.signal.aborted) {
      const wrong = await step()
        .then(() => (live === null ? undefined : takeOver(live)))
        .then(() => '', messageOf);
      // Told once for as long as it lasts.
      if (wrong !== '' && wrong !== said) log(wrong);
      said = wrong;
      await delay(POLL, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };

  if (watch) await loadFirst();
  else {
    await step();
    // What a repair published is loaded by the next step.
    if (broken.size > 0) await step();
  }
  const watching = watch ? keepWatching() : Promise.resolve();

  return {
    live() {
      live?.refresh(STEP);
      return live;
    },
    caughtUp: async () => (live === null ? undefined : takeOver(live)),
    failedRepairs: () => failedRepairs,
    async close() {
      stop.abort();
      await watching;
    },
  };

  /** So that a whole index answers from the first request on; repairs wait for the watch. */
  async function loadFirst(): Promise<void> {
    const name = await store.current();
    if (name === null) return;
    live = (await load(name)) ?? (await newestWhole(name));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function belonging(generation: Generation, catalog: Catalog, name: string): Generation {
  const { manifest } = generation;
  if (manifest.catalog !== catalog.uuid || manifest.generation !== name) {
    throw new GenerationCorruptError(
      `Generation ${name} was built as ${manifest.generation} from another catalogue (${manifest.catalog}, expected ${catalog.uuid}). Run \`seealso index --rebuild\`; nothing is embedded again.`,
    );
  }
  const sequence = catalog.sequence();
  if (manifest.sequence > sequence) {
    throw new GenerationCorruptError(
      `Generation ${name} was built from change ${manifest.sequence} of the catalogue, which knows only ${sequence}: changes were lost with its log (catalog.sqlite-wal), or an older copy was put in its place. See \`seealso audit\`, and restore a backup where articles are missing. The generation is built anew from what the catalogue holds.`,
    );
  }
  return generation;
}
