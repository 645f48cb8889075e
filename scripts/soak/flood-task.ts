import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'undici';
import { createRandom } from '../../src/evaluation/random.js';
import { articleId } from '../sizing/archive.js';
import { bearer, exchange, type Sent } from './exchange.js';

export interface FloodTask {
  readonly origin: string;
  readonly key: string;
  readonly articles: number;
  readonly seed: number;
  /** Connections that send a text, ask for a list that nobody asked for before, and write. */
  readonly drafts: number;
  readonly lists: number;
  readonly writers: number;
  /** Connections that ask for a lot and take nothing. */
  readonly slowReaders: number;
  /** Connections that send a request letter by letter. */
  readonly slowSenders: number;
}

export interface FloodResult {
  readonly requests: number;
  readonly answered: number;
  /** 503 with the time to come back. */
  readonly turnedAway: number;
  /** Neither: by status or error. */
  readonly failed: Readonly<Record<string, number>>;
  /** Slow senders that the server has ended. */
  readonly ended: number;
}

/** Whoever was turned away comes back after that, long before it was told to. Milliseconds. */
const IMPATIENCE = 50;
/** Between two letters of a slow sender. Milliseconds. */
const LETTER = 500;
/** Of a text. */
const WORDS = 400;

/** Asks for more than can be answered, until it is stopped. */
export async function flood(
  { origin, key, articles, seed, drafts, lists, writers, slowReaders, slowSenders }: FloodTask,
  { stop }: { readonly stop: AbortSignal },
): Promise<FloodResult> {
  const random = createRandom(seed);
  const failed: Record<string, number> = {};
  let [requests, answered, turnedAway, unique] = [0, 0, 0, 0];
  const text = () => Array.from({ length: WORDS }, () => `word${random.below(5_000)}`).join(' ');

  const draft = (): Sent => ({
    method: 'POST',
    path: '/v1/related',
    json: { title: text().slice(0, 60), body: text() },
  });
  const list = (): Sent => {
    unique += 1;
    const path = `/v1/articles/${articleId(random.below(articles))}/related?limit=50&exclude=nobody-${unique}`;
    return { method: 'GET', path };
  };
  const write = (): Sent => {
    const id = `flood-${random.below(20)}`;
    return {
      method: 'PUT',
      path: `/v1/articles/${id}`,
      json: { title: id, body: text() },
      headers: bearer(key),
    };
  };

  const ask = async (make: () => Sent): Promise<void> => {
    const client = new Client(origin, { pipelining: 1 });
    while (!stop.aborted) {
      requests += 1;
      const { status, error, retryAfter } = await exchange(client, make());
      if (status >= 200 && status < 300) answered += 1;
      else if (status === 503 && retryAfter !== null && retryAfter > 0) turnedAway += 1;
      else failed[error || status] = (failed[error || status] ?? 0) + 1;
      if (status === 503) await delay(IMPATIENCE);
    }
    await client.destroy();
  };

  const { hostname, port } = new URL(origin);
  const open = (): Socket => {
    const socket = connect(Number(port), hostname);
    // However the server ends it.
    socket.on('error', () => undefined);
    return socket;
  };
  const greedy = Array.from({ length: slowReaders }, () => {
    const socket = open();
    socket.pause();
    socket.write(`GET /v1/articles/${articleId(0)}/related?limit=50 HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(200));
    return socket;
  });
  const slow = Array.from({ length: slowSenders }, () => {
    const socket = open();
    socket.resume();
    socket.write('GET /v1/articles/');
    return socket;
  });
  const dripping = setInterval(() => {
    for (const socket of slow) if (socket.writable) socket.write('a');
  }, LETTER);

  const times = (count: number, make: () => Sent) => Array.from({ length: count }, () => ask(make));
  await Promise.all([...times(drafts, draft), ...times(lists, list), ...times(writers, write)]);
  clearInterval(dripping);
  const ended = slow.filter((socket) => socket.readableEnded || socket.destroyed).length;
  for (const socket of [...greedy, ...slow]) socket.destroy();
  return { requests, answered, turnedAway, failed, ended };
}
