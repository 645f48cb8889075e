import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import { widgetScript } from '../../src/http/widget-script.js';

/** What a reader's browser told of seen and clicked links. */
export interface Told {
  readonly body: unknown;
  readonly headers: IncomingMessage['headers'];
}

/** What stands for seealso: it answers any page in the real shape, or with what a test hands in. */
export interface FakeService {
  /** Such as `http://127.0.0.1:3001`. */
  readonly url: string;
  /** Paths and queries of the questions, in their order. */
  readonly asked: string[];
  /** Headers of the last question. */
  headers: IncomingMessage['headers'];
  readonly told: Told[];
  /** Status and body of every answer from now on; a body that is no text is sent as JSON. */
  reply: (path: string) => readonly [status: number, body: unknown] | Promise<readonly [number, unknown]>;
  /** Whether pages of other origins may ask. */
  open: boolean;
}

/** A plain site on an origin of its own: pages of HTML by their paths. */
export interface FakeSite {
  readonly url: string;
  /** Puts a page there and returns its address. */
  put(path: string, html: string, headers?: Readonly<Record<string, string>>): string;
}

/** Both listen until the end of the test file. */
export async function fakeService(): Promise<FakeService> {
  const service: FakeService = {
    url: await listening(async (request, response) => {
      const path = request.url ?? '';
      response.setHeader('Access-Control-Allow-Origin', '*');
      if (path.split('?')[0] === '/widget.js') {
        response.setHeader('Content-Type', 'text/javascript; charset=utf-8').end(widgetScript().bytes);
      } else if (request.method === 'POST') {
        const chunks = await request.toArray();
        service.told.push({ body: JSON.parse(Buffer.concat(chunks).toString()), headers: request.headers });
        response.writeHead(204).end();
      } else if (path === '/picture-that-never-comes') {
        // A reader waits for it until the page is closed.
      } else if (path.startsWith('/picture')) {
        response.setHeader('Content-Type', 'image/svg+xml').end(PICTURE);
      } else {
        service.asked.push(path);
        service.headers = request.headers;
        if (!service.open) response.removeHeader('Access-Control-Allow-Origin');
        const [status, body] = await service.reply(path);
        response.writeHead(status, { 'Content-Type': 'application/json' });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      }
    }),
    asked: [],
    headers: {},
    told: [],
    reply: () => [200, answerOf([])],
    open: true,
  };
  return service;
}

export async function fakeSite(): Promise<FakeSite> {
  const pages = new Map<string, { html: string; headers: Readonly<Record<string, string>> }>();
  const url = await listening((request, response) => {
    const page = pages.get((request.url ?? '').split('?')[0] ?? '');
    response.writeHead(page === undefined ? 404 : 200, {
      'Content-Type': 'text/html; charset=utf-8',
      ...page?.headers,
    });
    response.end(page?.html);
  });
  return {
    url,
    put(path, html, headers = {}) {
      pages.set(path, { html, headers });
      return url + path;
    },
  };
}

/** A link as the service gives it. */
export function link(id: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    id,
    title: `The article ${id}`,
    url: `https://news.example/${id}`,
    summary: `What the article ${id} says.`,
    image: null,
    section: 'Markets',
    publishedAt: '2025-10-29T12:00:00Z',
    sponsored: false,
    paywalled: false,
    score: 0.4,
    pinned: false,
    reasons: [{ type: 'terms', terms: ['yen'], text: `yen · ${id}` }],
    alsoCoveredBy: [],
    ...more,
  };
}

export function answerOf(related: readonly unknown[], id = 'a1') {
  return {
    article: { id, title: 'The article', url: 'https://news.example/a1' },
    related,
    empty: related.length > 0 ? null : { reason: 'below_cutoff', detail: 'Nothing is related enough.' },
  };
}

const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200"><path fill="#8ab" d="M0 0h300v200H0z"/><path fill="#465" d="m0 200 90-110 60 60 70-90 80 140z"/></svg>';

async function listening(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
