import { setTimeout as delay } from 'node:timers/promises';
import { HEALTH, listsOf, recovery, type Watched, watch } from './bystanders.js';
import { bearer } from './exchange.js';
import { countOf, type Outcome } from './outcome.js';
import { startTask } from './tasks.js';

export interface OverloadRequest {
  readonly origin: string;
  /** Process of the server. */
  readonly pid: number;
  readonly key: string;
  readonly articles: number;
  readonly seconds: number;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Connections: 500 that ask, and those that are slow. */
const FLOOD = { drafts: 300, lists: 150, writers: 50, slowReaders: 30, slowSenders: 50 };
/** 99 of 100 answers to readers and to whoever looks at its health take that of a processor's time at most. Milliseconds. */
const P99 = 2_500;
/** After the flood a list is answered that quickly. Milliseconds. */
const QUICK = 250;
/** And so soon. Milliseconds. */
const RECOVERED = 5_000;

/** Asks for more than can be answered: the rest is told when to come back, and everybody else hardly notices. */
export async function overload({
  origin,
  pid,
  key,
  articles,
  seconds,
  seed,
  signal,
}: OverloadRequest): Promise<Outcome> {
  const flood = startTask('flood', { origin, key, articles, seed, ...FLOOD }, signal);
  const health = watch({ origin, pid, headers: bearer(key), paths: HEALTH, pause: 100 });
  const reading = watch({ origin, pid, paths: listsOf(articles), pause: 50 });
  await delay(seconds * 1_000, undefined, { signal });
  const [healthy, readers] = await Promise.all([health.stop(), reading.stop()]);
  const found = await flood.stop();
  const recovered = await recovery(origin, articles, QUICK);

  const failed = Object.values(found.failed).reduce((sum, count) => sum + count, 0);
  const wrong = [
    ...(failed > 0
      ? [`overload: answers that are no 503 with Retry-After: ${JSON.stringify(found.failed)}`]
      : []),
    ...(found.turnedAway === 0
      ? ['overload: nobody was turned away: the load was too small to show anything']
      : []),
    ...(found.answered === 0 ? ['overload: nothing of the flood was answered'] : []),
    ...(found.ended < FLOOD.slowSenders
      ? [`overload: ${FLOOD.slowSenders - found.ended} slow senders were not ended`]
      : []),
    ...bystander('readers', readers),
    ...bystander('health', healthy),
    ...(healthy.turnedAway > 0 ? [`overload: health was turned away ${healthy.turnedAway} times`] : []),
    ...(recovered > RECOVERED ? [`overload: recovered after ${(recovered / 1_000).toFixed(1)} s`] : []),
  ];
  return {
    counts: {
      floodRequests: found.requests,
      floodAnswered: found.answered,
      floodTurnedAway: found.turnedAway,
      floodFailed: failed,
      slowSendersEnded: found.ended,
      readersAsked: readers.asked,
      readersTurnedAway: readers.turnedAway,
      readersP99Milliseconds: readers.p99,
      readersP99ServedMilliseconds: readers.p99Served,
      healthAsked: healthy.asked,
      healthP99Milliseconds: healthy.p99,
      healthP99ServedMilliseconds: healthy.p99Served,
      recoveryMilliseconds: recovered,
    },
    line:
      `overload: ${countOf(found.requests)} requests over 500 connections, ${countOf(found.answered)} answered, ` +
      `${countOf(found.turnedAway)} told when to come back, otherwise: ${failed}; slow senders ended: ${found.ended} of ` +
      `${FLOOD.slowSenders}; readers p99 ${shown(readers)} (${readers.turnedAway} of ${readers.asked} turned ` +
      `away), health p99 ${shown(healthy)} (${healthy.asked}); as quick as before after ${(recovered / 1_000).toFixed(1)} s`,
    wrong,
  };
}

function bystander(who: string, { failed, p99Served }: Watched): string[] {
  return [
    ...Object.entries(failed).map(([what, count]) => `overload: ${who} got ${what} ${count} times`),
    ...(p99Served <= P99 ? [] : [`overload: ${who} waited: p99 ${p99Served.toFixed(0)} ms, at most ${P99}`]),
  ];
}

function shown({ p99, p99Served }: Watched): string {
  return `${p99.toFixed(0)} ms, ${p99Served.toFixed(0)} without waiting for a processor`;
}
