import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { HttpError, toProblem } from './problem.js';

/** What Node's reader of requests says, beside faults of the connection. */
const REFUSALS: Readonly<Record<string, readonly [status: number, code: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    'headers_too_large',
    'The address and the headers of this request are larger than this server takes: expected at most 16 kB. Send fewer or shorter ones.',
  ],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [
    413,
    'entity_too_large',
    'The chunks of the body have longer extensions than this server takes. Send them without.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    408,
    'request_timeout',
    'The request did not arrive in time. Send all of it at once.',
  ],
};

/**
 * Answers what is no request in HTTP, or none that is read to its end, as a problem like any other, and ends the
 * connection: nobody knows where the next request would begin.
 *
 * @param isAnswering whether an answer was begun on the connection: then nothing may stand in it
 */
export function refuseUnreadable(
  error: Error & { readonly code?: string; readonly reason?: string },
  socket: Duplex,
  isAnswering: boolean,
): void {
  if (!socket.writable || isAnswering || error.code === 'ECONNRESET') {
    socket.destroy(error);
    return;
  }
  const [status, code, detail] = REFUSALS[error.code ?? ''] ?? [
    400,
    'no_http',
    `This is no request in HTTP/1.1${error.reason === undefined ? '' : `: ${error.reason}`}. Check what sends it.`,
  ];
  const body = JSON.stringify(toProblem(new HttpError(status, code, detail)));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
