import type { Request } from 'express';
import { type ClientAddress, clientAddress } from '../client-address.js';
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
  /** Whether too many failed from the same address. */
  mustWait(request: Request): boolean;
  count(request: Request): void;
}

/**
 * `clock` gives milliseconds since 1970. `sparing` those from this machine: its programs, or a proxy that does not say for
 * whom it asks, so that a stranger could lock everybody out.
 */
export function createFailedSignIns(
  clock: () => number,
  addressOf: ClientAddress = clientAddress(['loopback']),
  sparing: 'nobody' | 'this machine' = 'nobody',
): FailedSignIns {
  const failed = new Map<string, { readonly since: number; readonly times: number }>();
  const of = (address: string) => {
    const known = failed.get(address);
    return known === undefined || known.since + WAIT * 1000 <= clock() ? null : known;
  };
  const blocked = (request: Request) => {
    const known = of(addressOf(request));
    return known === null || known.times < MOST ? null : known;
  };
  return {
    mustWait: (request) => blocked(request) !== null,
    check(request) {
      const known = blocked(request);
      if (known === null) return;
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
      if (sparing === 'this machine' && isLoopback(address)) return;
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
