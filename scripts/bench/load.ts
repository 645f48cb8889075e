import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A stream of requests to one server. */
export interface LoadTask {
  /** Such as `http://127.0.0.1:41234`. */
  readonly origin: string;
  /** Asked in this order, from the beginning again where there are more requests. */
  readonly paths: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly connections: number;
  /** So many requests, or as many as there is time for. */
  readonly requests: number | null;
  readonly milliseconds: number | null;
  /** How long each connection waits after an answer before it asks again, as a reader does. Milliseconds. */
  readonly pause: number;
  /** Whether the lengths of the lists are wanted. */
  readonly lists: boolean;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds, ascending. */
  readonly latencies: readonly number[];
  /** Answers other than 200, by status. */
  readonly failed: Readonly<Record<string, number>>;
  /** Of each answered list, in the order of the requests; empty unless wanted. */
  readonly lists: readonly number[];
}

export type LoadMessage = { readonly task: LoadTask } | { readonly stop: true };

/** Asks from a process of its own, so that it does not wait for what it measures. */
export interface LoadGenerator {
  /** Throws where an answer was not a 200. Once `until` is aborted, ends with what it has. */
  run(task: LoadTask, until?: AbortSignal): Promise<LoadResult>;
  close(): void;
}

export function startLoadGenerator(signal: AbortSignal): LoadGenerator {
  const child = fork(fileURLToPath(new URL('./load-process.ts', import.meta.url)), {
    execArgv: ['--import', import.meta.resolve('tsx')],
  });
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  const ended = once(child, 'exit').then((): never => {
    signal.throwIfAborted();
    throw new Error('The load generator ended before it was done.');
  });
  ended.catch(() => undefined);
  return {
    async run(task, until) {
      signal.throwIfAborted();
      const stop = () => child.send({ stop: true } satisfies LoadMessage);
      child.send({ task } satisfies LoadMessage);
      until?.addEventListener('abort', stop, { once: true });
      try {
        const [answer] = (await Promise.race([answered(), ended])) as [
          LoadResult | { readonly error: string },
        ];
        if ('error' in answer) throw new Error(`The load generator failed: ${answer.error}`);
        if (Object.keys(answer.failed).length > 0) {
          throw new Error(`Answers of ${task.origin} other than 200: ${JSON.stringify(answer.failed)}.`);
        }
        return answer;
      } finally {
        until?.removeEventListener('abort', stop);
      }
    },
    close() {
      signal.removeEventListener('abort', kill);
      child.kill('SIGKILL');
    },
  };

  function answered(): Promise<unknown[]> {
    return new Promise((resolve) => child.once('message', (...answer: unknown[]) => resolve(answer)));
  }
}
