import { useEffect } from 'preact/hooks';
import type { Status } from '../../engine/status.js';
import { useAnswer } from '../api/answer.js';
import { desk } from '../api/desk.js';
import { useEvent } from '../api/events.js';
import { messageOf } from '../api/problem.js';
import { useNow } from '../ui/now.js';
import { Notice, Skeleton } from '../ui/pieces.js';
import { useTitle } from '../ui/title.js';
import { Freshness } from './freshness.js';
import { IndexFacts } from './index-facts.js';
import { Lists } from './lists.js';
import { Runs } from './runs.js';

/** Asked again that often: what is waiting changes with the hour, and the survey takes its time. Milliseconds. */
const AGAIN_MS = 60_000;
const SURVEY_MS = 3000;

/** How the index does: what readers can find, what they cannot, and what the lists look like from above. */
export function Health() {
  useTitle('Health');
  const now = useNow(30_000);
  const { value: status, error, isLoading, reload } = useAnswer(desk.status, []);
  const isMeasuring = status !== null && status.survey === null;
  useEvent('index', reload);
  useEffect(() => {
    if (isLoading) return;
    const timer = setTimeout(reload, isMeasuring ? SURVEY_MS : AGAIN_MS);
    return () => clearTimeout(timer);
  }, [isLoading, isMeasuring, reload]);
  return (
    <div class="page health">
      <h1>Health</h1>
      {error === null ? null : <Notice>{messageOf(error)}</Notice>}
      {status === null ? error === null ? <Skeleton lines={9} /> : null : <Board status={status} now={now} />}
    </div>
  );
}

function Board({ status, now }: { readonly status: Status; readonly now: number }) {
  return (
    <>
      <Freshness status={status} now={now} />
      <Lists survey={status.survey} now={now} />
      <IndexFacts index={status.index} now={now} />
      <Runs runs={status.runs} now={now} />
    </>
  );
}
