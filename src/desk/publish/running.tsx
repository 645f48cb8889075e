import type { RunningBuild } from '../../engine/builds.js';
import { desk } from '../api/desk.js';
import { Button } from '../ui/button.js';
import { useNow } from '../ui/now.js';
import { count, share } from '../ui/numbers.js';
import { Card, Progress } from '../ui/pieces.js';
import { useArrival } from './arrival.js';
import type { Doing } from './state.js';

const STAGES: Readonly<Record<RunningBuild['stage'], string>> = {
  copying: 'Copying what is stored',
  reading: 'Reading',
  embedding: 'Placing articles by what they mean',
  building: 'Building the index',
  finishing: 'Measuring the index',
  comparing: 'Comparing the new lists with those on the site',
  publishing: 'Putting it in the place of the old one',
};

/** What is under way, how far, and since when. */
export function Running({
  running,
  me,
  doing,
}: {
  readonly running: RunningBuild;
  readonly me: string;
  readonly doing: Doing;
}) {
  const { kind, stage, done, total, by, startedAt } = running;
  const heading = useArrival();
  const verb = kind === 'build' ? 'building a new index' : 'publishing the new index';
  return (
    <Card class="running">
      <h2 class="stage-title" ref={heading} tabIndex={-1}>
        {by === me ? 'You are' : `${by} is`} {verb}
      </h2>
      <p class="running-stage" role="status">
        {STAGES[stage]}
      </p>
      <Progress label={STAGES[stage]} done={done} total={total} />
      <div class="running-foot">
        <p class="meta running-far">{farOf(running)}</p>
        <p class="meta">
          <Elapsed since={startedAt} />
        </p>
        <Button disabled={doing.isBusy} onPress={() => doing.run(() => desk.cancelBuild())}>
          Cancel
        </Button>
      </div>
      <p class="meta">
        You can leave this page: it goes on without you.{' '}
        {kind === 'build' ? 'Readers see what they saw, until it is published.' : null}
      </p>
    </Card>
  );
}

function farOf({ stage, done, total }: RunningBuild): string {
  if (total === null || total === 0) return done > 1 ? `${count(done)} so far` : 'Under way';
  // Reading is measured in bytes, and copying is one step.
  if (stage === 'reading' || total <= 1) return share(Math.min(1, done / total));
  return `${count(done)} of ${count(total)} articles`;
}

function Elapsed({ since }: { readonly since: string }) {
  const now = useNow(1000);
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1000));
  return (
    <>
      {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, '0')} min
    </>
  );
}
