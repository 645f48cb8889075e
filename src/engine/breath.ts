import { setTimeout as delay, setImmediate as next } from 'node:timers/promises';
import { StoppedError } from '../errors.js';

/** Work between two rests, where it may not take all of the time. Milliseconds. */
const STRETCH = 10;

export interface BreathOptions {
  /** Above 0 and up to 1: of the time that passes, so much is work. */
  readonly share: number;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/**
 * To be waited for between pieces of long work, so that whatever else the process does goes on: after every piece
 * others have their turn, and after some milliseconds of work there is a rest. Throws `StoppedError` once it is aborted.
 */
export function createBreath({ share, signal, clock }: BreathOptions): () => Promise<void> {
  let worked = 0;
  let since = clock();
  return async () => {
    worked += Math.max(0, clock() - since);
    const rest = worked < STRETCH ? 0 : (worked * (1 - share)) / share;
    if (worked >= STRETCH) worked = 0;
    // An aborted rest ends at once; what it says is said below.
    await (rest > 0 ? delay(rest, undefined, { signal }).catch(() => undefined) : next());
    if (signal.aborted) throw new StoppedError('The survey of the lists was stopped.');
    since = clock();
  };
}
