import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { startProgram } from './program.js';

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** `seealso serve` in a process of its own, ready to answer. */
export interface RunningProgram {
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly pid: number;
  /** From the start of the process to the first 200 of `/readyz`. */
  readonly readySeconds: number;
  /** Asks over one connection, which is kept. */
  get(path: string): Promise<Answered>;
  /** With the key that `options` gave, and `body` as JSON. */
  send(method: 'PUT' | 'DELETE', path: string, key: string, body?: unknown): Promise<Answered>;
  stop(): Promise<void>;
}

/** Throws where it ends before it is ready. The signal ends it. */
export async function startServer(
  indexDir: string,
  options: readonly string[],
  signal: AbortSignal,
): Promise<RunningProgram> {
  const args = ['serve', '--index-dir', indexDir, '--port', '0', '--json', ...options];
  const program = startProgram(args, signal);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const stop = async () => {
    agent.destroy();
    program.stop();
    await program.ended;
  };
  try {
    const { url } = JSON.parse(await program.firstLine) as { url: string };
    while ((await ask(agent, 'GET', `${url}/readyz`)).status !== 200) await delay(5, undefined, { signal });
    const readySeconds = (performance.now() - program.startedAt) / 1_000;
    return {
      url,
      pid: program.pid,
      readySeconds,
      get: (path) => ask(agent, 'GET', url + path),
      send: (method, path, key, body) =>
        ask(agent, method, url + path, {
          headers: {
            authorization: `Bearer ${key}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      stop,
    };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function ask(
  agent: Agent,
  method: string,
  url: string,
  sent: Sent = { headers: {} },
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const { headers } = sent;
    const asked = request(url, { agent, method, headers }, (response) => {
      text(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      );
    });
    asked.on('error', reject);
    asked.end(sent.body);
  });
}
