import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Ledger } from './ledger.js';
import { articleOf, exportOf, randomNumbers, writeExport } from './newsroom.js';
import { CURRENT, leftovers, notInForce, observe } from './observe.js';
import { ask, type Group, type Running, startGroup } from './program.js';
import { createFindings, type Findings, generationOf, isProblem, isTold } from './told.js';
import { createWork, EXPORTED, type Work } from './work.js';

export interface LimitRequest {
  readonly seed: number;
  readonly folder: string;
  readonly say: (line: string) => void;
}

/** Of the disk in memory: room for an index and one more. */
const DISK = '24m';

/**
 * Fills a real disk, a small one in memory, and makes it read-only. `null` where nothing can be mounted, which takes
 * root.
 */
export async function fillDisk({ seed, folder, say }: LimitRequest): Promise<Findings | null> {
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', disk], { stdio: 'pipe' });
  } catch {
    return null;
  }
  const findings = createFindings(say);
  const indexDir = join(disk, 'index');
  const ledger = new Ledger();
  const scratch = join(folder, 'scratch');
  const work = createWork(ledger, { indexDir, scratch, seed, random: randomNumbers(seed) });
  const parts = { seed, folder, disk, indexDir, ledger, work, findings };
  try {
    await fullDisk(parts);
    await readOnlyDisk(parts);
  } finally {
    execFileSync('umount', ['-l', disk], { stdio: 'pipe' });
  }
  return findings;
}

interface Parts {
  readonly seed: number;
  readonly folder: string;
  readonly disk: string;
  readonly indexDir: string;
  readonly ledger: Ledger;
  readonly work: Work;
  readonly findings: Findings;
}

async function fullDisk({ seed, folder, disk, indexDir, ledger, work, findings }: Parts): Promise<void> {
  const { expect } = findings;
  const group = startGroup(join(folder, 'logs'));
  try {
    await work.index(group);
    const url = await group.serve(indexDir);
    for (const kind of ['put', 'pin'] as const) while (!(await work.edit(url, kind))) {}
    await work.stage(group);
    const served = ledger.held(CURRENT);
    const filler = join(disk, 'filler');
    for (const kind of ['publish', 'index', 'rebuild'] as const) {
      fill(filler);
      const ended = await work.attempt(kind, group, {});
      expect(`${kind} on a full disk ends with 1, and says why and where`, isTold(ended, disk), ended);
    }
    fill(filler);
    const one = articleOf('p-full', 1, randomNumbers(seed));
    const changes: readonly (readonly [string, string, unknown])[] = [
      ['PUT', '/v1/articles/p-full', one],
      ['DELETE', '/v1/articles/g-39', undefined],
      ['POST', '/desk/decisions', { action: 'block', article: 'g-30', link: 'g-31' }],
      ['POST', '/desk/judging', { query: 'g-30', document: 'g-31', grade: 2 }],
    ];
    for (const [method, path, json] of changes) {
      const answer = await ask(url + path, method, json);
      expect(`${method} ${path} on a full disk is a 503 that says why`, isProblem(answer), answer);
    }
    const clicks = { article: 'g-2', clicks: [{ id: 'g-3', position: 1 }] };
    const counted = await ask(`${url}/v1/clicks`, 'POST', clicks);
    expect('clicks are taken on a full disk', counted.status < 500, counted);
    const list = await ask(`${url}/v1/articles/g-2/related`);
    expect('lists are answered on a full disk', generationOf(list) === served, list);

    rmSync(filler);
    const put = await ask(`${url}/v1/articles/p-full`, 'PUT', one);
    expect('a PUT is taken once there is room', put.status === 201, put);
    expect('the index is built once there is room', await work.index(group), 'it is not');
    const { found, damage } = await observe(indexDir, ledger.places);
    const wrong = [...damage, ...ledger.lost(found), ...(await notInForce(url, found, ledger.places))];
    expect('nothing is lost by a full disk', wrong.length === 0, wrong);
    ledger.settle(found);
    const left = await leftovers(indexDir);
    expect('nothing is left behind by a full disk', left.length === 0, left);
  } finally {
    await group.kill();
  }
}

async function readOnlyDisk({ folder, disk, indexDir, seed, ledger, findings }: Parts): Promise<void> {
  const { expect } = findings;
  const version = join(folder, 'version.jsonl');
  writeExport(version, exportOf(EXPORTED, 1_000, seed));
  execFileSync('mount', ['-o', 'remount,ro', disk], { stdio: 'pipe' });
  const group = startGroup(join(folder, 'logs'));
  try {
    const at = ['--index-dir', indexDir];
    for (const words of [['index', version], ['rollback'], ['keys', 'add', 'one', '--scope', 'edit']]) {
      const ended = await group.start([...words, ...at]).ended;
      const what = `${words[0]} in a read-only folder ends with 1, and says why and where`;
      expect(what, isTold(ended, disk), ended);
    }
    const server = group.start(['serve', '--port', '0', ...at]);
    const url = await addressOf(server, group);
    if (url === null) {
      const ended = await server.ended;
      expect('serve in a read-only folder answers, or says why not', isTold(ended, disk), ended);
      return;
    }
    const list = await ask(`${url}/v1/articles/g-2/related`);
    expect('lists are answered from a read-only folder', list.status === 200, list);
    const answer = await ask(`${url}/v1/articles/g-1`, 'DELETE');
    expect('DELETE in a read-only folder is a 503 that says why', isProblem(answer), answer);
  } finally {
    await group.kill();
    execFileSync('mount', ['-o', 'remount,rw', disk], { stdio: 'pipe' });
    const { found, damage } = await observe(indexDir, ledger.places);
    const wrong = [...damage, ...ledger.lost(found)];
    expect('nothing is lost by a read-only folder', wrong.length === 0, wrong);
  }
}

/** Where a server says that it listens; `null` once it has ended. */
async function addressOf(server: Running, group: Group): Promise<string | null> {
  let hasEnded = false;
  const end = () => {
    hasEnded = true;
  };
  void server.ended.then(end);
  void group.gone.then(end);
  while (!hasEnded) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(server.stdout())?.[0];
    if (url !== undefined) return url;
    await delay(10);
  }
  return null;
}

/** Writes until nothing more goes in. */
function fill(file: string): void {
  const handle = openSync(file, 'a');
  try {
    for (const size of [1 << 20, 4096, 1]) {
      try {
        for (;;) writeSync(handle, Buffer.alloc(size));
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith('ENOSPC')) throw error;
      }
    }
  } finally {
    closeSync(handle);
  }
  if (statfsSync(file).bavail !== 0) throw new Error(`${file} does not fill its disk.`);
}
