import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { SourceError } from '../errors.js';
import { unreadableFile } from './failures.js';
import { gunzip, isGzip } from './gunzip.js';
import { peek } from './peek.js';

/** The content of a file or stream: unpacked where it is gzip, without a byte order mark. */
export interface ByteSource {
  /** How the user named it; locations begin with it. */
  readonly label: string;
  chunks(): AsyncIterable<Buffer>;
  /** Bytes before unpacking; `total` is `null` for a stream. */
  progress(): { readonly read: number; readonly total: number | null };
}

const READ_BYTES = 64 * 1024;

/** A file, read anew on each call of `chunks()`. Throws a `SourceError` where it is not a readable file. */
export async function fileBytes(path: string): Promise<ByteSource> {
  const total = await stat(path).then(
    (found) => found.size,
    (error: unknown) => {
      throw unreadableFile(path, error);
    },
  );
  let read = 0;
  return {
    label: path,
    chunks: () => {
      read = 0;
      return plain(
        readFile(path, (bytes) => {
          read += bytes;
        }),
        path,
      );
    },
    progress: () => ({ read, total: Math.max(total, read) }),
  };
}

/** A stream such as standard input: it can be read once. */
export function streamBytes(stream: Readable, label: string): ByteSource {
  let read = 0;
  let started = false;
  async function* counted(): AsyncGenerator<Buffer> {
    if (started) {
      throw new SourceError(
        `${label} was already read. Expected one reading of a stream, received a second. Save it to a file first.`,
      );
    }
    started = true;
    for await (const chunk of stream as AsyncIterable<Buffer | string>) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      read += bytes.length;
      yield bytes;
    }
  }
  return { label, chunks: () => plain(counted(), label), progress: () => ({ read, total: null }) };
}

async function* readFile(path: string, count: (bytes: number) => void): AsyncGenerator<Buffer> {
  const handle = await open(path).catch((error: unknown) => {
    throw unreadableFile(path, error);
  });
  try {
    while (true) {
      // A fresh buffer each time: whoever reads may keep slices of it.
      const { bytesRead, buffer } = await handle
        .read(Buffer.allocUnsafe(READ_BYTES), 0, READ_BYTES, null)
        .catch((error: unknown) => {
          throw unreadableFile(path, error);
        });
      if (bytesRead === 0) return;
      count(bytesRead);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function* plain(raw: AsyncIterable<Buffer>, label: string): AsyncGenerator<Buffer> {
  const packed = await peek(raw, (head) => head.length >= 3);
  yield* withoutMark(isGzip(packed.head) ? gunzip(packed.all, label) : packed.all, label);
}

async function* withoutMark(chunks: AsyncIterable<Buffer>, label: string): AsyncGenerator<Buffer> {
  const { head, all } = await peek(chunks, (bytes) => bytes.length >= 3);
  const mark = head.subarray(0, 3).toString('hex');
  let skip = mark === 'efbbbf' ? 3 : 0;
  for await (const chunk of all) {
    if (mark.startsWith('fffe') || mark.startsWith('feff')) {
      throw new SourceError(
        `${label} is written in UTF-16. Expected UTF-8. Convert it first: iconv -f utf-16 -t utf-8.`,
      );
    }
    const rest = chunk.subarray(skip);
    skip = Math.max(0, skip - chunk.length);
    if (rest.length > 0) yield rest;
  }
}
