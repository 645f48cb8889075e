import { useEffect, useState } from 'preact/hooks';
import type { DecisionEntry } from '../../engine/editing.js';
import { useAnswer } from '../api/answer.js';
import { desk } from '../api/desk.js';
import { useEvent } from '../api/events.js';
import { messageOf } from '../api/problem.js';
import { useStore } from '../api/store.js';
import { decided, undo } from '../look/deciding.js';
import { Button } from '../ui/button.js';
import { EmptyState, Notice, Skeleton } from '../ui/pieces.js';
import { dayOf } from '../ui/time.js';
import { useTitle } from '../ui/title.js';
import { Sentence } from './sentence.js';

/** Entries at a time: the server gives at most so many. */
const PAGE = 50;

/** Everything that was decided, by whom, when and why. */
export function Log() {
  useTitle('Log');
  const [pages, setPages] = useState(1);
  const { value: entries, error, reload } = useAnswer((signal) => firstPages(pages, signal), [pages]);
  const turn = useStore(decided);
  useEffect(() => {
    if (turn > 0) reload();
  }, [turn]);
  useEvent('rules', reload);
  useEvent('index', reload);
  const days = byDay(entries ?? []);
  const known = new Map((entries ?? []).map((entry) => [entry.number, entry]));
  return (
    <div class="page log">
      <h1>Log</h1>
      {error === null ? null : <Notice>{messageOf(error)}</Notice>}
      {entries === null && error === null ? <Skeleton lines={9} /> : null}
      {entries?.length === 0 ? (
        <EmptyState title="Nothing was decided yet">
          <p>Whatever anybody pins, blocks or publishes stands here, with who, when and why.</p>
        </EmptyState>
      ) : null}
      {[...days].map(([day, ofDay]) => (
        <section key={day}>
          <h2>{day}</h2>
          <ol>
            {ofDay.map((entry) => (
              <Entry key={entry.number} entry={entry} known={known} />
            ))}
          </ol>
        </section>
      ))}
      {entries !== null && entries.length === pages * PAGE ? (
        <Button onPress={() => setPages(pages + 1)}>Show more</Button>
      ) : null}
    </div>
  );
}

function Entry({ entry, known }: Parameters<typeof Sentence>[0]) {
  return (
    <li class="log-entry">
      <time dateTime={entry.at}>{timeOf(entry.at)}</time>
      <div>
        <p>
          <b>{entry.by}</b> <Sentence entry={entry} known={known} />
          {entry.undoneBy === null ? null : <span class="meta"> (taken back)</span>}
        </p>
        {entry.note === null ? null : <q dir="auto">{entry.note}</q>}
      </div>
      {entry.canUndo ? (
        <Button look="bare" icon="undo" onPress={() => void undo(entry)}>
          {entry.action === 'undo' ? 'Redo' : 'Undo'}
        </Button>
      ) : null}
    </li>
  );
}

const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
const timeOf = (instant: string) => time.format(new Date(instant));

function byDay(entries: readonly DecisionEntry[]): ReadonlyMap<string, readonly DecisionEntry[]> {
  const days = new Map<string, DecisionEntry[]>();
  for (const entry of entries) {
    const day = dayOf(entry.at);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return days;
}

async function firstPages(pages: number, signal: AbortSignal): Promise<readonly DecisionEntry[]> {
  const all: DecisionEntry[] = [];
  for (let page = 0; page < pages; page += 1) {
    const before = all.at(-1)?.number;
    const more = await desk.decisions({ limit: PAGE, ...(before === undefined ? {} : { before }) }, signal);
    all.push(...more);
    if (more.length < PAGE) break;
  }
  return all;
}
