import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { SourceError, StoppedError } from '../../src/errors.js';

export interface Download {
  readonly address: string;
  /** What stands there, for error messages. */
  readonly expected: string;
  readonly file: string;
  readonly signal: AbortSignal;
  readonly onProgress: (bytes: number) => void;
}

/**
 * Fetches one file; returns its bytes. Throws a `SourceError` that says what came instead, also where the transfer
 * breaks off, and a `StoppedError` where `signal` aborts: what is in `file` then is not whole.
 */
export async function download({ address, expected, file, signal, onProgress }: Download): Promise<number> {
  const refuse = (received: string, cause?: unknown) =>
    new SourceError(
      `${address} cannot be downloaded: this needs a network. Expected ${expected}, received ${received}. ` +
        'Connect and run again, or download the address elsewhere and name the file with --archive.',
      { cause },
    );
  let bytes = 0;
  try {
    const response = await fetch(address, { signal });
    if (!response.ok || response.body === null) {
      throw refuse(`the answer ${response.status} ${response.statusText}`.trim());
    }
    const body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
    body.on('data', (chunk: Uint8Array) => {
      bytes += chunk.length;
      onProgress(bytes);
    });
    await pipeline(body, createWriteStream(file), { signal });
    return bytes;
  } catch (error) {
    if (signal.aborted) throw new StoppedError('Stopped. Nothing was written.');
    if (error instanceof SourceError) throw error;
    throw refuse(bytes === 0 ? reasonOf(error) : `${bytes} bytes, then ${reasonOf(error)}`, error);
  }
}

/** The innermost cause: fetch itself says only "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  const { code } = error as NodeJS.ErrnoException;
  return error.message || code || error.name;
}
