import type { DecisionEntry, Wanted } from '../../engine/editing.js';
import { desk } from '../api/desk.js';
import { isUnreachable, messageOf } from '../api/problem.js';
import { createStore } from '../api/store.js';
import { plainSentence, shortSentence } from '../log/sentence.js';
import { say } from '../ui/toast.js';

/** Numbers of the decisions that were made in this window. */
export const ownDecisions = createStore<ReadonlySet<number>>(new Set());
/** Rises with everything that was decided here, so that what is shown is asked for anew. */
export const decided = createStore(0);

/** What can be taken back, and what was; the latest last. */
let undoable: readonly DecisionEntry[] = [];
let redoable: readonly DecisionEntry[] = [];

/** What is to be done with it; gives what went wrong, `null` where nothing did. */
export type Decide = (wanted: Wanted, options?: DecideOptions) => Promise<string | null>;

export interface DecideOptions {
  /** Whoever asks waits for the server, and says what went wrong where it was asked. */
  readonly waits?: boolean;
}

/** Does it at once; says what happened, with a way back. Never rejects: what went wrong is said as well. */
export const decide: Decide = (wanted, { waits = false } = {}) =>
  attempt(async () => {
    const entry = await desk.decide(wanted);
    undoable = [...undoable, entry];
    redoable = [];
    tell(entry, shortSentence(entry));
  }, !waits);

/** Takes back what was decided last in this window. */
export async function undoLast(): Promise<void> {
  const last = undoable.at(-1);
  if (last === undefined) say({ text: 'Nothing was decided here that could be taken back.' });
  else await undo(last);
}

/** Does again what was taken back last. */
export async function redoLast(): Promise<void> {
  const last = redoable.at(-1);
  if (last === undefined) return;
  await attempt(async () => {
    redoable = redoable.slice(0, -1);
    const entry = await desk.undo(last.number);
    undoable = [...undoable, entry];
    tell(entry, 'Done again');
  });
}

/** Takes back this one. */
export async function undo(decision: DecisionEntry): Promise<void> {
  await attempt(async () => {
    undoable = undoable.filter(({ number }) => number !== decision.number);
    const entry = await desk.undo(decision.number);
    redoable = [...redoable, entry];
    own(entry);
    say({
      text: decision.action === 'undo' ? 'Done again' : `Taken back: ${plainSentence(decision)}`,
      action: { label: 'Redo', run: () => void redoLast() },
    });
  });
}

async function attempt(act: () => Promise<void>, isSaid = true): Promise<string | null> {
  const problem = await act().then(
    () => null,
    (error: unknown) => {
      const text = messageOf(error);
      if (isSaid) say({ text, tone: 'bad', ofConnection: isUnreachable(error) });
      return text;
    },
  );
  decided.set(decided.get() + 1);
  return problem;
}

function tell(entry: DecisionEntry, text: string): void {
  own(entry);
  say({ text, action: { label: 'Undo', run: () => void undo(entry) } });
}

function own({ number }: DecisionEntry): void {
  ownDecisions.set(new Set([...ownDecisions.get(), number]));
}
