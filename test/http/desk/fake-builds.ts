import type { Builds, BuildsState, Staged } from '../../../src/engine/builds.js';
import {
  BuildRefusedError,
  IndexLockedError,
  NoPreviousGenerationError,
  NothingStagedError,
} from '../../../src/errors.js';

/** What builds, as the desk sees it: nothing is built, and each step ends when a test says so. */
export interface FakeBuilds extends Builds {
  /** Ends what is under way; a build with that verdict. */
  finish(verdict: { readonly passed: boolean }): void;
  listeners(): number;
}

export function fakeBuilds(): FakeBuilds {
  const listening = new Set<() => void>();
  let published = ['g-0'];
  let state: Omit<BuildsState, 'generations'> = { running: null, staged: null, failure: null };

  const become = (next: Partial<typeof state>): void => {
    state = { ...state, ...next };
    for (const tell of listening) tell();
  };
  const refuseIfBusy = (): void => {
    if (state.running !== null) throw new IndexLockedError('Something is under way. Wait for it.');
  };
  const begin = (kind: 'build' | 'publish', by: string): void => {
    refuseIfBusy();
    const startedAt = '2026-05-01T12:00:00Z';
    become({ running: { kind, startedAt, by, stage: 'reading', done: 0, total: null } });
  };

  return {
    async state() {
      const generations = published.map((generation, i) => ({
        generation,
        createdAt: '2026-05-01T08:00:00Z',
        articles: 4,
        model: 'fake',
        current: i === 0,
      }));
      return { ...state, generations };
    },
    async build(_options, by) {
      begin('build', by);
    },
    async publish({ anyway }, by) {
      if (state.staged === null) throw new NothingStagedError('No build waits. Build one first.');
      if (!state.staged.verdict.passed && !anyway) throw new BuildRefusedError('All lists lost their links.');
      begin('publish', by);
    },
    async cancel() {
      become({ running: null });
    },
    async discard() {
      become({ staged: null });
    },
    async rollback() {
      refuseIfBusy();
      const [from, to] = published;
      if (from === undefined || to === undefined) throw new NoPreviousGenerationError('There is no other.');
      published = published.slice(1);
      become({});
      return { from, to };
    },
    subscribe(listener) {
      listening.add(listener);
      return () => listening.delete(listener);
    },
    async close() {},
    finish({ passed }) {
      if (state.running?.kind === 'build') become({ running: null, staged: staged(passed) });
      else {
        published = [`g-${published.length}`, ...published];
        become({ running: null, staged: null });
      }
    },
    listeners: () => listening.size,
  };
}

function staged(passed: boolean): Staged {
  const text = passed ? 'No list lost its links.' : '4 of 4 lists lost all of their links.';
  return {
    generation: 'g-1',
    builtAt: '2026-05-01T12:01:00Z',
    sources: [],
    summary: {
      read: 0,
      added: 0,
      changed: 0,
      unchanged: 0,
      removed: 0,
      rejected: 0,
      embedded: 0,
      articles: 4,
      generation: 'g-1',
      boilerplate: { passages: 0, articles: 0, examples: [] },
      seconds: 1,
    },
    comparison: null,
    verdict: {
      passed,
      findings: [{ check: 'maxLost', passed, value: passed ? 0 : 1, limit: 0.05, text }],
    },
  };
}
