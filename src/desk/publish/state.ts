import { useCallback, useEffect, useState } from 'preact/hooks';
import type { BuildsState } from '../../engine/builds.js';
import { desk } from '../api/desk.js';
import { events } from '../api/events.js';
import { isAborted, messageOf } from '../api/problem.js';
import { session } from '../api/session.js';
import { useStore } from '../api/store.js';

/** Asked for again while something is under way, in case that a proxy holds the events back. Milliseconds. */
const LOOK_MS = 5000;

/** Shows what the server answered, unless an event has told something newer meanwhile. */
async function settle(asked: Promise<BuildsState>): Promise<void> {
  const before = events.builds.get();
  const state = await asked;
  if (events.builds.get() === before) events.builds.set(state);
}

/** What is served, built and waiting, as it changes; `null` until it is known. */
export function useBuilds(): { readonly state: BuildsState | null; readonly problem: string | null } {
  const state = useStore(events.builds);
  const [problem, setProblem] = useState<string | null>(null);
  const isRunning = state?.running != null;
  useEffect(() => {
    const giveUp = new AbortController();
    const look = () =>
      settle(desk.builds(giveUp.signal)).then(
        () => setProblem(null),
        (error: unknown) => {
          if (!isAborted(error)) setProblem(messageOf(error));
        },
      );
    void look();
    const timer = isRunning ? setInterval(() => void look(), LOOK_MS) : undefined;
    return () => {
      giveUp.abort();
      clearInterval(timer);
    };
  }, [isRunning]);
  return { state, problem };
}

/** One thing at a time that is asked of the server: what it refuses is kept until the next. */
export interface Doing {
  readonly isBusy: boolean;
  readonly problem: string | null;
  run(act: () => Promise<BuildsState>): void;
}

export function useDoing(): Doing {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = useCallback((act: () => Promise<BuildsState>) => {
    setBusy(true);
    setProblem(null);
    settle(act())
      .catch(async (error: unknown) => {
        setProblem(messageOf(error));
        // Somebody else may have been faster: what is shown should say so.
        await settle(desk.builds(new AbortController().signal)).catch(() => undefined);
      })
      .finally(() => setBusy(false));
  }, []);
  return { isBusy, problem, run };
}

/** Who is here, as far as this screen needs it. */
export function useMe(): { readonly name: string; readonly isAdmin: boolean } {
  const state = useStore(session);
  const known = state.kind === 'in' || state.kind === 'ended' ? state.session : null;
  return { name: known?.name ?? 'this machine', isAdmin: known?.admin ?? false };
}
