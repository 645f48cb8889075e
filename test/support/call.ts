import type { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Ended, ownEnvironment, ROOT, type StartOptions } from './cli.js';

const MAIN = pathToFileURL(join(ROOT, 'dist/cli/main.js')).href;

let calls = 0;
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs `seealso` as it ships, to its end, but in this process: the same as `run` of `cli.ts` without the start of a
 * process, which takes longer than most commands. Whatever depends on the process itself is for `run`: signals,
 * standard input, output that nobody reads, and that it ends by itself.
 *
 * Calls take turns, since a process has one standard output, one environment and one current folder.
 */
export function call(args: readonly string[], options: StartOptions = {}): Promise<Ended> {
  const mine = last.then(() => perform(args, options));
  last = mine.catch(() => undefined);
  return mine;
}

async function perform(args: readonly string[], { cwd = ROOT, env = {} }: StartOptions): Promise<Ended> {
  const before = { argv: process.argv, env: process.env, cwd: process.cwd(), exitCode: process.exitCode };
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr)];
  const listening = remember();
  try {
    process.argv = [process.execPath, MAIN, ...args];
    process.env = { ...ownEnvironment(), ...env };
    process.chdir(cwd);
    process.exitCode = undefined;
    calls += 1;
    // Evaluated anew under each address; what it imports is loaded once.
    await import(/* @vite-ignore */ `${MAIN}?call=${calls}`);
    const code = Number(process.exitCode ?? 0);
    return { code, signal: null, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    for (const { release } of [stdout, stderr]) release();
    listening.restore();
    process.argv = before.argv;
    process.env = before.env;
    process.chdir(before.cwd);
    process.exitCode = before.exitCode;
  }
}

/** Keeps what is written to a stream, instead of writing it. */
function capture(stream: NodeJS.WriteStream) {
  const { write } = stream;
  let written = '';
  stream.write = (chunk: string | Uint8Array) => {
    written += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    return true;
  };
  return {
    text: () => written,
    release: () => {
      stream.write = write;
    },
  };
}

/** Listeners that a call adds to what outlives it are taken away again. */
function remember() {
  const watched: readonly (readonly [emitter: EventEmitter, name: string])[] = [
    [process, 'SIGTERM'],
    [process, 'SIGINT'],
    [process.stdout, 'error'],
    [process.stderr, 'error'],
  ];
  const before = watched.map(([emitter, name]) => emitter.listeners(name));
  return {
    restore() {
      watched.forEach(([emitter, name], i) => {
        emitter.removeAllListeners(name);
        for (const listener of before[i] ?? []) emitter.on(name, listener as () => void);
      });
    },
  };
}
