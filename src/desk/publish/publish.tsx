import { useEffect, useRef } from 'preact/hooks';
import type { BuildsState } from '../../engine/builds.js';
import { useNow } from '../ui/now.js';
import { Notice, Skeleton } from '../ui/pieces.js';
import { ago } from '../ui/time.js';
import { useTitle } from '../ui/title.js';
import { say } from '../ui/toast.js';
import { Generations } from './generations.js';
import { Running } from './running.js';
import { Served } from './served.js';
import { StagedBuild } from './staged.js';
import { Start } from './start.js';
import { useBuilds, useDoing, useMe } from './state.js';
import { type Step, Steps } from './steps.js';

/** Builds an index, shows what it changes, publishes it, and goes back. */
export function Publish() {
  const { state, problem } = useBuilds();
  useTitle(titleOf(state));
  useNews(state);
  return (
    <div class="page publish">
      <header class="publish-head">
        <h1>Publish</h1>
        <Steps at={stepOf(state)} />
      </header>
      {problem === null ? null : <Notice>{problem}</Notice>}
      {state === null ? problem === null ? <Skeleton lines={6} /> : null : <Path state={state} />}
    </div>
  );
}

function Path({ state }: { readonly state: BuildsState }) {
  const { running, staged, failure, generations } = state;
  const me = useMe();
  const now = useNow(30_000);
  const doing = useDoing();
  const served = generations.find(({ current }) => current) ?? null;
  return (
    <>
      <div class="publish-top">
        <Served generation={served} now={now} />
        {running === null ? <Start doing={doing} waiting={staged} /> : null}
      </div>
      {failure === null || running !== null ? null : (
        <Notice>
          <p class="failure-title">
            The last attempt failed {ago(failure.at, now)}; readers see what they saw.
          </p>
          <p dir="auto">{failure.message}</p>
          <p>Try again. If it fails the same way, tell whoever runs the server.</p>
        </Notice>
      )}
      {doing.problem === null || staged !== null ? null : <Notice>{doing.problem}</Notice>}
      {running === null ? null : <Running running={running} me={me.name} doing={doing} />}
      {staged === null || running !== null ? null : (
        <StagedBuild staged={staged} served={served} isAdmin={me.isAdmin} doing={doing} now={now} />
      )}
      <section class="publish-earlier">
        <h2>Generations that are kept</h2>
        <Generations generations={generations} mayRoll={running === null} doing={doing} now={now} />
      </section>
    </>
  );
}

function stepOf(state: BuildsState | null): Step | null {
  if (state?.running?.kind === 'publish') return 'Publish';
  if (state?.running != null) return state.running.stage === 'comparing' ? 'Compare' : 'Build';
  return state?.staged == null ? null : 'Compare';
}

function titleOf(state: BuildsState | null): string {
  if (state?.running?.kind === 'build') return 'Building…';
  if (state?.running?.kind === 'publish') return 'Publishing…';
  if (state?.staged == null) return 'Publish';
  return state.staged.verdict.passed ? 'Ready to publish' : 'Held back';
}

/** Says what came about, whoever began it. */
function useNews(state: BuildsState | null): void {
  const before = useRef<BuildsState | null>(null);
  useEffect(() => {
    const was = before.current;
    before.current = state;
    if (was === null || state === null) return;
    const text = newsOf(was, state);
    if (text !== null) say({ text });
  }, [state]);
}

function newsOf(was: BuildsState, is: BuildsState): string | null {
  const served = (state: BuildsState) => state.generations.find(({ current }) => current)?.generation;
  if (is.running !== null || is.failure !== null) return null;
  if (served(was) !== served(is)) {
    const isKnown = was.generations.some(({ generation }) => generation === served(is));
    return isKnown
      ? 'Rolled back: readers get the earlier ranking.'
      : 'Published: readers get the new lists.';
  }
  if (is.staged !== null && is.staged.generation !== was.staged?.generation)
    return is.staged.verdict.passed
      ? 'The new index is built, and ready to publish.'
      : 'The new index is built, and held back.';
  if (was.running?.kind === 'build') return 'The build was cancelled; nothing is left of it.';
  if (was.staged !== null && is.staged === null) return 'The build was discarded.';
  return null;
}
