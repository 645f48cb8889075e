import { createGunzip } from 'node:zlib';
import { SourceError } from '../errors.js';
import { complaint } from './failures.js';
import { feed } from './feed.js';

/** Packed bytes given to gunzip at a time; what they unpack to (at most about 1,000 times as much) is held. */
const STEP = 16 * 1024;

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * Unpacks gzip, also of several members. All that could be unpacked is given before a `SourceError` says that the
 * data is truncated or damaged.
 */
export async function* gunzip(packed: AsyncIterable<Buffer>, label: string): AsyncGenerator<Buffer> {
  const unpacker = createGunzip();
  let out: Buffer[] = [];
  let failure: unknown;
  unpacker.on('data', (chunk: Buffer) => out.push(chunk));
  unpacker.on('error', (error) => {
    failure = error;
  });
  try {
    for await (const chunk of packed) {
      for (let start = 0; start < chunk.length && failure === undefined; start += STEP) {
        if (unpacker.readableEnded) break;
        await feed(unpacker, chunk.subarray(start, start + STEP)).catch(() => {});
        yield* out;
        out = [];
      }
      if (failure !== undefined) break;
    }
    if (failure === undefined && !unpacker.readableEnded) await feed(unpacker, null).catch(() => {});
    yield* out;
  } finally {
    unpacker.destroy();
  }
  if (failure !== undefined) {
    throw new SourceError(
      `${label} cannot be unpacked to its end. Expected whole gzip data, received truncated or damaged data (${complaint(failure)}). Copy or pack the file again.`,
      { cause: failure },
    );
  }
}
