/** What `load.ts` starts: asks as it is told, and answers with what came of it. */
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'undici';
import type { LoadMessage, LoadResult, LoadTask } from './load.js';

let stopped = false;

process.on('message', (message: LoadMessage) => {
  if ('stop' in message) {
    stopped = true;
    return;
  }
  stopped = false;
  perform(message.task).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});
// Whoever started this is gone.
process.on('disconnect', () => process.exit());

async function perform(task: LoadTask): Promise<LoadResult> {
  const latencies: number[] = [];
  const failed: Record<string, number> = {};
  const bodies: { readonly place: number; readonly text: string }[] = [];
  const headers = Object.entries(task.headers ?? {}).flat();
  const began = performance.now();
  const end = task.milliseconds === null ? Number.POSITIVE_INFINITY : began + task.milliseconds;
  let next = 0;

  const clients = Array.from({ length: task.connections }, () => new Client(task.origin, { pipelining: 1 }));
  const ask = async (client: Client): Promise<void> => {
    while (!stopped && next < (task.requests ?? Number.POSITIVE_INFINITY) && performance.now() < end) {
      const place = next;
      next += 1;
      const sent = performance.now();
      const path = task.paths[place % task.paths.length] ?? '/';
      const { status, body } = await exchange(client, path, headers, task.lists);
      latencies.push(performance.now() - sent);
      if (status !== 200) failed[status] = (failed[status] ?? 0) + 1;
      else if (task.lists) bodies.push({ place, text: body });
      if (task.pause > 0) await delay(task.pause);
    }
  };
  await Promise.all(clients.map(ask));
  const seconds = (performance.now() - began) / 1_000;
  await Promise.all(clients.map((client) => client.close()));
  return {
    requests: latencies.length,
    seconds,
    latencies: latencies.sort((a, b) => a - b),
    failed,
    lists: bodies
      .sort((a, b) => a.place - b.place)
      .map(({ text }) => (JSON.parse(text) as { related: unknown[] }).related.length),
  };
}

/** One request, by the least that the library offers: what asks is part of what is timed. */
function exchange(
  client: Client,
  path: string,
  headers: string[],
  keep: boolean,
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    let status = 0;
    const chunks: Buffer[] = [];
    client.dispatch(
      { path, method: 'GET', headers },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, code) => {
          status = code;
        },
        onResponseData: (_controller, chunk) => {
          if (keep) chunks.push(chunk);
        },
        onResponseEnd: () => resolve({ status, body: Buffer.concat(chunks).toString('utf8') }),
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });
}
