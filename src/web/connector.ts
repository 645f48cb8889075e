import type { LookupAddress } from 'node:dns';
import { lookup as systemLookup } from 'node:dns/promises';
import { buildConnector } from 'undici';
import { type Guard, literalOf } from './guard.js';

/** All addresses of a name. Throws where it has none. */
export type Lookup = (hostname: string) => Promise<readonly LookupAddress[]>;

/** As the operating system resolves names, its hosts file included. */
export const resolveBySystem: Lookup = (hostname) => systemLookup(hostname, { all: true });

/** Where a name has several addresses, how long one may take before the next is tried beside it. Milliseconds. */
const ADDRESS_PATIENCE = 1_000;

/**
 * Opens connections for undici, only to what the guard lets through. All addresses of a name are checked, and the
 * connection is made to them and to nothing that a second look-up might answer. An IP literal never reaches the
 * look-up, so that it is checked before.
 *
 * @param timeout for one connection, in milliseconds
 */
export function guardedConnector(guard: Guard, lookup: Lookup, timeout: number): buildConnector.connector {
  const connect = buildConnector({
    timeout,
    // The look-up is then asked for all addresses, and answers with all.
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ADDRESS_PATIENCE,
    lookup(hostname, _options, callback) {
      checked(hostname, guard, lookup).then(
        (addresses) => callback(null, addresses),
        (error: Error) => callback(error, []),
      );
    },
  });
  return (options, callback) => {
    const literal = literalOf(options.hostname);
    try {
      if (literal !== null) guard.check(literal, [literal]);
    } catch (error) {
      const refusal = error instanceof Error ? error : new Error(String(error));
      process.nextTick(() => callback(refusal, null));
      return;
    }
    connect(options, callback);
  };
}

async function checked(hostname: string, guard: Guard, lookup: Lookup): Promise<LookupAddress[]> {
  const addresses = await lookup(hostname);
  if (addresses.length === 0) {
    throw Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' });
  }
  guard.check(
    hostname,
    addresses.map(({ address }) => address),
  );
  return [...addresses];
}
