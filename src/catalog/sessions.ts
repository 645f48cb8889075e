/** A sign-in at the desk, known by the hash of the secret that the browser holds. */
export interface SessionRecord {
  /** Hex SHA-256. */
  readonly hash: string;
  /** Hex SHA-256 of the key it was begun with, so that it ends with that key. */
  readonly keyHash: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds since 1970; later after every use. */
  readonly expiresAt: number;
}

export interface SessionStore {
  begin(session: SessionRecord): void;
  /** `null` where it is unknown; one that has expired is still given. */
  byHash(hash: string): SessionRecord | null;
  extend(hash: string, expiresAt: number): void;
  end(hash: string): void;
  /** Forgets what expired before `now`. */
  forgetExpired(now: number): void;
}
