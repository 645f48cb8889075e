import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Interposer } from './interposer.js';
import { Ledger } from './ledger.js';
import { randomNumbers } from './newsroom.js';
import { CURRENT, leftovers, notInForce, observe } from './observe.js';
import { ask, type Group, startGroup } from './program.js';
import { backupsOf, createWork, type Work } from './work.js';

export interface KillRequest {
  readonly moments: number;
  readonly seed: number;
  readonly folder: string;
  /** Kills between two changes of the disk; `null`: by the clock only. */
  readonly interposer: Interposer | null;
  readonly say: (line: string) => void;
}

export interface KillResult {
  /** Moments by what was going on. */
  readonly moments: Readonly<Record<string, number>>;
  readonly acknowledged: number;
  readonly lost: readonly string[];
}

/** What is killed, more often what does more. */
const KINDS = [
  'index',
  'publish',
  'put',
  'stage',
  'index',
  'pin',
  'rollback',
  'publish',
  'index',
  'rebuild',
  'backup',
] as const;
type Kind = (typeof KINDS)[number];
/** Time within which a server must answer from a whole index. Milliseconds. */
const READY = 30_000;

/**
 * Kills servers and indexers at random moments, starts the servers again, and compares what is there with what was
 * acknowledged. Nothing is repaired in between by anybody but the program itself.
 */
export async function killAtMoments(request: KillRequest): Promise<KillResult> {
  const { moments, seed, folder, interposer, say } = request;
  const indexDir = join(folder, 'index');
  const random = randomNumbers(seed);
  const ledger = new Ledger();
  const work = createWork(ledger, { indexDir, scratch: join(folder, 'scratch'), seed, random });
  const counts: Record<string, number> = {};
  const lost: string[] = [];
  /** Changes of the disk that each kind makes in a whole run, and milliseconds that it takes. */
  const usual = new Map<Kind, { changes: number; takes: number }>();

  const startServers = async (): Promise<{ group: Group; urls: string[] }> => {
    const group = startGroup(join(folder, 'logs'));
    const urls = await Promise.all(
      Array.from({ length: random() < 0.5 ? 1 : 2 }, () => group.serve(indexDir)),
    );
    return { group, urls };
  };

  const check = async (urls: readonly string[], what: string): Promise<void> => {
    const wrong: string[] = [];
    for (const url of urls) {
      const patience = Date.now() + READY;
      while ((await ask(`${url}/readyz`)).status !== 200) {
        if (Date.now() > patience) {
          wrong.push(`a server is not ready ${READY / 1_000} s after its start`);
          break;
        }
        await delay(20);
      }
    }
    const { found, damage } = await observe(indexDir, ledger.places);
    wrong.push(...damage, ...ledger.lost(found));
    ledger.settle(found);
    for (const url of urls) wrong.push(...(await notInForce(url, found, ledger.places)));
    lost.push(...wrong.map((one) => `${what}: ${one}`));
    for (const one of wrong) say(`LOST ${what}: ${one}`);
  };

  let { group, urls } = await startServers();
  const first = startGroup(join(folder, 'logs'));
  for (const kind of ['index', 'rebuild', 'stage', 'publish', 'rollback', 'backup'] as const) {
    const began = performance.now();
    const file = join(folder, `${kind}.journal`);
    await work[kind](first, interposer?.recording(folder, file));
    const changes = interposer === null ? 0 : interposer.countChanges(file);
    usual.set(kind, { changes, takes: performance.now() - began });
  }
  await first.kill();
  await check(urls, 'before the first kill');

  for (let moment = 0; moment < moments; moment += 1) {
    const kind = KINDS[moment % KINDS.length] ?? 'put';
    await prepare(kind, work, group, ledger);
    const { changes, takes } = usual.get(kind) ?? { changes: 0, takes: 300 };
    const isCounted = changes > 0 && random() < 0.6;
    const number = 1 + Math.floor(random() * changes);
    const env = isCounted && interposer !== null ? interposer.killing(folder, number) : {};
    const time = random() * takes * 1.1;
    let isOver = false;
    const editing = Array.from({ length: kind === 'put' || kind === 'pin' ? 6 : 2 }, async (_, i) => {
      while (!isOver) {
        const url = urls[i % urls.length] ?? '';
        await work.edit(url, kind === 'put' ? 'put' : kind === 'pin' ? 'pin' : undefined);
        if (kind !== 'put' && kind !== 'pin') await delay(15);
      }
    });
    const running = kind === 'put' || kind === 'pin' ? Promise.resolve(false) : work[kind](group, env);
    if (isCounted) await Promise.race([group.gone, running]);
    else await delay(time);
    await group.kill();
    isOver = true;
    await Promise.all([running, ...editing]);
    counts[kind] = (counts[kind] ?? 0) + 1;
    const where = isCounted ? `change ${number} of ${changes}` : `${Math.round(time)} ms`;
    ({ group, urls } = await startServers());
    await check(urls, `moment ${moment + 1}, ${kind} killed at ${where}`);
    say(`${moment + 1}/${moments} ${kind} killed at ${where}; ${ledger.acknowledged} writes acknowledged`);
  }

  // A run that goes to its end sweeps up after all that were killed.
  if (!(await work.index(group))) lost.push('the last run of the index failed');
  await check(urls, 'at the end');
  const left = await leftovers(indexDir);
  lost.push(...left.map((name) => `left behind: ${name}`));
  if (!(await work.backup(group))) lost.push('the last backup failed');
  lost.push(...(await brokenBackups(backupsOf(join(folder, 'scratch')), group)));
  await group.kill();
  return { moments: counts, acknowledged: ledger.acknowledged, lost };
}

/** Backups under their own names that are not whole, and what killed ones left. */
async function brokenBackups(folder: string, group: Group): Promise<string[]> {
  const broken: string[] = [];
  for (const name of await readdir(folder)) {
    if (name.startsWith('.')) {
      broken.push(`left behind by a backup: ${name}`);
      continue;
    }
    // The lock stays, and holds nobody up.
    if (name === 'backup.lock') continue;
    const { code, stderr } = await group.start(['restore', join(folder, name), '--check']).ended;
    if (code !== 0) broken.push(`the backup ${name} is not whole: ${stderr}`);
  }
  return broken;
}

/** What has to be there for it. */
async function prepare(kind: Kind, work: Work, group: Group, ledger: Ledger): Promise<void> {
  if (kind === 'publish') await work.stage(group);
  if (kind !== 'rollback') return;
  const before = ledger.held(CURRENT);
  await work.rebuild(group);
  if (ledger.held(CURRENT) === before) throw new Error('Nothing was built to roll back from.');
}
