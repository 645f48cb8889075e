import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answering = (request: IncomingMessage, response: ServerResponse) => void;

/** A site on 127.0.0.1 that answers as a test says, and 404 otherwise. */
export interface LocalSite {
  readonly port: number;
  /** What was asked, such as `news.example/feed`, in order. */
  readonly asked: string[];
  /** The headers of the last question. */
  readonly headers: () => IncomingMessage['headers'];
  /** By path; of several answers, the last is repeated. */
  on(path: string, ...answers: readonly Answering[]): void;
  /** Forgets all answers and questions. */
  clear(): void;
  close(): Promise<void>;
}

export async function openLocalSite(): Promise<LocalSite> {
  const answers = new Map<string, Answering[]>();
  const asked: string[] = [];
  let headers: IncomingMessage['headers'] = {};
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(`${request.headers.host?.replace(/:\d+$/, '')}${path}`);
    headers = request.headers;
    const left = answers.get(path) ?? [];
    const answer = left.length > 1 ? left.shift() : left[0];
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    headers: () => headers,
    on: (path, ...given) => answers.set(path, [...given]),
    clear() {
      answers.clear();
      asked.length = 0;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An answer of that status, with headers and a body. */
export function says(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body: string | Buffer = '',
): Answering {
  return (_request, response) => {
    response.writeHead(status, headers).end(body);
  };
}

export const page = (text: string): Answering => says(200, { 'content-type': 'text/plain' }, text);

export const redirect = (to: string, status = 302): Answering => says(status, { location: to });
