import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll } from 'vitest';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = join(ROOT, 'dist/cli/main.js');

const folders: string[] = [];
const children = new Set<Child>();

afterAll(async () => {
  for (const child of children) await child.end('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own, removed after the test file. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'seealso-test-'));
  folders.push(folder);
  return folder;
}

/** Writes a file (its folders too) and gives its path; a name ending in `.gz` is packed. */
export function write(folder: string, name: string, content: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(content) : content);
  return path;
}

/** Asks again and again until there is an answer other than `undefined` or `false`. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  within = 20_000,
): Promise<Exclude<T, undefined | false>> {
  const deadline = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
    if (Date.now() > deadline) throw new Error(`Waited ${within} ms in vain: ${what}`);
    await delay(15);
  }
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Child {
  readonly pid: number;
  readonly stdin: ChildProcessWithoutNullStreams['stdin'];
  /** Stops reading what it prints, as `head` does. */
  hangUp(): void;
  /** What it has printed so far. */
  stdout(): string;
  stderr(): string;
  running(): boolean;
  /** Resolves when it has ended and its output is read to the end. */
  readonly ended: Promise<Ended>;
  /** Sends the signal to its whole process group, and waits for its end. */
  end(signal: NodeJS.Signals): Promise<Ended>;
}

export interface StartOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The environment without this machine's settings. */
export function ownEnvironment(): Record<string, string | undefined> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(SEEALSO_|PORT$|VITEST|NODE_)/.test(name),
  );
  return Object.fromEntries(inherited);
}

/** Starts `seealso` as it ships, in a process group of its own, without this machine's settings. */
export function start(args: readonly string[], options: StartOptions = {}): Child {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: options.cwd ?? ROOT,
    env: { ...ownEnvironment(), ...options.env },
    detached: true,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // Whoever ends early closes the pipe that is being written to.
  child.stdin.on('error', () => undefined);
  const running = () => child.exitCode === null && child.signalCode === null;
  const ended = once(child, 'close').then(() => {
    children.delete(started);
    return { code: child.exitCode, signal: child.signalCode, stdout, stderr };
  });
  const started: Child = {
    pid: child.pid ?? 0,
    stdin: child.stdin,
    hangUp: () => child.stdout.destroy(),
    stdout: () => stdout,
    stderr: () => stderr,
    running,
    ended,
    async end(signal) {
      if (running() && child.pid !== undefined) process.kill(-child.pid, signal);
      return ended;
    },
  };
  children.add(started);
  return started;
}

/** Runs `seealso` to its end. */
export async function run(
  args: readonly string[],
  options: StartOptions & { readonly input?: string | Buffer } = {},
): Promise<Ended> {
  const child = start(args, options);
  child.stdin.end(options.input ?? '');
  return child.ended;
}

/** The object in the last line of standard output. */
export function lastLine(stdout: string): Record<string, unknown> {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

/** Starts `seealso serve` on a free port, and waits until it says where it listens. */
export async function serve(
  indexDir: string,
  ...more: readonly string[]
): Promise<Child & { readonly url: string }> {
  const child = start(['serve', '--index-dir', indexDir, '--port', '0', ...more]);
  const url = await until('an address', () => {
    if (!child.running()) throw new Error(`serve ended: ${child.stderr()}`);
    return /http:\/\/127\.0\.0\.1:\d+/.exec(child.stdout())?.[0];
  });
  return { ...child, url };
}
