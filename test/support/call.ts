import { randomUUID } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { getPriority, setPriority } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { type Ended, ownEnvironment, ROOT, type StartOptions } from './cli.js';
import { keepBundledModel } from './kept-model.js';

const MAIN = pathToFileURL(join(ROOT, 'dist/cli/main.js')).href;

interface CallOptions extends StartOptions {
  /** All of standard input. */
  readonly input?: string;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs `seealso` as it ships, to its end, but in this process: the same as `run` of `cli.ts` without the start of a
 * process, which takes longer than most commands. Whatever depends on the process itself is for `run`: signals,
 * input that is still to come, output that nobody reads, and that it ends by itself.
 */
export function call(args: readonly string[], options: CallOptions = {}): Promise<Ended> {
  // Evaluated anew under each address, which no test file before has asked for; what it imports is loaded once.
  const address = `${MAIN}?call=${randomUUID()}`;
  return keepBundledModel().then(() =>
    inThisProcess(() => import(/* @vite-ignore */ address), args, options),
  );
}

/**
 * What comes of a program that is loaded here, as if it had a process of its own. Programs take turns, since a
 * process has one standard output, one environment and one current folder.
 */
export function inThisProcess(
  load: () => Promise<unknown>,
  args: readonly string[],
  options: CallOptions = {},
): Promise<Ended> {
  const mine = last.then(() => perform(load, args, options));
  last = mine.catch(() => undefined);
  return mine;
}

async function perform(
  load: () => Promise<unknown>,
  args: readonly string[],
  { cwd = ROOT, env = {}, input = '' }: CallOptions,
): Promise<Ended> {
  const before = { argv: process.argv, env: process.env, cwd: process.cwd(), exitCode: process.exitCode };
  const priority = getPriority();
  const { log, error } = console;
  const stdin = Object.getOwnPropertyDescriptor(process, 'stdin');
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr)];
  const listening = remember();
  try {
    process.argv = [process.execPath, MAIN, ...args];
    process.env = { ...ownEnvironment(), ...env };
    process.chdir(cwd);
    process.exitCode = undefined;
    Object.defineProperty(process, 'stdin', {
      value: Readable.from([Buffer.from(input)]),
      configurable: true,
    });
    // The test runner's console writes elsewhere.
    console.log = (...given) => process.stdout.write(`${format(...given)}\n`);
    console.error = (...given) => process.stderr.write(`${format(...given)}\n`);
    await load();
    const code = Number(process.exitCode ?? 0);
    return { code, signal: null, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    Object.assign(console, { log, error });
    if (stdin !== undefined) Object.defineProperty(process, 'stdin', stdin);
    for (const { release } of [stdout, stderr]) release();
    listening.restore();
    process.argv = before.argv;
    process.env = before.env;
    process.chdir(before.cwd);
    process.exitCode = before.exitCode;
    try {
      if (getPriority() !== priority) setPriority(priority);
    } catch {
      // Not everybody may raise it again: the tests go on, with less haste.
    }
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
