import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The program as it was built. */
export const PROGRAM = join(ROOT, 'dist/cli/main.js');

/** The key with which everything is written. */
export const KEY = randomBytes(24).toString('hex');

export interface Ended {
  /** `null` where the group was killed before. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly ended: Promise<Ended>;
  /** What it has printed so far. */
  stdout(): string;
  /** Asks it to end. */
  stop(): void;
}

/** Processes that can be killed in one moment: all of one process group, started by one shell. */
export interface Group {
  /** Starts the program with these words. `prefix` stands before it, as `ulimit -n 64;`. */
  start(words: readonly string[], options?: StartOptions): Running;
  /** Starts a server, and waits until it says where it listens. Throws where it ends before. */
  serve(indexDir: string, ...words: readonly string[]): Promise<string>;
  /** Sends SIGKILL to all of them at once, and waits until none is left. */
  kill(): Promise<void>;
  /** Resolves when none is left. */
  readonly gone: Promise<void>;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly prefix?: string;
}

let groups = 0;
const alive = new Set<ChildProcess>();

/** Kills what is still running; for the end of the driver, however that comes. */
export function killAll(): void {
  for (const { pid } of alive) if (pid !== undefined) killGroup(pid);
}

/** `logs` is a folder for what they print; `env` is for all of them. */
export function startGroup(
  logs: string,
  env: Readonly<Record<string, string>> = {},
  main: string = PROGRAM,
): Group {
  mkdirSync(logs, { recursive: true });
  groups += 1;
  const number = groups;
  const inherited = Object.entries(process.env).filter(([name]) => !/^(SEEALSO_|PORT$|NODE_)/.test(name));
  // The fourth stream is held by every process of the group: it ends with the last of them.
  const shell = spawn('sh', [], {
    detached: true,
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
    env: { ...Object.fromEntries(inherited), SEEALSO_API_KEY: KEY, UV_USE_IO_URING: '0', ...env },
  });
  alive.add(shell);
  const { stdin, stdout, pid } = shell;
  if (stdin === null || stdout === null || pid === undefined)
    throw new Error('A shell could not be started.');
  stdin.on('error', () => undefined);
  // Nobody writes to it, and what is never read never ends.
  shell.stdio[3]?.on('data', () => undefined);
  const codes = new Map<number, number>();
  const told = createInterface({ input: stdout });
  told.on('line', (line) => {
    const [process, code] = line.split(' ');
    codes.set(Number(process), Number(code));
    told.emit('ended');
  });
  told.setMaxListeners(0);
  let isGone = false;
  const gone = once(shell, 'close').then(() => {
    isGone = true;
    alive.delete(shell);
    told.emit('ended');
  });
  let processes = 0;

  const start = (words: readonly string[], options: StartOptions = {}): Running => {
    processes += 1;
    const own = processes;
    const files = { out: join(logs, `${number}-${own}.out`), err: join(logs, `${number}-${own}.err`) };
    const read = (file: string): string => {
      try {
        return readFileSync(file, 'utf8');
      } catch {
        return '';
      }
    };
    const settings = Object.entries(options.env ?? {}).map(
      ([name, value]) => `export ${name}=${quoted(value)};`,
    );
    const command = [process.execPath, main, ...words].map(quoted).join(' ');
    const pidFile = join(logs, `${number}-${own}.pid`);
    stdin.write(
      `(${settings.join(' ')} ${options.prefix ?? ''} sh -c 'echo $$ > "$0"; exec "$@"' ${quoted(pidFile)} ${command} </dev/null >${quoted(files.out)} 2>${quoted(files.err)}; echo "${own} $?") &\n`,
    );
    const ended = (async (): Promise<Ended> => {
      while (!codes.has(own) && !isGone) await once(told, 'ended');
      return { code: codes.get(own) ?? null, stdout: read(files.out), stderr: read(files.err) };
    })();
    return {
      ended,
      stdout: () => read(files.out),
      stop: () => process.kill(Number(read(pidFile)), 'SIGTERM'),
    };
  };

  return {
    start,
    async serve(indexDir, ...words) {
      const server = start(['serve', '--index-dir', indexDir, '--port', '0', ...words]);
      let ended: Ended | null = null;
      void server.ended.then((how) => {
        ended = how;
      });
      for (;;) {
        const url = /http:\/\/127\.0\.0\.1:\d+/.exec(server.stdout())?.[0];
        if (url !== undefined) return url;
        if (ended !== null) throw new Error(`A server ended: ${JSON.stringify(ended)}`);
        await delay(10);
      }
    },
    async kill() {
      if (!isGone) killGroup(pid);
      await gone;
    },
    gone,
  };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

export interface Answered {
  /** 0 where no answer came. */
  readonly status: number;
  readonly body: unknown;
}

/** Asks a server; no answer is an answer too. */
export async function ask(url: string, method = 'GET', json?: unknown): Promise<Answered> {
  try {
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${KEY}`,
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
  } catch {
    return { status: 0, body: null };
  }
}
