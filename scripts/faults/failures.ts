import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { FAILURES, type Failure, type Interposer } from './interposer.js';
import { Ledger } from './ledger.js';
import { randomNumbers } from './newsroom.js';
import { CURRENT, leftovers, observe } from './observe.js';
import { ask, startGroup } from './program.js';
import { createFindings, type Findings, generationOf, isProblem, isTold } from './told.js';
import { createWork, type EditKind } from './work.js';

export interface FailureRequest {
  /** Failures of each kind, in each command. */
  readonly times: number;
  readonly seed: number;
  readonly folder: string;
  readonly interposer: Interposer;
  readonly say: (line: string) => void;
}

/**
 * Lets calls of the system fail from some moment on, as on a full or failing disk or where no file can be opened any
 * more: commands end with 1 and say why, servers answer 503, what was acknowledged is there, and all goes on afterwards.
 */
export async function failCalls(request: FailureRequest): Promise<Findings> {
  const findings = createFindings(request.say);
  await failCommands(request, findings);
  await failServer(request, findings);
  return findings;
}

/** Calls of each kind that a run makes, about. */
const CALLS: Readonly<Record<Failure, number>> = {
  'no file can be opened any more': 45,
  'nothing can be written any more': 150,
  'nothing can be synchronised any more': 22,
  'nothing can be renamed any more': 3,
};

async function failCommands(
  { times, seed, folder, interposer }: FailureRequest,
  { expect }: Findings,
): Promise<void> {
  const indexDir = join(folder, 'commands');
  const random = randomNumbers(seed);
  const ledger = new Ledger();
  const work = createWork(ledger, { indexDir, scratch: join(folder, 'scratch'), seed, random });
  const group = startGroup(join(folder, 'logs'));
  try {
    await work.index(group);
    for (const failure of Object.keys(FAILURES) as Failure[]) {
      for (let i = 0; i < times; i += 1) {
        const kind = (['index', 'publish', 'stage', 'rebuild'] as const)[i % 4] ?? 'index';
        if (kind === 'publish') await work.stage(group);
        const number = 1 + Math.floor(random() * CALLS[failure]);
        const env = interposer.failing(indexDir, failure, number);
        const ended = await work.attempt(kind, group, env);
        const what = `${kind}, ${failure} after ${number - 1} calls`;
        expect(`${what}: it ends well, or says why not`, ended.code === 0 || isTold(ended, indexDir), ended);
        const { found, damage } = await observe(indexDir, ledger.places);
        const wrong = [...damage, ...ledger.lost(found)];
        expect(`${what}: nothing is lost`, wrong.length === 0, wrong);
        ledger.settle(found);
      }
    }
    expect('all goes on afterwards', await work.index(group), 'the index failed');
    const left = await leftovers(indexDir);
    expect('nothing is left behind', left.length === 0, left);
  } finally {
    await group.kill();
  }
}

async function failServer({ seed, folder, interposer }: FailureRequest, { expect }: Findings): Promise<void> {
  const indexDir = join(folder, 'served');
  const ledger = new Ledger();
  const random = randomNumbers(seed);
  const work = createWork(ledger, { indexDir, scratch: join(folder, 'scratch-served'), seed, random });
  const builder = startGroup(join(folder, 'logs'));
  try {
    await work.index(builder);
    for (const failure of Object.keys(FAILURES) as Failure[]) {
      const trigger = join(folder, 'trigger');
      const group = startGroup(join(folder, 'logs'), interposer.failingWhile(indexDir, failure, trigger));
      const url = await group.serve(indexDir);
      const list = `${url}/v1/articles/g-2/related`;
      for (const kind of ['put', 'pin', 'judge'] as const) while (!(await work.edit(url, kind))) {}
      writeFileSync(trigger, '');
      for (const kind of ['put', 'delete', 'pin', 'judge'] as const satisfies readonly EditKind[]) {
        const answer = await work.tryEdit(url, kind);
        if (answer === null) continue;
        const isRight = answer.status < 300 || isProblem(answer);
        expect(`${kind} while ${failure}: it is taken, or refused with a reason`, isRight, answer);
      }
      const before = ledger.held(CURRENT);
      const answer = await ask(list);
      expect(`lists are answered while ${failure}`, generationOf(answer) === before, answer);
      // Published by somebody else, for whom nothing fails: it cannot be read here, which is no damage.
      await work.index(builder);
      const published = ledger.held(CURRENT);
      await delay(1_000);
      const { found } = await observe(indexDir, ledger.places);
      expect(
        `a server takes nothing for damaged while ${failure}`,
        found.get(CURRENT) === published,
        found.get(CURRENT),
      );
      rmSync(trigger);
      const patience = Date.now() + 15_000;
      let now = await ask(list);
      while (generationOf(now) !== published && Date.now() < patience) {
        await delay(50);
        now = await ask(list);
      }
      expect(`the new generation is taken up after ${failure}`, generationOf(now) === published, now);
      expect(`a PUT is taken again after ${failure}`, await work.edit(url, 'put'), 'refused');
      const after = await observe(indexDir, ledger.places);
      const wrong = [...after.damage, ...ledger.lost(after.found)];
      expect(`nothing is lost by a server while ${failure}`, wrong.length === 0, wrong);
      ledger.settle(after.found);
      await group.kill();
    }
  } finally {
    await builder.kill();
  }
}
