import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Ledger } from './ledger.js';
import { randomNumbers } from './newsroom.js';
import { leftovers, notInForce, observe } from './observe.js';
import { startGroup } from './program.js';
import { createFindings, type Findings } from './told.js';
import { createWork } from './work.js';

export interface WriterRequest {
  readonly seed: number;
  readonly folder: string;
  readonly say: (line: string) => void;
}

/** Indexers, servers and editors on one folder at once: one builds, the others wait or are told. */
export async function writeAtOnce({ seed, folder, say }: WriterRequest): Promise<Findings> {
  const findings = createFindings(say);
  const { expect } = findings;
  const indexDir = join(folder, 'index');
  const ledger = new Ledger();
  const random = randomNumbers(seed);
  const work = createWork(ledger, { indexDir, scratch: join(folder, 'scratch'), seed, random });
  const group = startGroup(join(folder, 'logs'));
  const at = ['--index-dir', indexDir];
  try {
    await work.index(group);
    const urls = await Promise.all([group.serve(indexDir), group.serve(indexDir)]);
    const rebuild = () => group.start(['index', '--rebuild', ...at]).ended;

    // Whoever is second is told at once; nobody waits, and at least one is done.
    let done = 0;
    let refused = 0;
    let isOver = false;
    const editing = urls.flatMap((url) =>
      Array.from({ length: 3 }, async () => {
        while (!isOver) await work.edit(url);
      }),
    );
    for (let round = 0; round < 3; round += 1) {
      for (const { code, stderr } of await Promise.all([rebuild(), rebuild(), rebuild()])) {
        const isRefused = code === 1 && stderr.includes('Another process is building this index');
        expect(
          'of several indexers each is done, or told that another builds',
          code === 0 || isRefused,
          stderr,
        );
        if (code === 0) done += 1;
        else refused += 1;
      }
    }
    expect('of several indexers one is done each time', done >= 3, { done, refused });
    isOver = true;
    await Promise.all(editing);

    // The lock ends with whoever holds it, however that dies.
    for (let round = 0; round < 3; round += 1) {
      const holder = startGroup(join(folder, 'logs'));
      const held = holder.start(['index', '--rebuild', ...at]);
      void held.ended;
      await delay(300 + random() * 600);
      await holder.kill();
      const { code, stderr } = await rebuild();
      expect('an indexer that was killed leaves no lock', code === 0, stderr);
    }

    const { found, damage } = await observe(indexDir, ledger.places);
    // Rebuilding is not in the ledger here.
    found.delete('current');
    const held = ledger.lost(found).filter((line) => !line.startsWith('current '));
    const wrong = [...damage, ...held];
    for (const url of urls) wrong.push(...(await notInForce(url, found, ledger.places)));
    expect('what was written at the same time is there, on every server', wrong.length === 0, wrong);
    const left = await leftovers(indexDir);
    expect('nothing is left behind', left.length === 0, left);
    say(`${done} indexers done, ${refused} refused, ${ledger.acknowledged} writes acknowledged meanwhile`);
  } finally {
    await group.kill();
  }
  return findings;
}
