import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { UsageError } from '../errors.js';

/**
 * Open requests may take so long to end at a stop. An answer takes a fraction of it; what is still open then waits
 * for its client. Milliseconds.
 */
const DRAIN = 1_000;

export interface RunningServer {
  /** Such as `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Takes no more requests, and ends when the open ones are answered. */
  close(): Promise<void>;
}

/** Throws a `UsageError` where the address is taken or not this machine's. */
export async function listen(app: Express, host: string, port: number): Promise<RunningServer> {
  const server = createServer(app);
  const unanswered = new Set<ServerResponse>();
  server.on('request', (_request, response) => {
    unanswered.add(response);
    response.once('close', () => unanswered.delete(response));
  });
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
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      // Otherwise their clients would hold on to the connection for another question.
      for (const response of unanswered) if (!response.headersSent) response.setHeader('Connection', 'close');
      const impatient = setTimeout(() => server.closeAllConnections(), DRAIN);
      await closed;
      clearTimeout(impatient);
    },
  };
}
