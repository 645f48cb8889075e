import { Agent, fetch, type RequestInit, type Response } from 'undici';
import { guardedConnector, type Lookup, resolveBySystem } from './connector.js';
import { type AllowPrivate, createGuard, RefusedAddressError } from './guard.js';

/** `fetch` as browsers have it, for large files: each byte as it comes, with no pauses between requests. */
export interface GuardedFetch {
  /** Rejects with a `RefusedAddressError` where an address may not be reached. */
  readonly fetch: (address: URL, init: Omit<RequestInit, 'dispatcher'>) => Promise<Response>;
  close(): Promise<void>;
}

/** For one connection, in milliseconds. */
const CONNECT_TIMEOUT = 10_000;

/**
 * Reaches public addresses, and what `allowed` says; proxies of the environment are not used. Throws a `UsageError` for
 * what allows nothing. Whoever creates it closes it.
 */
export function createGuardedFetch(allowed: AllowPrivate, lookup: Lookup = resolveBySystem): GuardedFetch {
  const connect = guardedConnector(createGuard(allowed), lookup, CONNECT_TIMEOUT);
  const dispatcher = new Agent({ connect });
  return {
    fetch: (address, init) =>
      fetch(address, { ...init, dispatcher }).catch((error: unknown) => {
        const cause = error instanceof Error ? error.cause : undefined;
        throw cause instanceof RefusedAddressError ? cause : error;
      }),
    close: () => dispatcher.destroy(),
  };
}
