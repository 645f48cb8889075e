import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/engine.js';
import { UsageError } from '../../src/errors.js';
import { answerProblems } from '../../src/http/problem.js';
import { healthRoutes } from '../../src/http/routes/health.js';
import { listen, type RunningServer } from '../../src/http/server.js';
import { NO_LOG } from '../../src/log/log.js';
import { until } from '../support/cli.js';

const servers: RunningServer[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) await server.close().catch(() => undefined);
});

/** A server whose one path answers when it is told to. */
async function patient(): Promise<{ server: RunningServer; waiting: (() => void)[] }> {
  const waiting: (() => void)[] = [];
  const app = express().get('/', (_request, response) => {
    waiting.push(() => response.send('answered'));
  });
  const server = await listen(app, '127.0.0.1', 0);
  servers.push(server);
  return { server, waiting };
}

/** A connection that stays open, and all that came through it. */
async function connection(url: string): Promise<{ socket: Socket; received: () => string }> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  sockets.push(socket);
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return { socket, received: () => text };
}

const milliseconds = async (work: Promise<unknown>): Promise<number> => {
  const started = Date.now();
  await work;
  return Date.now() - started;
};

describe('a server', () => {
  it('says where it listens, also on a port that the system chose', async () => {
    const { server } = await patient();
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
  });

  it('names an address that a browser can open when it listens on every one', async () => {
    const server = await listen(express(), '0.0.0.0', 0);
    servers.push(server);
    expect(server.url).toMatch(/^http:\/\/localhost:\d+$/);
  });

  it('refuses a port in use, and an address of another machine, with the remedy', async () => {
    const { server } = await patient();
    const port = Number(new URL(server.url).port);
    const inUse = listen(express(), '127.0.0.1', port);
    await expect(inUse).rejects.toThrow(UsageError);
    await expect(inUse).rejects.toThrow(/Cannot listen on 127\.0\.0\.1:\d+: .*EADDRINUSE.*--port/);
    await expect(listen(express(), '203.0.113.1', 0)).rejects.toThrow(/--host/);
  });
});

describe('a server that is told to stop', () => {
  it('stops at once where nothing is open but idle connections', async () => {
    const { server, waiting } = await patient();
    const { socket, received } = await connection(server.url);
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await until('a request', () => waiting.length === 1);
    waiting[0]?.();
    await until('an answer', () => received().includes('answered'));
    expect(await milliseconds(server.close())).toBeLessThan(1_000);
  });

  it('answers the request that is open, then ends, although the client keeps its connection', async () => {
    const { server, waiting } = await patient();
    const { socket, received } = await connection(server.url);
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await until('a request', () => waiting.length === 1);
    const closed = server.close();
    await expect(fetch(server.url)).rejects.toThrow();
    const ended = milliseconds(closed);
    waiting[0]?.();
    await until('an answer', () => received().includes('answered'));
    expect(await ended).toBeLessThan(1_000);
  });

  it('says so on its open connections, and to whoever asks whether it is ready', async () => {
    const answers: (() => void)[] = [];
    const app = express()
      .use(healthRoutes({ info: () => ({}) } as Engine))
      .get('/', (_request, response) => void answers.push(() => response.send('answered')))
      .use(answerProblems({ log: NO_LOG, ofMissing: 'no-store' }));
    const server = await listen(app, '127.0.0.1', 0);
    servers.push(server);
    const open = await connection(server.url);
    open.socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await until('a request', () => answers.length === 1);
    const closed = server.close();
    for (const answer of answers) answer();
    await closed;
    await until('an answer', () => open.received().includes('answered'));
    expect(open.received()).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\nConnection: close\r\n[\s\S]*answered$/);
    app.locals.draining = true;
    const again = await listen(app, '127.0.0.1', 0);
    servers.push(again);
    const states = await Promise.all(['/readyz', '/healthz'].map((path) => fetch(again.url + path)));
    expect(states.map(({ status }) => status)).toEqual([503, 200]);
  });

  it('answers what comes during its grace over a connection that was kept, and says that this ends', async () => {
    const app = express().get('/', (_request, response) => void response.send('answered'));
    const server = await listen(app, '127.0.0.1', 0, { grace: 100 });
    servers.push(server);
    const { socket, received } = await connection(server.url);
    const ended = once(socket, 'close');
    const closed = server.close();
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await ended;
    expect(received()).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\nConnection: close\r\n[\s\S]*answered$/);
    await closed;
  });

  it('does not wait for a client that never sends the rest of its request', async () => {
    const { server } = await patient();
    const { socket } = await connection(server.url);
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{');
    const silent = await connection(server.url);
    silent.socket.write('GET / HT');
    expect(await milliseconds(server.close())).toBeLessThan(2_000);
  });
});
