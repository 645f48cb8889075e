import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/**
 * Tells the most memory that the process ever held, at its end, and the time of all its threads. `maxRSS` alone begins,
 * on Linux, with what the process had that started this one.
 */
const TELL_PEAK = `
import { readFileSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
function peak() {
  try {
    return Number(/VmHWM:\\s+(\\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
function told() {
  const { user, system } = process.cpuUsage();
  return JSON.stringify({ peakBytes: peak() * 1024, cpuSeconds: (user + system) / 1e6 });
}
if (isMainThread) process.on('exit', () => writeSync(3, told()));
`;

export interface ProgramEnd {
  readonly seconds: number;
  readonly peakBytes: number;
  /** Of all threads, in the program and in the kernel for it. */
  readonly cpuSeconds: number;
  readonly stdout: string;
}

export interface ProgramRun {
  /** Milliseconds since `performance.timeOrigin`. */
  readonly startedAt: number;
  readonly pid: number;
  /** The first line of its standard output. */
  readonly firstLine: Promise<string>;
  /** Throws unless it ended well. */
  readonly ended: Promise<ProgramEnd>;
  stop(): void;
}

/** Starts `seealso` as it was built, without this machine's settings; `imports` are loaded before. The signal ends it. */
export function startProgram(
  args: readonly string[],
  signal: AbortSignal,
  imports: readonly string[] = [],
): ProgramRun {
  signal.throwIfAborted();
  const hook = `data:text/javascript,${encodeURIComponent(TELL_PEAK)}`;
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(SEEALSO_|PORT$|NODE_OPTIONS$|VITEST)/.test(name)),
  );
  const startedAt = performance.now();
  const before = [hook, ...imports].flatMap((module) => ['--import', module]);
  const child = spawn(process.execPath, [...before, MAIN, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });

  const [, out, err, told] = child.stdio;
  if (out === null || err === null) throw new Error('A program was started without its output.');
  const heard = { stdout: '', stderr: '' };
  const firstLine = new Promise<string>((resolve, reject) => {
    out.setEncoding('utf8').on('data', (chunk: string) => {
      heard.stdout += chunk;
      const end = heard.stdout.indexOf('\n');
      if (end >= 0) resolve(heard.stdout.slice(0, end));
    });
    child.once('close', () => reject(failure(args, heard.stderr, child.exitCode)));
  });
  // Whoever waits for the end hears of it there.
  firstLine.catch(() => undefined);
  err.setEncoding('utf8').on('data', (chunk: string) => {
    heard.stderr = (heard.stderr + chunk).slice(-2_000);
  });
  const last = text(told as NodeJS.ReadableStream);

  const ended = (async () => {
    await once(child, 'close');
    const seconds = (performance.now() - startedAt) / 1_000;
    signal.removeEventListener('abort', kill);
    signal.throwIfAborted();
    if (child.exitCode !== 0) throw failure(args, heard.stderr, child.exitCode);
    const { peakBytes, cpuSeconds } = JSON.parse(await last) as { peakBytes: number; cpuSeconds: number };
    return { seconds, peakBytes, cpuSeconds, stdout: heard.stdout };
  })();
  ended.catch(() => undefined);
  return { startedAt, pid: child.pid ?? 0, firstLine, ended, stop: () => child.kill('SIGTERM') };
}

function failure(args: readonly string[], stderr: string, code: number | null): Error {
  return new Error(`seealso ${args.join(' ')} ended with ${code ?? 'a signal'}:\n${stderr}`);
}

/** Memory that a process holds now. Throws where neither /proc nor `ps` tells it. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => null);
  const kilobytes =
    status === null
      ? await text(spawn('ps', ['-o', 'rss=', '-p', String(pid)]).stdout)
      : (/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? '');
  if (!/^\s*\d+\s*$/.test(kilobytes)) throw new Error(`How much memory process ${pid} holds is not told.`);
  return Number(kilobytes) * 1024;
}
