import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DrainResult, DrainTask } from './drain-task.js';
import type { FloodResult, FloodTask } from './flood-task.js';
import type { ReadersResult, ReadersTask } from './readers-task.js';

/** What is done in processes of their own, so that it does not wait for what it asks. */
export interface Tasks {
  readonly readers: { readonly task: ReadersTask; readonly result: ReadersResult };
  readonly flood: { readonly task: FloodTask; readonly result: FloodResult };
  readonly drain: { readonly task: DrainTask; readonly result: DrainResult };
}
export type TaskName = keyof Tasks;

export interface TaskControl {
  /** Aborted when it is to end. */
  readonly stop: AbortSignal;
  /** Tells who started it. */
  tell(message: unknown): void;
  /** Called with what it is told. */
  hear(listener: (message: unknown) => void): void;
}

export type TaskMessage =
  | { readonly kind: 'begin'; readonly name: TaskName; readonly task: unknown }
  | { readonly kind: 'told'; readonly message: unknown }
  | { readonly kind: 'stop' }
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly message: string };

export interface RunningTask<Result> {
  tell(message: unknown): void;
  /** Asks it to end; what came of it. Throws what it threw. */
  stop(): Promise<Result>;
}

export function startTask<Name extends TaskName>(
  name: Name,
  task: Tasks[Name]['task'],
  signal: AbortSignal,
  hear: (message: unknown) => void = () => undefined,
): RunningTask<Tasks[Name]['result']> {
  signal.throwIfAborted();
  const child = fork(fileURLToPath(new URL('./task-process.ts', import.meta.url)), {
    execArgv: ['--import', import.meta.resolve('tsx')],
  });
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  const result = new Promise<Tasks[Name]['result']>((resolve, reject) => {
    child.on('message', (message: TaskMessage) => {
      if (message.kind === 'told') hear(message.message);
      if (message.kind === 'result') resolve(message.result as Tasks[Name]['result']);
      if (message.kind === 'error') reject(new Error(`${name}: ${message.message}`));
    });
    void once(child, 'exit').then(() =>
      reject(new Error(`The process of ${name} ended before it was done.`)),
    );
  });
  result.catch(() => undefined);
  const send = (message: TaskMessage) => {
    if (child.connected) child.send(message);
  };
  send({ kind: 'begin', name, task });
  return {
    tell: (message) => send({ kind: 'told', message }),
    async stop() {
      send({ kind: 'stop' });
      try {
        return await result;
      } finally {
        signal.removeEventListener('abort', kill);
        kill();
      }
    },
  };
}
