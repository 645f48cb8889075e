import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants, setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningBuild } from '../engine/builds.js';

/** How long a process may take to end by itself, each time that it is asked. Milliseconds. */
const PATIENCE = 10_000;
/** Characters of standard error that are kept, and of a message. */
const KEPT = 8_000;
const MESSAGE = 2_000;

export type Told = Pick<RunningBuild, 'stage' | 'done' | 'total'>;

/** A `seealso` of its own, so that what it does disturbs nobody who is answered meanwhile. */
export interface BuildProcess {
  /** Why it failed; `null` where it did what it was asked. */
  readonly ended: Promise<string | null>;
  /** Asks it to end, insists, and waits until it has. */
  stop(): Promise<void>;
}

/** Starts `seealso` with these words. Nothing of it goes to the standard output or error of this process. */
export function startSeealso(words: readonly string[], heard: (told: Told) => void): BuildProcess {
  // Always the built file, also when the sources run under the test runner.
  const main = createRequire(import.meta.url).resolve('#worker/cli/main');
  const child = fork(main, words, {
    // Built JavaScript needs no loader, and a flag of this process may not suit another.
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  giveWay(child);
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-KEPT);
  });
  child.on('message', (message) => {
    if (isTold(message)) heard(message);
  });
  const ended = new Promise<string | null>((resolve) => {
    child.once('error', ({ message }) => resolve(`The process could not be started: ${message}.`));
    // Not at `exit`: standard error may not have been read to its end.
    child.once('close', (code, signal) => resolve(code === 0 ? null : failureOf(said, code, signal)));
  });
  return {
    ended,
    async stop() {
      for (const signal of ['SIGTERM', 'SIGTERM', 'SIGKILL'] as const) {
        child.kill(signal);
        const impatience = new AbortController();
        const late = delay(PATIENCE, true, { signal: impatience.signal }).catch(() => false);
        const isLate = await Promise.race([late, ended.then(() => false)]);
        impatience.abort();
        if (!isLate) return;
      }
      await ended;
    },
  };
}

/** Whoever asks for a list goes before whoever builds. */
function giveWay({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It may have ended, or the system may not let us: then it is as any other.
  }
}

function isTold(message: unknown): message is Told {
  if (typeof message !== 'object' || message === null) return false;
  const { stage, done, total } = message as Partial<Record<keyof Told, unknown>>;
  return (
    typeof stage === 'string' && typeof done === 'number' && (total === null || typeof total === 'number')
  );
}

/** What a person needs of what was said on standard error: the last complaint, otherwise its last lines. */
export function failureOf(said: string, code: number | null, signal: string | null): string {
  const complaint = /^seealso: ([\s\S]+)$/m.exec(
    said.slice(Math.max(0, said.lastIndexOf('\nseealso: ') + 1)),
  );
  const text = (complaint?.[1] ?? lastLines(said)).replace(/\n\s+at [\s\S]*$/, '').trim();
  if (complaint !== null && text !== '') return text.slice(0, MESSAGE);
  const how =
    signal === null
      ? `It ended unexpectedly (code ${code}).`
      : `It was ended from outside (${signal}): by somebody, or by the system for lack of memory.`;
  return text === '' ? how : `${how} ${text}`.slice(0, MESSAGE);
}

/** The last three lines, without the time that they begin with. */
function lastLines(said: string): string {
  const lines = said.split('\n').map((line) => line.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z\s*/, '').trim());
  return lines
    .filter((line) => line !== '')
    .slice(-3)
    .join('\n');
}
