import { masked } from './mask.js';

/** An error as a line tells it: nothing of it but these, since libraries hang requests with their headers on theirs. */
export interface ToldError {
  readonly type: string;
  readonly message: string;
  /** Of the system or of a library, such as `ENOSPC`. */
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ToldError;
}

/** Causes of causes that are told. */
const DEEPEST = 5;
/** Of one stack or message. Characters. */
const LONGEST = 8_000;

/** Whatever was thrown; each of its texts goes through `mask`. */
export function toldError(error: unknown, mask: (text: string) => string, depth = 0): ToldError {
  const told = (text: string) => masked(text, mask, LONGEST);
  if (!(error instanceof Error)) return { type: typeof error, message: told(String(error)) };
  const { code } = error as NodeJS.ErrnoException;
  return {
    type: error.name,
    message: told(error.message),
    ...(typeof code === 'string' ? { code: told(code) } : {}),
    ...(error.stack === undefined ? {} : { stack: told(error.stack) }),
    ...(error.cause === undefined || depth >= DEEPEST
      ? {}
      : { cause: toldError(error.cause, mask, depth + 1) }),
  };
}
