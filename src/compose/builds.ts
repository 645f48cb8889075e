import { join } from 'node:path';
import { acquireLock } from '../catalog/lock.js';
import type { Builds, BuildsState, RunningBuild } from '../engine/builds.js';
import { IndexLockedError } from '../errors.js';
import type { GateThresholds } from '../evaluation/build-gate.js';
import { createFolderReader } from './builds-folder.js';
import { type BuildProcess, startSeealso } from './builds-process.js';
import { makeFolder } from './folder.js';
import { discard, refusal, waiting } from './publishing.js';
import { rollback } from './rollback.js';
import { clearStaged, readStaged } from './staged-file.js';

/** How often it is looked whether another process changed something, while somebody wants to know. Milliseconds. */
const LOOK = 1_000;

export interface BuildsRequest {
  readonly indexDir: string;
  readonly thresholds: GateThresholds;
  readonly log: (message: string) => void;
}

/** Builds and publishes in processes of their own: `seealso index --stage` and `seealso publish`. */
export function openBuilds({ indexDir, thresholds, log }: BuildsRequest): Builds {
  const folder = createFolderReader(indexDir);
  const listeners = new Set<() => void>();
  let running: RunningBuild | null = null;
  let child: BuildProcess | null = null;
  /** Resolves when everything about the process is told. */
  let settled: Promise<void> = Promise.resolve();
  let isStopping = false;
  let failure: BuildsState['failure'] = null;
  let looking: NodeJS.Timeout | undefined;
  let seen = '';

  const changed = (): void => {
    for (const listener of [...listeners]) listener();
  };

  const lockFile = join(indexDir, 'index.lock');
  /** Told at once, and not by a process that is started in vain. */
  const refuseIfBusy = (): void => {
    if (running !== null) {
      throw new IndexLockedError(
        `${running.kind === 'build' ? 'A build' : 'A publication'} that ${running.by} began is under way. Wait until it ends, or stop it, and try again.`,
      );
    }
    makeFolder(indexDir);
    acquireLock(lockFile).release();
  };

  const begin = (kind: RunningBuild['kind'], by: string, words: readonly string[]): void => {
    refuseIfBusy();
    // Before anything is said to run: what cannot even be started throws.
    const started = startSeealso([...words, '--index-dir', indexDir, '--json'], (told) => {
      if (running === null) return;
      const { stage: heard, done, total } = told;
      running = { ...running, stage: heard, done, total };
      changed();
    });
    const stage = kind === 'build' ? 'copying' : 'publishing';
    running = { kind, by, startedAt: new Date().toISOString(), stage, done: 0, total: null };
    failure = null;
    isStopping = false;
    child = started;
    settled = started.ended.then(async (message) => {
      if (message !== null && kind === 'build') await clearUnfinished();
      if (message !== null && !isStopping) {
        failure = { at: new Date().toISOString(), message };
        log(`${kind === 'build' ? 'The build' : 'The publication'} that ${by} began failed: ${message}`);
      }
      running = null;
      child = null;
      changed();
    });
    changed();
  };

  /** What a process leaves that could not clear up: the copy of a catalogue is as large as the catalogue. */
  const clearUnfinished = async (): Promise<void> => {
    try {
      const lock = acquireLock(lockFile);
      try {
        if ((await readStaged(indexDir)) === null) await clearStaged(indexDir);
      } finally {
        lock.release();
      }
    } catch (error) {
      // Whoever holds the lock builds, and clears the place first.
      if (!(error instanceof IndexLockedError)) log(error instanceof Error ? error.message : String(error));
    }
  };

  const stop = async (): Promise<void> => {
    if (child === null) return;
    isStopping = true;
    await child.stop();
    await settled;
  };

  const look = async (): Promise<void> => {
    const mark = await folder.mark();
    if (mark === seen) return;
    seen = mark;
    changed();
  };

  return {
    async state() {
      const { staged, generations } = await folder.read();
      return { running, staged, failure, generations };
    },
    async build({ refit }, by) {
      begin('build', by, ['index', '--stage', ...(refit ? ['--refit'] : []), ...flagsOf(thresholds)]);
    },
    async publish({ anyway }, by) {
      refuseIfBusy();
      const { verdict } = await waiting(indexDir);
      if (!anyway && !verdict.passed) throw refusal(verdict);
      begin('publish', by, ['publish', '--as', by, ...(anyway ? ['--anyway'] : [])]);
    },
    cancel: stop,
    async discard() {
      refuseIfBusy();
      await discard(indexDir);
      changed();
    },
    async rollback(to) {
      refuseIfBusy();
      const done = await rollback(indexDir, to ?? undefined);
      changed();
      return done;
    },
    subscribe(listener) {
      // Each subscription is one of its own, also of the same function.
      const own = () => listener();
      listeners.add(own);
      if (looking === undefined) {
        const logged = (error: unknown) => log(error instanceof Error ? error.message : String(error));
        void folder.mark().then((mark) => {
          seen = mark;
        }, logged);
        looking = setInterval(() => void look().catch(logged), LOOK).unref();
      }
      return () => {
        listeners.delete(own);
        if (listeners.size > 0) return;
        clearInterval(looking);
        looking = undefined;
      };
    },
    async close() {
      listeners.clear();
      clearInterval(looking);
      await stop();
    },
  };
}

function flagsOf({ maxLost, minOverlap, maxShorter, maxRemoved, maxHub }: GateThresholds): string[] {
  const flags = {
    '--gate-max-lost': maxLost,
    '--gate-min-overlap': minOverlap,
    '--gate-max-shorter': maxShorter,
    '--gate-max-removed': maxRemoved,
    '--gate-max-hub': maxHub,
  };
  return Object.entries(flags).flatMap(([flag, share]) => [flag, String(share)]);
}
