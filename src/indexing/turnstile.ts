import { setTimeout as delay } from 'node:timers/promises';

/**
 * What two threads know of each other, since a thread that is ended while it is in hnswlib-node ends the process: what
 * the native code then asks of JavaScript fails, and it throws where nobody can catch.
 */
export type Turnstile = Int32Array;

const INSIDE = 0;
const CLOSED = 1;

export function createTurnstile(): Turnstile {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
}

/** Does a piece of native work. Throws where the turnstile was closed. */
export function pass<T>(turnstile: Turnstile, work: () => T): T {
  // Said before it is looked: whoever closes sees one or the other.
  Atomics.store(turnstile, INSIDE, 1);
  try {
    if (Atomics.load(turnstile, CLOSED) === 1) throw new Error('it was given up');
    return work();
  } finally {
    Atomics.store(turnstile, INSIDE, 0);
  }
}

/** Lets the other thread in no more, and waits until it is out, or has ended by itself. */
export async function close(turnstile: Turnstile, hasEnded: () => boolean): Promise<void> {
  Atomics.store(turnstile, CLOSED, 1);
  while (Atomics.load(turnstile, INSIDE) === 1 && !hasEnded()) await delay(1);
}
