import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openGenerationStore } from '../../src/generation/store.js';
import { type Ledger, UNKNOWN, type Wish } from './ledger.js';
import { articleOf, exportOf, writeExport } from './newsroom.js';
import { article, CURRENT, contentOf, judgment, pin, STAGED } from './observe.js';
import { type Answered, ask, type Ended, type Group } from './program.js';

/** Articles that the source gives. */
export const EXPORTED = 40;
/** Articles that are put and deleted one by one. */
const PUT = 24;

/** Everything that writes, each telling the ledger what was asked for and what was acknowledged. */
export interface Work {
  /** Puts an article, deletes one, pins, takes a pin back, or judges, as chance has it. Whether it was acknowledged. */
  edit(url: string, kind?: EditKind): Promise<boolean>;
  /** A new version of all that the source gives. */
  index(group: Group, env?: Env): Promise<boolean>;
  stage(group: Group, env?: Env): Promise<boolean>;
  publish(group: Group, env?: Env): Promise<boolean>;
  /** Builds anew from the catalogue. */
  rebuild(group: Group, env?: Env): Promise<boolean>;
  rollback(group: Group, env?: Env): Promise<boolean>;
  /** Copies the index to a folder beside it. */
  backup(group: Group, env?: Env): Promise<boolean>;
  /** The same, of what may fail by itself; how it ended. */
  attempt(kind: 'index' | 'stage' | 'publish' | 'rebuild', group: Group, env: Env): Promise<Ended>;
  /** As `edit`, of what may be answered with an error; `null` where there is nothing to do. */
  tryEdit(url: string, kind: EditKind): Promise<Answered | null>;
}

export type EditKind = 'put' | 'delete' | 'pin' | 'judge';
type Env = Readonly<Record<string, string>>;

export interface WorkParts {
  readonly indexDir: string;
  /** For the export and the like. */
  readonly scratch: string;
  readonly seed: number;
  readonly random: () => number;
}

/** Whoever tries again and again lets the answers of others come in. */
const notNow = (): Promise<false> => delay(1, false);

/** Where backups lie. */
export const backupsOf = (scratch: string): string => join(scratch, 'backups');

