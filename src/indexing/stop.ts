import { StoppedError } from '../errors.js';

/** Throws `StoppedError` once the signal is aborted. */
export function stopIfAsked(signal: AbortSignal): void {
  if (signal.aborted) {
    throw new StoppedError(
      'Stopped on request. What was stored is kept; run the same command again to go on.',
    );
  }
}
