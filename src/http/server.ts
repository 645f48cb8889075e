import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import * as later from 'node:timers/promises';
import type { Express } from 'express';
import { UsageError } from '../errors.js';
import { REQUEST_TIMEOUT } from './time-limit.js';
import { refuseUnreadable } from './unreadable-request.js';

/** At a stop, a client that has not sent its whole request yet may take so long. Milliseconds. */
const ARRIVE = 1_000;
/** So long may the answering of whole requests take, as when a model is still being loaded. Milliseconds. */
const ANSWER = 15_000;

/** Of a request; without them nobody can tell whom it is for. Milliseconds. */
const HEADERS = 10_000;
/** How often it is looked who takes too long to send. Milliseconds. */
const LOOK = 2_000;
/** A connection on which nothing moves for so long is ended; a stream of events speaks every quarter of a minute. Milliseconds. */
const SILENCE = 120_000;
/** Each takes a handle of the process; more are closed at once. */
const CONNECTIONS = 4096;

export interface ListenOptions {
  /** Seconds for which a request may arrive, then 408; 30 where not given. */
  readonly requestTimeout?: number;
  /**
   * At a stop, so long requests are still taken, and told that their connection ends: what clients send meanwhile over
   * connections that they keep would be cut off otherwise. 0 where not given. Milliseconds.
   */
  readonly grace?: number;
}

export interface RunningServer {
  /** Such as `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Takes no more requests once the grace is over, and ends when the open ones are answered. */
  close(): Promise<void>;
}

/** Throws a `UsageError` where the address is taken or not this machine's. */
export async function listen(
  app: Express,
  host: string,
  port: number,
  { requestTimeout = REQUEST_TIMEOUT, grace = 0 }: ListenOptions = {},
): Promise<RunningServer> {
  const arriving = requestTimeout * 1000;
  const server = createServer(
    {
      requestTimeout: arriving,
      headersTimeout: Math.min(HEADERS, arriving),
      connectionsCheckingInterval: Math.min(LOOK, arriving),
    },
    app,
  );
  server.timeout = Math.max(SILENCE, 2 * arriving);
  server.maxConnections = CONNECTIONS;
  let isClosing = false;
  const unanswered = new Map<ServerResponse, IncomingMessage>();
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // Before the application, which may answer at once.
  server.prependListener('request', (request, response) => {
    if (isClosing) response.setHeader('Connection', 'close');
    unanswered.set(response, request);
    response.once('close', () => unanswered.delete(response));
  });
  server.on('clientError', (error, socket) => {
    const isAnswering = [...unanswered.keys()].some((one) => one.socket === socket && one.headersSent);
    refuseUnreadable(error, socket, isAnswering);
  });
  // Whatever else than `100-continue` is expected is passed over, as RFC 9110 allows (section 10.1.1).
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  const closeWaiting = () => {
    const arrived = [...unanswered.values()].filter((request) => request.complete);
    const busy = new Set(arrived.map((request) => request.socket));
    for (const socket of sockets) if (!busy.has(socket)) socket.destroy();
  };
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`Cannot listen on ${host}:${port}: ${reason}. Choose another --port or --host.`, {
      cause: error,
    });
  }
  const address = server.address() as AddressInfo;
  const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${shownHost === '0.0.0.0' || shownHost === '[::]' ? 'localhost' : shownHost}:${address.port}`,
    async close() {
      isClosing = true;
      app.locals.draining = true;
      // Otherwise their clients would hold on to the connection for another question.
      for (const response of unanswered.keys())
        if (!response.headersSent) response.setHeader('Connection', 'close');
      if (grace > 0 && sockets.size > 0) {
        await later.setTimeout(grace);
        // Whatever came while the thread was busy is read before.
        await later.setImmediate();
      }
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      // A stream of events never ends by itself.
      for (const response of [...unanswered.keys()].filter(isEventStream)) {
        const { socket } = response;
        response.end(() => socket?.end());
      }
      const timers = [
        setTimeout(closeWaiting, ARRIVE),
        setTimeout(() => server.closeAllConnections(), ANSWER),
      ];
      await closed;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

function isEventStream(response: ServerResponse): boolean {
  return String(response.getHeader('Content-Type') ?? '').startsWith('text/event-stream');
}
