import { setTimeout as delay } from 'node:timers/promises';
import { BREACHES } from './expectations.js';
import { type Growth, growthOf, hasGrown } from './growth.js';
import { change, countOf, megabytes, type Outcome } from './outcome.js';
import { waitedForProcessor } from './processor.js';
import type { ReadersProgress } from './readers-task.js';
import type { Holdings, SoakedServer } from './server.js';
import { startTask } from './tasks.js';
import type { Turns } from './turns.js';

export interface TurningRequest {
  readonly server: SoakedServer;
  readonly turns: Turns;
  readonly key: string;
  readonly articles: number;
  readonly requests: number;
  readonly publishes: number;
  readonly seed: number;
  /** What is current at the beginning. */
  readonly generation: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

const CONNECTIONS = 8;
/** Fewer turns say nothing of growth. */
const TELLING = 24;

/**
 * What may be more at the end than at the beginning. Reachable memory is exact but for what caches hold of the last
 * moments; resident memory moves with what the allocator keeps.
 */
const BOUNDS = {
  heap: 6 * 1_048_576,
  resident: 48 * 1_048_576,
  handles: 2,
  threads: 1,
  files: 6,
  log: 8 * 1_048_576,
};
type Held = keyof typeof BOUNDS;

/** Reads and edits while generations change, and looks after each change what the server holds. */
export async function turnUnderLoad(request: TurningRequest): Promise<Outcome> {
  const { server, turns, key, articles, requests, publishes, seed, generation, signal, say } = request;
  let asked = 0;
  const readers = startTask(
    'readers',
    { origin: server.url, pid: server.pid, key, articles, connections: CONNECTIONS, seed },
    signal,
    (message) => {
      asked = (message as ReadersProgress).asked;
    },
  );
  readers.tell({ turn: { generation, began: 0, ended: 0, waited: 0 } });
  const done = { publish: 0, rollback: 0 };
  const samples: Holdings[] = [];
  for (let number = 0; number < publishes; number += 1) {
    readers.tell({ quota: Math.ceil((requests * (number + 1)) / publishes) });
    const { kind, turn } = await turns.next();
    done[kind] += 1;
    readers.tell({ turn: { ...turn, waited: waitedForProcessor(server.pid) } });
    while (asked < (requests * (number + 0.5)) / publishes) await soon(signal);
    samples.push(await server.look());
    if ((number + 1) % Math.ceil(publishes / 10) === 0)
      say(`${number + 1} publications and rollbacks, ${countOf(asked)} requests, ${shown(samples.at(-1))}`);
  }
  while (asked < requests) await soon(signal);
  const found = await readers.stop();

  const { breaches, edits, told, longestTakeUp, notModified } = found;
  const growth = Object.fromEntries(
    (Object.keys(BOUNDS) as Held[]).map((name) => [name, growthOf(samples.map((sample) => sample[name]))]),
  ) as Record<Held, Growth>;
  const grown =
    samples.length < TELLING
      ? []
      : (Object.keys(BOUNDS) as Held[]).filter((name) => hasGrown(growth[name], BOUNDS[name]));
  const mixed = BREACHES.filter((kind) => kind !== 'failed').reduce((sum, kind) => sum + breaches[kind], 0);
  const memory = change(megabytes(growth.resident.fitted), ' MB');
  return {
    counts: {
      requests: found.requests,
      notModified,
      non2xx: breaches.failed,
      publishes: done.publish,
      rollbacks: done.rollback,
      mixed,
      lost: edits.lost,
      puts: edits.puts,
      deletes: edits.deletes,
      decisions: edits.decisions,
      longestTakeUpMilliseconds: longestTakeUp,
      heapGrowthBytes: growth.heap.fitted,
      residentGrowthBytes: growth.resident.fitted,
      handlesGrowth: growth.handles.fitted,
      threadsGrowth: growth.threads.fitted,
      filesGrowth: growth.files.fitted,
      logGrowthBytes: growth.log.fitted,
      logMostBytes: Math.max(...samples.map(({ log }) => log)),
    },
    line:
      `requests: ${countOf(found.requests)} (${countOf(notModified)} not modified), non-2xx: ${breaches.failed}, ` +
      `publishes: ${done.publish}, rollbacks: ${done.rollback}, mixed: ${mixed}, lost: ${edits.lost}, memory ${memory}, ` +
      `reachable ${change(megabytes(growth.heap.fitted), ' MB')}, handles ${change(growth.handles.fitted, '')}, ` +
      `threads ${change(growth.threads.fitted, '')}, files ${change(growth.files.fitted, '')}\n` +
      `  beside: ${edits.puts} put, ${edits.deletes} deleted, ${edits.decisions} decided; a generation was served for at most ` +
      `${(longestTakeUp / 1_000).toFixed(1)} s after the next was published; the catalogue's log never over ` +
      `${megabytes(Math.max(...samples.map(({ log }) => log))).toFixed(1)} MB`,
    wrong: [
      ...BREACHES.filter((kind) => breaches[kind] > 0).map((kind) => `${kind}: ${breaches[kind]}`),
      ...told,
      ...(edits.lost > 0 ? [`lost: ${edits.lost}`] : []),
      ...grown.map((name) => `${name} has grown: ${JSON.stringify(growth[name])}, at most ${BOUNDS[name]}`),
      ...(edits.puts * edits.deletes * edits.decisions === 0 && publishes >= TELLING
        ? ['Nothing was put, deleted or decided.']
        : []),
    ],
  };
}

function shown(held: Holdings | undefined): string {
  if (held === undefined) return '';
  const { resident, heap, handles, threads, files, log } = held;
  return `${megabytes(resident).toFixed(0)} MB (${megabytes(heap).toFixed(1)} reachable), ${handles} handles, ${threads} threads, ${files} files, log ${megabytes(log).toFixed(1)} MB`;
}

async function soon(signal: AbortSignal): Promise<void> {
  await delay(20, undefined, { signal });
}
