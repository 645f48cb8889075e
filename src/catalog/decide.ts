import type { WriteOrigin, WriteOutcome } from './catalog.js';

/** What a write finds under the article's id. */
export interface Existing {
  readonly contentHash: string;
  /** Milliseconds since 1970. */
  readonly updatedAt: number | null;
  readonly deletedAt: number | null;
  readonly deletedBy: 'request' | 'prune' | null;
}

export interface Incoming {
  readonly contentHash: string;
  readonly updatedAt: number | null;
}

/**
 * What becomes of an arriving version. A request (PUT) always wins. A source yields to a later `updatedAt` and
 * to a deletion by request, unless its version is newer: updated after the deletion, or, where it does not say
 * when it was updated, different from what was deleted.
 */
export function decide(existing: Existing | null, incoming: Incoming, origin: WriteOrigin): WriteOutcome {
  if (existing === null) return 'added';
  const same = existing.contentHash === incoming.contentHash;
  if (existing.deletedAt !== null) {
    if (origin.kind === 'request' || existing.deletedBy === 'prune') return 'added';
    const newer = incoming.updatedAt === null ? !same : incoming.updatedAt > existing.deletedAt;
    return newer ? 'added' : 'kept_deleted';
  }
  if (same) return 'unchanged';
  const older =
    origin.kind === 'source' &&
    incoming.updatedAt !== null &&
    existing.updatedAt !== null &&
    incoming.updatedAt < existing.updatedAt;
  return older ? 'kept_newer' : 'changed';
}
