import type { Request } from 'express';
import { isLoopback } from '../loopback.js';
import { HttpError } from '../problem.js';

/** Wrong keys from one address before it has to wait. */
const MOST = 10;
/** Seconds. */
const WAIT = 60;
/** More addresses than that are not remembered: the one that failed first is forgotten. */
const ADDRESSES = 10_000;

/** Slows down whoever tries keys: a key that a person has chosen can be guessed. In memory, of one process. */
export interface FailedSignIns {
  /** Throws a 429 where too many failed from the same address. */
  check(request: Request): void;
  count(request: Request): void;
}

/** `clock` gives milliseconds since 1970. */
export function createFailedSignIns(clock: () => number): FailedSignIns {
  const failed = new Map<string, { readonly since: number; readonly times: number }>();
  const of = (address: string) => {
    const known = failed.get(address);
    return known === undefined || known.since + WAIT * 1000 <= clock() ? null : known;
  };
  return {
    check(request) {
      const known = of(addressOf(request));
      if (known === null || known.times < MOST) return;
      const seconds = Math.ceil((known.since + WAIT * 1000 - clock()) / 1000);
      throw new HttpError(
        429,
        'too_many_sign_ins',
        `Too many wrong keys from this address. Try again in ${seconds} s.`,
        { 'Retry-After': String(seconds) },
      );
    },
    count(request) {
      const address = addressOf(request);
      const known = of(address);
      failed.delete(address);
      failed.set(address, { since: known?.since ?? clock(), times: (known?.times ?? 0) + 1 });
      for (const oldest of failed.keys()) {
        if (failed.size <= ADDRESSES) break;
        failed.delete(oldest);
      }
    },
  };
}

/** Of a proxy on this machine, whom it asks for: the last address, since those before are what it was told. */
function addressOf(request: Request): string {
  const peer = request.socket.remoteAddress ?? 'unknown';
  const told = request.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return isLoopback(peer) && told !== '' ? told.slice(0, 64) : peer;
}
