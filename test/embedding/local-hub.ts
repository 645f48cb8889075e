import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * A server of the hub's shape on 127.0.0.1: lists the files of `tiny/model`, gives small ones itself and redirects
 * for `.onnx` files to a storage path, stating their size and SHA-256 on the way.
 */
export class LocalHub {
  /** What was asked, in order, such as `GET /tiny/model/resolve/main/config.json`. */
  readonly requests: string[] = [];
  /** Authorization headers by path. */
  readonly authorization = new Map<string, string | undefined>();
  /** Path suffix → answers to give before the usual one; each is used once. */
  readonly faults = new Map<string, Handler[]>();
  /** Listed besides the real files. */
  readonly alsoListed: string[] = [];
  #port = 0;
  readonly #files = new Map<string, Buffer>();
  readonly #server = createServer((request, response) => this.#answer(request, response));

  async open(folder: string): Promise<void> {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      this.#files.set(path.slice(folder.length + 1), await readFile(path));
    }
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '';
    this.requests.push(`${request.method} ${path}`);
    this.authorization.set(path, request.headers.authorization);
    for (const [suffix, handlers] of this.faults) {
      const handler = path.endsWith(suffix) ? handlers.shift() : undefined;
      if (handler !== undefined) {
        handler(request, response);
        return;
      }
    }
    if (path === '/api/models/tiny/model/revision/main') {
      const listed = [...this.#files.keys(), ...this.alsoListed];
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ id: 'tiny/model', siblings: listed.map((rfilename) => ({ rfilename })) }),
      );
      return;
    }
    const [, place, file] = /^\/(tiny\/model\/resolve\/main|storage)\/(.+)$/.exec(path) ?? [];
    const content = this.#files.get(file ?? '');
    if (content === undefined) {
      response.writeHead(404).end('Not found');
    } else if (place !== 'storage' && path.endsWith('.onnx')) {
      response.writeHead(302, {
        location: `/storage/${file}`,
        'x-linked-size': content.length,
        'x-linked-etag': `"${createHash('sha256').update(content).digest('hex')}"`,
      });
      response.end();
    } else {
      response.setHeader('content-length', content.length);
      response.end(content);
    }
  }
}
