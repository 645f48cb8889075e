/** What a key allows, from the least; `admin` allows everything. */
export const KEY_SCOPES = ['read', 'write', 'edit', 'admin'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** A named key, as far as anybody may see it. */
export interface KeyRecord {
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** Keys by name and by hash: the keys themselves are nowhere stored. */
export interface KeyStore {
  /** `hash` is hex SHA-256. `false` where the name is taken. */
  add(name: string, hash: string, scopes: readonly KeyScope[], createdAt: number): boolean;
  /** `false` where there is none of that name. */
  revoke(name: string): boolean;
  /** By name. */
  list(): KeyRecord[];
  byHash(hash: string): KeyRecord | null;
  any(): boolean;
}
