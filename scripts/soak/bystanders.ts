import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'undici';
import { quantile } from '../bench/statistics.js';
import { articleId } from '../sizing/archive.js';
import { exchange } from './exchange.js';
import { waitedForProcessor } from './processor.js';

/** What somebody sees who asks as always. */
export interface Watched {
  readonly asked: number;
  /** 503 with the time to come back. */
  readonly turnedAway: number;
  /** Neither 200 nor that, by status or error. */
  readonly failed: Readonly<Record<string, number>>;
  /** Of answers that came, also those that said to come back. Milliseconds; `NaN` of none. */
  readonly p99: number;
  /** The same without what the server waited for a processor that others had. */
  readonly p99Served: number;
}

export interface Watching {
  /** Ends when the open request is answered. */
  stop(): Promise<Watched>;
}

export interface WatchRequest {
  readonly origin: string;
  /** Process of the server. */
  readonly pid: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly paths: readonly string[];
  /** After each answer. Milliseconds. */
  readonly pause: number;
}

/** Asks for these paths in turn over one connection. */
export function watch({ origin, pid, headers = {}, paths, pause }: WatchRequest): Watching {
  const client = new Client(origin, { pipelining: 1 });
  const failed: Record<string, number> = {};
  const times: number[] = [];
  const served: number[] = [];
  let [asked, turnedAway, isOver] = [0, 0, false];
  const asking = (async () => {
    while (!isOver) {
      const path = paths[asked % paths.length] ?? '/';
      asked += 1;
      const began = performance.now();
      const waited = waitedForProcessor(pid);
      const { status, error, retryAfter } = await exchange(client, { method: 'GET', path, headers });
      const took = performance.now() - began;
      times.push(took);
      served.push(Math.max(0, took - waitedForProcessor(pid) + waited));
      if (status === 503 && retryAfter !== null) turnedAway += 1;
      else if (status !== 200) failed[error || status] = (failed[error || status] ?? 0) + 1;
      await delay(pause);
    }
    await client.close();
  })();
  return {
    async stop() {
      isOver = true;
      await asking;
      return { asked, turnedAway, failed, p99: quantile(times, 0.99), p99Served: quantile(served, 0.99) };
    },
  };
}

export const HEALTH = ['/healthz', '/readyz', '/metrics'];

export function listsOf(articles: number): string[] {
  return Array.from({ length: Math.min(articles, 50) }, (_, i) => `/v1/articles/${articleId(i)}/related`);
}

/** Milliseconds until a list is answered in so many milliseconds, ten times one after another; gives up after a minute. */
export async function recovery(origin: string, articles: number, quick: number): Promise<number> {
  const client = new Client(origin, { pipelining: 1 });
  const paths = listsOf(articles);
  const began = performance.now();
  let inTime = 0;
  for (let asked = 0; inTime < 10 && performance.now() - began < 60_000; asked += 1) {
    const sent = performance.now();
    const { status } = await exchange(client, { method: 'GET', path: paths[asked % paths.length] ?? '/' });
    inTime = status === 200 && performance.now() - sent <= quick ? inTime + 1 : 0;
    await delay(20);
  }
  await client.close();
  return performance.now() - began;
}
