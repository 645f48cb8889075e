import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import { createFetcher } from '../../src/web/create-fetcher.js';
import type { Fetcher } from '../../src/web/fetcher.js';

/** What a content management system answers with, before it is written down. */
export interface CmsAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, with its own content type in `headers`; everything else as JSON. */
  readonly body: unknown;
}

export interface CmsServer {
  readonly url: string;
  /** Paths with their queries, decoded, in order. */
  readonly asked: string[];
  /** Given before the usual answers to the interface, each once. */
  readonly faults: CmsAnswer[];
  /** Called before every usual answer. */
  before: (asked: string) => void;
}

/** A server on this machine until the end of the test file. */
export async function openCmsServer(
  interfaceAt: string,
  answer: (url: URL, headers: Readonly<Record<string, unknown>>) => CmsAnswer,
): Promise<CmsServer> {
  const asked: string[] = [];
  const faults: CmsAnswer[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', cms.url);
    const path = decodeURIComponent((request.url ?? '').replaceAll('+', ' '));
    asked.push(path);
    const fault = path.includes(interfaceAt) ? faults.shift() : undefined;
    if (fault === undefined) cms.before(path);
    write(response, fault ?? answer(url, request.headers));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cms: CmsServer = { url: `http://127.0.0.1:${port}`, asked, faults, before: () => undefined };
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return cms;
}

function write(response: ServerResponse, { status = 200, headers = {}, body }: CmsAnswer): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers }).end(text);
}

/** The real fetcher, for which waiting takes no time. Closed at the end of the test file. */
export function quickFetcher(): { readonly fetcher: Fetcher; readonly waits: number[] } {
  const waits: number[] = [];
  const fetcher = createFetcher({
    userAgent: 'seealso/test',
    allowPrivate: true,
    robots: false,
    delay: 0,
    sleep: async (milliseconds) => void waits.push(milliseconds),
  });
  afterAll(() => fetcher.close());
  return { fetcher, waits };
}
