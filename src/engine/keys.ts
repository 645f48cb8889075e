import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Catalog } from '../catalog/catalog.js';
import { KEY_SCOPES, type KeyRecord, type KeyScope } from '../catalog/keys.js';

export type { KeyRecord, KeyScope } from '../catalog/keys.js';

/** What a scope allows beside itself. */
const IMPLIED: Readonly<Record<KeyScope, readonly KeyScope[]>> = {
  read: [],
  write: ['read'],
  edit: ['read'],
  admin: ['read', 'write', 'edit'],
};

/** Whoever shows a key. */
export interface KeyHolder {
  /** Of the key; that of the configuration is called `configured`. */
  readonly name: string;
  allows(scope: KeyScope): boolean;
}

/** The keys of an index: who may do what. */
export interface Keys {
  /** Whether there is any key at all, so that what needs one can be told from what is switched off. */
  any(): boolean;
  /** `null` for a key that is unknown or was revoked. */
  holder(key: string): KeyHolder | null;
  /** The same by the key's hash, as `hashOfKey` gives it. */
  byHash(hash: string): KeyHolder | null;
}

/** `configured` may do everything; the named ones of the catalogue what their scopes say, from the next request on. */
export function createKeys(catalog: Pick<Catalog, 'keys'>, configured: string | undefined): Keys {
  const expected = configured === undefined ? null : digest(configured);
  const find = (given: Buffer): KeyHolder | null => {
    // Digests have one length, so that the comparison takes the same time whatever was sent.
    if (expected !== null && timingSafeEqual(given, expected)) return holderOf('configured', ['admin']);
    // Found by its hash: how long that takes tells nothing of the keys.
    const record = catalog.keys.byHash(given.toString('hex'));
    return record === null ? null : holderOf(record.name, record.scopes);
  };
  return {
    any: () => expected !== null || catalog.keys.any(),
    holder: (key) => find(digest(key)),
    byHash: (hash) => find(Buffer.from(hash, 'hex')),
  };
}

/** Hex SHA-256, by which a key is known without being kept. */
export const hashOfKey = (key: string): string => digest(key).toString('hex');

/** A new key: 256 random bits. Shown once; only its hash is kept. `null` where the name is taken. */
export function issueKey(
  catalog: Pick<Catalog, 'keys'>,
  name: string,
  scopes: readonly KeyScope[],
  now: number,
): string | null {
  const key = `seealso_${randomBytes(32).toString('base64url')}`;
  const sorted = KEY_SCOPES.filter((scope) => scopes.includes(scope));
  return catalog.keys.add(name, hashOfKey(key), sorted, now) ? key : null;
}

function holderOf(name: string, scopes: KeyRecord['scopes']): KeyHolder {
  const allowed = new Set(scopes.flatMap((scope) => [scope, ...IMPLIED[scope]]));
  return { name, allows: (scope) => allowed.has(scope) };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
