import { pipeline, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { SourceError } from '../errors.js';

export interface BodyOptions {
  /** For error messages. */
  readonly label: string;
  /** The `Content-Encoding`; empty for none. */
  readonly encoding: string;
  /** Of the unpacked content. */
  readonly maxBytes: number;
  /** What is longer is cut there, instead of refused. */
  readonly cut?: boolean;
}

/** For `Accept-Encoding`. */
export const ENCODINGS = 'br, gzip, deflate';

/**
 * Reads an answer's body whole, unpacked; also a file that is gzip by itself, as sitemaps are. Bytes are counted as
 * they are unpacked, so that a small body that grows without end fills no memory. Throws a `SourceError` where it is
 * too long or packed otherwise; fails as the stream does where it breaks off or is damaged.
 */
export async function readBody(body: AsyncIterable<Buffer>, options: BodyOptions): Promise<Buffer> {
  const { label, maxBytes, cut = false } = options;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of unpacked(body, options)) {
    size += chunk.length;
    chunks.push(chunk);
    if (size <= maxBytes) continue;
    if (cut) break;
    throw new SourceError(
      `${label} is too large. Expected at most ${maxBytes} bytes once unpacked, received more. Have it split, or name a smaller document.`,
    );
  }
  return Buffer.concat(chunks).subarray(0, maxBytes);
}

async function* unpacked(body: AsyncIterable<Buffer>, options: BodyOptions): AsyncGenerator<Buffer> {
  const packed = await peek(body);
  const decoder = decoderOf(packed.head, options);
  // Nothing at all is also packed by nothing.
  if (packed.head.length === 0) return;
  const plain = decoder === null ? packed : await peek(through(packed.all, decoder));
  const isGzip = plain.head[0] === 0x1f && plain.head[1] === 0x8b;
  yield* isGzip ? through(plain.all, createGunzip()) : plain.all;
}

/** What undoes a `Content-Encoding`; `null` for none. */
function decoderOf(head: Buffer, { label, encoding }: BodyOptions): Transform | null {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return null;
    case 'br':
      return createBrotliDecompress();
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      // Meant is zlib (RFC 9110, section 8.4.1.2), whose first byte ends in 8; some send the bare stream.
      return ((head[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
    default:
      throw new SourceError(
        `${label} is packed in a way that is not known. Expected ${ENCODINGS} or none, received ${JSON.stringify(encoding)}. Have the server heed Accept-Encoding.`,
      );
  }
}

/** Whoever stops reading ends the whole chain; what fails in it is told to the reader. */
function through(chunks: AsyncIterable<Buffer>, transform: Transform): AsyncIterable<Buffer> {
  return pipeline(chunks, transform, () => undefined);
}

/** The first two bytes and more, and all of it. */
async function peek(chunks: AsyncIterable<Buffer>): Promise<{ head: Buffer; all: AsyncIterable<Buffer> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 2) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  async function* all(): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { head, all: all() };
}
