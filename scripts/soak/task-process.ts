/** What `tasks.ts` starts: does the one thing that it is told, until it is told to stop. */
import { drain } from './drain-task.js';
import { flood } from './flood-task.js';
import { readAndEdit } from './readers-task.js';
import type { TaskControl, TaskMessage, TaskName, Tasks } from './tasks.js';

const PERFORM: {
  readonly [Name in TaskName]: (
    task: Tasks[Name]['task'],
    control: TaskControl,
  ) => Promise<Tasks[Name]['result']>;
} = {
  readers: readAndEdit,
  flood,
  drain,
};

const stop = new AbortController();
let listener: (message: unknown) => void = () => undefined;
const say = (message: TaskMessage) => process.send?.(message);
const control: TaskControl = {
  stop: stop.signal,
  tell: (message) => say({ kind: 'told', message }),
  hear(heard) {
    listener = heard;
  },
};

process.on('message', (message: TaskMessage) => {
  if (message.kind === 'stop') stop.abort();
  if (message.kind === 'told') listener(message.message);
  if (message.kind !== 'begin') return;
  const perform = PERFORM[message.name] as (task: unknown, control: TaskControl) => Promise<unknown>;
  perform(message.task, control).then(
    (result) => say({ kind: 'result', result }),
    (error: unknown) =>
      say({ kind: 'error', message: error instanceof Error ? (error.stack ?? '') : String(error) }),
  );
});
// Whoever started this is gone.
process.on('disconnect', () => process.exit());
