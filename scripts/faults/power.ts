import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Disk, LEFT, type Left } from './disk.js';
import { type Interposer, type JournalRecord, noteRecord, readJournal } from './interposer.js';
import { Ledger, type LedgerEvent } from './ledger.js';
import { randomNumbers } from './newsroom.js';
import { observe } from './observe.js';
import { PROGRAM, startGroup } from './program.js';
import { createWork } from './work.js';

export interface PowerRequest {
  /** Moments at which the power is lost, each with all that can be left then. */
  readonly cuts: number;
  readonly seed: number;
  readonly folder: string;
  readonly interposer: Interposer;
  /** The program's main file. */
  readonly main?: string;
  /** `lost`: ends with the first loss. */
  readonly until?: 'lost';
  readonly say: (line: string) => void;
}

export interface PowerResult {
  /** Disks that were looked at. */
  readonly disks: number;
  readonly acknowledged: number;
  readonly lost: readonly string[];
}

/**
 * Lets the program work under the interposer, which records every change of the disk and what was synchronised, and
 * applies the record up to many moments: right after what was acknowledged, and in between. Whatever a disk may have
 * lost without breaking its word, everything acknowledged must be there. A kill does not show that: what was written and
 * not synchronised outlives its process.
 */
export async function losePower(request: PowerRequest): Promise<PowerResult> {
  const { cuts, seed, folder, say } = request;
  const journal = join(folder, 'power.journal');
  const root = join(folder, 'root');
  mkdirSync(root, { recursive: true });
  await record(request, root, journal);

  const records = readJournal(journal);
  const indexDir = join(root, 'index');
  const moments = momentsOf(records, indexDir, cuts, randomNumbers(seed + 1));
  const random = randomNumbers(seed + 2);
  const disk = new Disk(root);
  const ledger = new Ledger();
  const lost: string[] = [];
  let disks = 0;
  for (const [i, one] of records.entries()) {
    if (one.kind === 'A') ledger.take(JSON.parse(one.one.toString()) as LedgerEvent);
    else disk.apply(one);
    if (!moments.has(i)) continue;
    if (request.until === 'lost' && lost.length > 0) break;
    for (const left of one.kind === 'R' ? [...LEFT, ...SEVERAL] : LEFT) {
      const after = join(folder, 'after');
      rmSync(after, { recursive: true, force: true });
      disk.writeTo(after, left, random);
      const { found, damage } = await observe(join(after, 'index'), ledger.places);
      disks += 1;
      const wrong = [...damage, ...ledger.lost(found)];
      lost.push(
        ...wrong.map(
          (what) => `power lost after change ${i + 1} of ${records.length}, left: ${left}: ${what}`,
        ),
      );
    }
  }
  say(
    `${disks} disks after a loss of power, ${ledger.acknowledged} writes acknowledged, ${lost.length} lost`,
  );
  return { disks, acknowledged: ledger.acknowledged, lost };
}

/** What is done under the interposer: a little of everything. */
async function record(
  { seed, folder, interposer, main = PROGRAM }: PowerRequest,
  root: string,
  journal: string,
): Promise<void> {
  const indexDir = join(root, 'index');
  const ledger = new Ledger((event) => appendFileSync(journal, noteRecord(event)));
  const random = randomNumbers(seed);
  const work = createWork(ledger, { indexDir, scratch: join(folder, 'scratch'), seed, random });
  const group = startGroup(join(folder, 'logs'), interposer.recording(root, journal), main);
  try {
    const isDone = await work.index(group);
    if (!isDone) throw new Error('The first run of the index was killed.');
    const url = await group.serve(indexDir);
    for (let edits = 0; edits < 12; edits += 1) await work.edit(url);
    for (const step of ['stage', 'publish', 'rollback', 'index'] as const) {
      await Promise.all([work[step](group), work.edit(url), work.edit(url)]);
    }
    for (let edits = 0; edits < 6; edits += 1) await work.edit(url);
  } finally {
    await group.kill();
  }
}

/** Right after a name has changed, chance decides more than once. */
const SEVERAL: readonly Left[] = Array.from({ length: 9 }, () => 'some');

/**
 * Right after every change of a name, every removal among the generations, every emptying of the pointer, and the end;
 * and as many more: a third right after a note, since nothing may be left to do by then, a third right after a file was
 * emptied, removed or synchronised, a third anywhere.
 */
function momentsOf(
  records: readonly JournalRecord[],
  indexDir: string,
  more: number,
  random: () => number,
): ReadonlySet<number> {
  const at = (wanted: string) => records.flatMap(({ kind }, i) => (wanted.includes(kind) ? [i] : []));
  const isAbout = (path: string) => (i: number) => records[i]?.one.toString().startsWith(path) === true;
  const removals = at('U').filter(isAbout(join(indexDir, 'generations')));
  const emptied = at('T').filter(isAbout(join(indexDir, 'current')));
  const drawn = [at('A'), at('TUF'), [...records.keys()]];
  const moments = new Set<number>([...at('R'), ...removals, ...emptied, records.length - 1]);
  for (let i = 0; i < more; i += 1) {
    const among = drawn[i % drawn.length] ?? [];
    const moment = among[Math.floor(random() * among.length)];
    if (moment !== undefined) moments.add(moment);
  }
  return moments;
}
