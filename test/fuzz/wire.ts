import { connect } from 'node:net';

/** A request as it goes over the wire, which need not be one that a client would send. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, as bytes in Latin-1. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** With its length, where `headers` do not say how long it is. */
  readonly body: Buffer;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** Whether it came to its end: who sends a body that nobody reads may lose what is answered meanwhile. */
  readonly whole: boolean;
}

/** A whole answer is there before. Milliseconds. */
const PATIENCE = 20_000;

/** Throws where nothing is answered, or not to its end in time. A stream of events is left after its head. */
export async function send(port: number, request: WireRequest): Promise<WireAnswer> {
  const parts: Buffer[] = [];
  const raw = await new Promise<Buffer>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const timer = setTimeout(() => {
      socket.destroy();
      reject(
        new Error(
          `no whole answer in time; so far: ${JSON.stringify(Buffer.concat(parts).toString('latin1').slice(0, 300))}`,
        ),
      );
    }, PATIENCE);
    let failure: Error | null = null;
    socket.on('data', (part) => {
      parts.push(part);
      if (isEventStream(parts)) socket.destroy();
    });
    // A server that refuses a body closes while it is still being sent.
    socket.on('error', (error) => {
      failure = error;
    });
    socket.on('close', () => {
      clearTimeout(timer);
      if (parts.length === 0) reject(failure ?? new Error('the connection was closed without an answer'));
      else resolve(Buffer.concat(parts));
    });
    socket.write(bytesOf(request));
  });
  return parsed(raw);
}

function bytesOf({ method, target, headers, body }: WireRequest): Buffer {
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  const own: [string, string][] = [];
  if (!names.has('host')) own.push(['Host', '127.0.0.1']);
  if (body.length > 0 && !names.has('content-length') && !names.has('transfer-encoding'))
    own.push(['Content-Length', String(body.length)]);
  own.push(['Connection', 'close']);
  const lines = [...own, ...headers].map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines}\r\n`, 'latin1'), body]);
}

function isEventStream(parts: readonly Buffer[]): boolean {
  const [first] = parts;
  if (first === undefined) return false;
  const head = headOf(first.toString('latin1'));
  return head !== null && /\r\ncontent-type: text\/event-stream/i.test(head);
}

function headOf(text: string): string | null {
  const end = text.indexOf('\r\n\r\n');
  return end === -1 ? null : text.slice(0, end);
}

function parsed(raw: Buffer): WireAnswer {
  const head = headOf(raw.toString('latin1'));
  const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(head ?? '') ?? [];
  if (head === null || status === undefined)
    throw new Error(`no answer in HTTP: ${JSON.stringify(raw.toString('latin1').slice(0, 200))}`);
  const lines = head.split('\r\n').slice(1);
  const headers = new Map(
    lines.map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()] as const;
    }),
  );
  const rest = raw.subarray(head.length + 4);
  // An interim answer, such as 100, stands before the one that counts.
  if (status.startsWith('1')) return parsed(rest);
  const isChunked = headers.get('transfer-encoding') === 'chunked';
  const length = Number(headers.get('content-length') ?? rest.length);
  return {
    status: Number(status),
    headers,
    body: isChunked ? joined(rest) : rest,
    whole: isChunked ? rest.subarray(-5).toString('latin1') === '0\r\n\r\n' : rest.length >= length,
  };
}

function joined(chunked: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  while (at < chunked.length) {
    const end = chunked.indexOf('\r\n', at);
    const length = Number.parseInt(chunked.toString('latin1', at, end), 16);
    if (end === -1 || !(length > 0)) break;
    parts.push(chunked.subarray(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
  return Buffer.concat(parts);
}
