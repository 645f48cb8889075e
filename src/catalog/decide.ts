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
 * What becomes of an arriving version. A request (PUT), or a hook, always wins. A source that repeats what it gave last (`given`,
 * a content hash) changes nothing, so that an old export does not undo a PUT, unless it is to be heard anew; it yields
 * to a later `updatedAt`; and it brings back what was deleted by request only with a version updated after the deletion.
 */
export function decide(
  existing: Existing | null,
  incoming: Incoming,
  origin: WriteOrigin,
  given: string | null,
): WriteOutcome {
  if (existing === null) return 'added';
  if (existing.deletedAt !== null) {
    if (origin.kind !== 'source' || existing.deletedBy === 'prune') return 'added';
    const newer = incoming.updatedAt !== null && incoming.updatedAt > existing.deletedAt;
    return newer ? 'added' : 'kept_deleted';
  }
  if (existing.contentHash === incoming.contentHash) return 'unchanged';
  if (origin.kind !== 'source') return 'changed';
  if (given === incoming.contentHash && origin.anew !== true) return 'kept_changed';
  const older =
    incoming.updatedAt !== null && existing.updatedAt !== null && incoming.updatedAt < existing.updatedAt;
  return older ? 'kept_newer' : 'changed';
}
