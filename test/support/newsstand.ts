import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { SourceError } from '../../src/errors.js';
import type { Fetched, Fetcher, FetchRequest } from '../../src/web/fetcher.js';

/** What lies at an address. */
export interface Stocked {
  /** 200 where not said. */
  readonly status?: number;
  readonly type?: string;
  readonly body?: string;
  /** In double quotes, as servers write it. */
  readonly etag?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A site by its addresses, such as `/feed.xml`. It can be read by a fetcher of its own, without any network, or be
 * served on this machine.
 */
export interface Newsstand {
  readonly origin: string;
  /** What is not there answers 404. A function is asked anew each time, with the number of visits before. */
  readonly stock: Map<string, Stocked | ((visits: number) => Stocked)>;
  /** Every answer since the last look: `200 /feed.xml`. */
  asked(): string[];
  readonly fetcher: Fetcher;
}

export function newsstand(origin = 'https://news.example'): Newsstand {
  const stock: Newsstand['stock'] = new Map();
  const visits = new Map<string, number>();
  let answers: string[] = [];
  const answerTo = (path: string, etag: string | null): Stocked => {
    const before = visits.get(path) ?? 0;
    visits.set(path, before + 1);
    const found = stock.get(path) ?? { status: 404 };
    const stocked = typeof found === 'function' ? found(before) : found;
    const same = stocked.etag !== undefined && stocked.etag === etag;
    const answer = same ? { ...stocked, status: 304 } : stocked;
    answers.push(`${answer.status ?? 200} ${path}`);
    return answer;
  };
  return {
    origin,
    stock,
    asked() {
      const told = answers;
      answers = [];
      return told;
    },
    fetcher: {
      async get(url: string, request: FetchRequest = {}): Promise<Fetched> {
        const redirects: { url: string; permanent: boolean }[] = [];
        for (let at = new URL(url); ; ) {
          if (at.origin !== origin) throw new SourceError(`${at.href} cannot be reached.`);
          const answer = answerTo(at.pathname + at.search, request.validators?.etag ?? null);
          const { status = 200, headers = {} } = answer;
          if (status >= 300 && status < 304 && headers.location !== undefined) {
            redirects.push({ url: at.href, permanent: status === 301 });
            at = new URL(headers.location, at);
            continue;
          }
          if (status === 304) return { kind: 'not_modified', url: at.href };
          if (status === 404 || status === 410) return { kind: 'gone', url: at.href, status };
          if (status !== 200) throw new SourceError(`${at.href} answers with status ${status}.`);
          return {
            kind: 'document',
            url: at.href,
            redirects,
            validators: { etag: answer.etag ?? null, lastModified: null },
            contentType: answer.type ?? 'text/html',
            headers: new Map(Object.entries(headers)),
            text: answer.body ?? '',
          };
        }
      },
      close: async () => undefined,
    },
    ...{ [SERVED]: answerTo },
  };
}

const SERVED = Symbol('served');

/** Serves a newsstand on this machine, each `.gz` address packed, every mention of its origin turned into its own. */
export async function serve(stand: Newsstand): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const answerTo = (stand as Newsstand & { [SERVED]: (path: string, etag: string | null) => Stocked })[
    SERVED
  ];
  let own = '';
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const {
      status = 200,
      type,
      body = '',
      etag,
      headers = {},
    } = answerTo(path, request.headers['if-none-match'] ?? null);
    response.statusCode = status;
    response.setHeader('content-type', type ?? 'text/html; charset=utf-8');
    if (etag !== undefined) response.setHeader('etag', etag);
    for (const [name, value] of Object.entries(headers))
      response.setHeader(name, value.replaceAll(stand.origin, own));
    const text = body.replaceAll(stand.origin, own);
    response.end(status === 304 ? undefined : path.endsWith('.gz') ? gzipSync(text) : text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin: own,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
