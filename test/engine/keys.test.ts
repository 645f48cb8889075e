import { expect, it } from 'vitest';
import type { KeyRecord, KeyStore } from '../../src/catalog/keys.js';
import { createKeys, issueKey, type KeyScope } from '../../src/engine/keys.js';

/** A catalogue of keys in memory. */
function keyStore(): { readonly keys: KeyStore; readonly hashes: Map<string, KeyRecord> } {
  const hashes = new Map<string, KeyRecord>();
  const keys: KeyStore = {
    add(name, hash, scopes, createdAt) {
      if ([...hashes.values()].some((key) => key.name === name)) return false;
      hashes.set(hash, { name, scopes, createdAt });
      return true;
    },
    revoke: () => false,
    list: () => [...hashes.values()],
    byHash: (hash) => hashes.get(hash) ?? null,
    any: () => hashes.size > 0,
  };
  return { keys, hashes };
}

it.each<[KeyScope, readonly KeyScope[]]>([
  ['read', ['read']],
  ['write', ['read', 'write']],
  ['edit', ['read', 'edit']],
  ['admin', ['read', 'write', 'edit', 'admin']],
])('a key for %s allows %j, and nothing else', (scope, allowed) => {
  const catalog = keyStore();
  const holder = createKeys(catalog, undefined).holder(issueKey(catalog, 'k', [scope], 1) ?? '');
  const all: readonly KeyScope[] = ['read', 'write', 'edit', 'admin'];
  expect(all.filter((one) => holder?.allows(one))).toEqual(allowed);
});

it('a key is shown once: what is stored opens nothing', () => {
  const catalog = keyStore();
  const key = issueKey(catalog, 'cms', ['write', 'read', 'write'], 1) ?? '';
  const [hash = ''] = catalog.hashes.keys();
  expect(key).toMatch(/^seealso_[\w-]{43}$/);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(catalog.hashes.get(hash)).toEqual({ name: 'cms', scopes: ['read', 'write'], createdAt: 1 });
  const keys = createKeys(catalog, undefined);
  expect([keys.holder(key)?.name, keys.holder(hash), keys.holder('')]).toEqual(['cms', null, null]);
  expect(issueKey(catalog, 'cms', ['read'], 2)).toBeNull();
  expect(issueKey(catalog, 'other', ['read'], 2)).not.toBe(key);
});

it('the key of the configuration allows everything, beside those of the catalogue', () => {
  const catalog = keyStore();
  expect(createKeys(catalog, undefined).any()).toBe(false);
  const keys = createKeys(catalog, 'secret');
  expect([keys.any(), keys.holder('secret')?.allows('admin'), keys.holder('Secret')]).toEqual([
    true,
    true,
    null,
  ]);
});
