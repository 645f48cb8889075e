import { existsSync, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ProgramEnd, startProgram } from '../sizing/program.js';

/** What a server holds, after its garbage was collected. */
export interface Holdings {
  /** Of the process. Bytes. */
  readonly resident: number;
  /** Of JavaScript: what is reachable, and memory beside the heap that belongs to it. Bytes. */
  readonly heap: number;
  readonly handles: number;
  readonly threads: number;
  /** In the index folder. */
  readonly files: number;
  /** Bytes. */
  readonly log: number;
}

export interface SoakedServer {
  readonly url: string;
  readonly pid: number;
  /** Collects the garbage of the server, which takes some milliseconds, and looks what is left. */
  look(): Promise<Holdings>;
  terminate(): void;
  /** Throws unless it ended well. */
  readonly ended: Promise<ProgramEnd>;
}

/** Lets garbage be collected from outside: nothing else of the program is changed. */
function collector(prefix: string): string {
  const source = `
import { renameSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';
if (isMainThread) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  const file = ${JSON.stringify(prefix)} + process.pid;
  let number = 0;
  process.on('SIGUSR2', () => {
    collect();
    collect();
    number += 1;
    writeFileSync(file + '.part', JSON.stringify({ number, ...process.memoryUsage() }));
    renameSync(file + '.part', file);
  });
}`;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

/** `seealso serve` as it was built, over this folder. Throws where it ends before it listens. */
export async function startSoaked(
  indexDir: string,
  scratch: string,
  options: readonly string[],
  signal: AbortSignal,
): Promise<SoakedServer> {
  const prefix = join(scratch, 'memory-');
  const args = ['serve', '--index-dir', indexDir, '--port', '0', '--json', '--log-level', 'warn', ...options];
  const program = startProgram(args, signal, [collector(prefix)]);
  const { url } = JSON.parse(await program.firstLine) as { url: string };
  const file = `${prefix}${program.pid}`;
  let number = 0;
  return {
    url,
    pid: program.pid,
    async look() {
      number += 1;
      process.kill(program.pid, 'SIGUSR2');
      for (;;) {
        const found = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Memory) : null;
        if (found?.number === number)
          return { ...(await holdings(program.pid, indexDir)), ...memoryOf(found) };
        signal.throwIfAborted();
        await delay(5);
      }
    },
    terminate: program.stop,
    ended: program.ended,
  };
}

interface Memory {
  readonly number: number;
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
}

/** What of JavaScript lies beside the heap, buffers included, is `external`. */
const memoryOf = ({ rss, heapUsed, external }: Memory) => ({ resident: rss, heap: heapUsed + external });

async function holdings(pid: number, indexDir: string): Promise<Omit<Holdings, 'resident' | 'heap'>> {
  const own = (name: string) =>
    readdir(`/proc/${pid}/${name}`).then(
      ({ length }) => length,
      () => Number.NaN,
    );
  const [handles, threads] = await Promise.all([own('fd'), own('task')]);
  // A build may take its files away while they are counted.
  const files = await readdir(indexDir, { recursive: true }).then(
    ({ length }) => length,
    () => Number.NaN,
  );
  const log = await stat(join(indexDir, 'catalog.sqlite-wal')).then(
    ({ size }) => size,
    () => 0,
  );
  return { handles, threads, files, log };
}
