import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** An answer to be given again, byte for byte. */
export interface StoredAnswer {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Baselines {
  /** Express with the program's middleware, and a route that sends a stored answer with its headers. */
  readonly same: string;
  /** Express with nothing but a route that sends the stored bytes. */
  readonly bare: string;
  close(): void;
}

/** Two servers in one process of their own, of which one works at a time. */
export async function startBaselines(
  answers: readonly StoredAnswer[],
  signal: AbortSignal,
): Promise<Baselines> {
  const child = fork(fileURLToPath(new URL('./baseline-process.ts', import.meta.url)), {
    execArgv: ['--import', import.meta.resolve('tsx')],
  });
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  child.send(answers);
  const ended = once(child, 'exit').then(() => {
    signal.throwIfAborted();
    throw new Error('The servers to compare with ended before they were asked.');
  });
  const [addresses] = (await Promise.race([once(child, 'message'), ended])) as [
    { readonly same: string; readonly bare: string },
  ];
  ended.catch(() => undefined);
  return {
    ...addresses,
    close() {
      signal.removeEventListener('abort', kill);
      child.kill('SIGKILL');
    },
  };
}