export function createWork(ledger: Ledger, { indexDir, scratch, seed, random }: WorkParts): Work {
  mkdirSync(scratch, { recursive: true });
  const store = openGenerationStore(indexDir);
  const pick = (count: number) => Math.floor(random() * count);
  const source = join(scratch, 'export.jsonl');
  const backups = backupsOf(scratch);
  let version = 0;
  /** Whether a failure is what is wanted, and the last one. */
  let mayFail = false;
  let failed: Ended | null = null;
  let answered: Answered | null = null;
  /** What the build that waits would change. */
  let waiting: Wish = {};

  const anExport = (): Wish => {
    version += 1;
    const articles = exportOf(EXPORTED, version, seed);
    writeExport(source, articles);
    return Object.fromEntries(articles.map((one) => [article(one.id), contentOf(one)]));
  };

  /** Runs a command to its end. `told` says what it has made known. */
  const command = async (
    group: Group,
    words: readonly string[],
    wish: Wish,
    told: (summary: { readonly generation: string; readonly to: string }) => Wish,
    env: Env = {},
  ): Promise<boolean> => {
    const asked = ledger.ask(wish);
    const ended = await group.start([...words, '--index-dir', indexDir, '--json'], { env }).ended;
    if (ended.code === 0) {
      const last = ended.stdout.trimEnd().split('\n').at(-1) ?? '';
      asked.acknowledge(told(JSON.parse(last) as { generation: string; to: string }));
      return true;
    }
    // Failed or killed, it may have come as far as it could.
    failed = ended;
    if (ended.code !== null && !mayFail)
      throw new Error(`seealso ${words.join(' ')}: ${JSON.stringify(ended)}`);
    return false;
  };

  /** One request, about places that nothing else is asked of at the same time. */
  const request = async (url: string, method: string, json: unknown, wish: Wish): Promise<boolean> => {
    if (Object.keys(wish).some((place) => ledger.isOpen(place))) return await notNow();
    const asked = ledger.ask(wish);
    answered = await ask(url, method, json);
    const { status, body } = answered;
    if (status >= 200 && status < 300) asked.acknowledge();
    else if (status >= 400 && status < 500) asked.refuse();
    else if (status >= 500 && !mayFail)
      throw new Error(`${method} ${url}: ${status} ${JSON.stringify(body)}`);
    return status >= 200 && status < 300;
  };

  const allowed = async <T>(work: () => Promise<T>): Promise<T> => {
    mayFail = true;
    failed = null;
    answered = null;
    return await work().finally(() => {
      mayFail = false;
    });
  };

  const done: Work = {
    async attempt(kind, group, env) {
      await allowed(() => done[kind](group, env));
      return failed ?? { code: 0, stdout: '', stderr: '' };
    },
    async tryEdit(url, kind) {
      await allowed(() => done.edit(url, kind));
      return answered;
    },
    async edit(url, kind = (['put', 'put', 'delete', 'pin', 'pin', 'judge'] as const)[pick(6)] ?? 'put') {
      if (kind === 'put') {
        version += 1;
        const one = articleOf(`p-${pick(PUT)}`, version, random);
        const wish = { [article(one.id)]: contentOf(one) };
        return await request(`${url}/v1/articles/${one.id}`, 'PUT', one, wish);
      }
      if (kind === 'delete') {
        const id = `p-${pick(PUT)}`;
        if ((ledger.held(article(id)) ?? '') === '') return await notNow();
        return await request(`${url}/v1/articles/${id}`, 'DELETE', undefined, { [article(id)]: '' });
      }
      const [one, other] = [`g-${pick(EXPORTED / 2)}`, `g-${EXPORTED / 2 + pick(EXPORTED / 2)}`];
      if (kind === 'judge') {
        const grade = pick(4);
        const json = { query: one, document: other, grade };
        return await request(`${url}/desk/judging`, 'POST', json, { [judgment(one, other)]: String(grade) });
      }
      const pinned = ledger.held(pin(one)) ?? '';
      const side = { article: one, mode: 'related' };
      const json =
        pinned === ''
          ? { ...side, action: 'pin', link: other, position: 1 }
          : { ...side, action: 'unpin', link: pinned };
      return await request(`${url}/desk/decisions`, 'POST', json, { [pin(one)]: pinned === '' ? other : '' });
    },
    async index(group, env) {
      const articles = anExport();
      return await command(
        group,
        ['index', source],
        { ...articles, [CURRENT]: UNKNOWN },
        ({ generation }) => ({ ...articles, [CURRENT]: generation }),
        env,
      );
    },
    async stage(group, env) {
      const articles = anExport();
      waiting = articles;
      // What waited before gives way at the beginning.
      const gaveWay = ledger.ask({ [STAGED]: '' });
      const isStaged = await command(
        group,
        ['index', source, '--stage'],
        { [STAGED]: UNKNOWN },
        ({ generation }) => ({ [STAGED]: generation }),
        env,
      );
      if (isStaged) gaveWay.refuse();
      return isStaged;
    },
    async publish(group, env) {
      const articles = waiting;
      return await command(
        group,
        ['publish', '--anyway'],
        { ...articles, [CURRENT]: UNKNOWN, [STAGED]: '' },
        ({ generation }) => ({ ...articles, [CURRENT]: generation, [STAGED]: '' }),
        env,
      );
    },
    async rebuild(group, env) {
      const wish = { [CURRENT]: UNKNOWN };
      return await command(
        group,
        ['index', '--rebuild'],
        wish,
        ({ generation }) => ({ [CURRENT]: generation }),
        env,
      );
    },
    async backup(group, env) {
      return await command(group, ['backup', backups, '--keep', '2'], {}, () => ({}), env);
    },
    async rollback(group, env) {
      const current = ledger.held(CURRENT) ?? '';
      const to = (await store.list()).filter((name) => name < current).at(-1);
      if (to === undefined) return false;
      return await command(group, ['rollback'], { [CURRENT]: to }, () => ({ [CURRENT]: to }), env);
    },
  };
  return done;
}
