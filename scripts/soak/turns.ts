import { setTimeout as delay } from 'node:timers/promises';
import type { BuildsState } from '../../src/engine/builds.js';
import { startProgram } from '../sizing/program.js';
import { bearer } from './exchange.js';
import type { Turn } from './expectations.js';

export interface TurnParts {
  readonly indexDir: string;
  readonly url: string;
  readonly key: string;
  readonly signal: AbortSignal;
}

/** Makes generations current, in the ways that there are, one after another. */
export interface Turns {
  /** Publishes a new one, or goes back to the one before, or from there to the latest again. */
  next(): Promise<{ readonly kind: 'publish' | 'rollback'; readonly turn: Omit<Turn, 'waited'> }>;
}

/** In this order, so that what is gone back to is not always the same. */
const ORDER = ['publish', 'back', 'forth', 'publish'] as const;
/** Of so many of a kind the desk does the last. */
const BY_DESK = 12;
/** Of so many publications one is of a build that has waited. */
const STAGED = 5;
/** What the desk is asked while it builds. Milliseconds. */
const POLL = 50;

export function createTurns({ indexDir, url, key, signal }: TurnParts): Turns {
  /** The last line that a command prints, as JSON. */
  const command = async (...words: string[]): Promise<{ generation: string; to: string }> => {
    const { stdout } = await startProgram([...words, '--index-dir', indexDir, '--json'], signal).ended;
    return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as { generation: string; to: string };
  };
  const desk = async (method: string, path: string, json?: unknown): Promise<BuildsState> => {
    const response = await fetch(`${url}/desk/builds${path}`, {
      method,
      headers: { ...bearer(key), ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      signal,
    });
    if (!response.ok)
      throw new Error(`${method} desk/builds${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as BuildsState;
  };
  const currentOf = ({ generations }: BuildsState): string =>
    generations.find(({ current }) => current)?.generation ?? '';
  const settled = async (): Promise<BuildsState> => {
    for (;;) {
      const state = await desk('GET', '');
      if (state.failure !== null) throw new Error(`The desk's build failed: ${state.failure.message}`);
      if (state.running === null) return state;
      await delay(POLL, undefined, { signal });
    }
  };

  const publish = async (number: number): Promise<string> => {
    if (number % BY_DESK === 3) {
      await desk('POST', '', {});
      await settled();
      await desk('POST', '/publish', { anyway: true });
      return currentOf(await settled());
    }
    if (number % STAGED !== 2) return (await command('index', '--rebuild')).generation;
    await command('index', '--rebuild', '--stage');
    return (await command('publish', '--anyway')).generation;
  };
  const rollback = async (number: number, to: string | null): Promise<string> => {
    if (number % BY_DESK === 3) return currentOf(await desk('POST', '/rollback', { to }));
    return (await command('rollback', ...(to === null ? [] : ['--to', to]))).to;
  };

  let [turns, publishes, rollbacks, latest] = [0, 0, 0, ''];
  return {
    async next() {
      const way = ORDER[turns % ORDER.length];
      turns += 1;
      const began = Date.now();
      if (way === 'publish') {
        latest = await publish(publishes);
        publishes += 1;
        return { kind: 'publish', turn: { generation: latest, began, ended: Date.now() } };
      }
      const generation = await rollback(rollbacks, way === 'forth' ? latest : null);
      rollbacks += 1;
      return { kind: 'rollback', turn: { generation, began, ended: Date.now() } };
    },
  };
}
