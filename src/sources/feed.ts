import type { Transform } from 'node:stream';

/**
 * Hands one chunk to a transform (or ends it, with `null`) and waits until all of it was worked off, so that what
 * came out before a failure can be delivered before the failure is told.
 */
export function feed(transform: Transform, chunk: Buffer | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error | null) => {
      transform.off('error', settle);
      transform.off('end', done);
      if (error) reject(error);
      else resolve();
    };
    const done = () => settle();
    transform.on('error', settle);
    // gunzip ends by itself, without answering the write, where bytes follow that are not gzip.
    transform.on('end', done);
    if (chunk === null) transform.end();
    else transform.write(chunk, settle);
  });
}
