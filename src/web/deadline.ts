/** Nothing came in time. */
export class DeadlineError extends Error {
  readonly code = 'ETIMEDOUT';
}

/**
 * Does work that may take so long, in milliseconds, and ends at once when the signal aborts, with its reason. Work
 * that is given up is told by its own signal; nobody waits for it: undici tells nothing of a request that is
 * aborted while its connection is being made.
 */
export async function within<T>(
  milliseconds: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const own = new AbortController();
  const stop = () => own.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  const late = () => own.abort(new DeadlineError(`nothing whole within ${milliseconds / 1000} s`));
  const timer = setTimeout(late, milliseconds);
  try {
    const working = work(own.signal);
    const givenUp = new Promise<never>((_resolve, reject) => {
      own.signal.addEventListener('abort', () => reject(own.signal.reason), { once: true });
    });
    return await Promise.race([working, givenUp]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
