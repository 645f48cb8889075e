import type { RecordRow } from '../source.js';

/** A post, as far as it can be told before it is validated. */
export interface CmsPost {
  /** Of the article, prefix included; `null` where not even that could be read. */
  readonly id: string | null;
  /** Milliseconds since 1970; `null` where unknown. */
  readonly changedAt: number | null;
  readonly publishedAt: number | null;
  /** `null`: there, but not for every reader, such as behind a password of its own. */
  readonly row: RecordRow | null;
  readonly location: string;
}

/** Which posts are asked for. */
export interface Span {
  /** The time that counts, and that posts are sorted by, earliest first. */
  readonly by: Clock;
  /** Later than this, in milliseconds since 1970; `null`: from the beginning. */
  readonly after: number | null;
  /** Earlier than this, and then sorted by id: for one second, in which more happened than a page holds. */
  readonly before: number | null;
  /** From 1. */
  readonly page: number;
}

export type Clock = 'changed' | 'published';

export interface PostPage {
  readonly posts: readonly CmsPost[];
  /** Whether there is a further page of the same span. */
  readonly more: boolean;
  /** Posts in the whole span; `null` where it does not say. */
  readonly total: number | null;
  /** The server's own time, in milliseconds since 1970. */
  readonly now: number;
}

/** Posts of one kind at one site. Times are of whole seconds. */
export interface Collection {
  /** Such as `posts`. */
  readonly name: string;
  readonly location: string;
  /** Put before every id of the system's own. */
  readonly idPrefix: string;
  /**
   * How far behind the last time seen a reading begins, in milliseconds: what is written at a time need not show at
   * that time. `published` where a post can appear without counting as changed.
   */
  readonly overlaps: Readonly<{ changed: number; published: number | null }>;
  list(span: Span): Promise<PostPage>;
  /** The system's own ids of all that is there, a page at a time; may tell one twice, never leaves one out. */
  ids(): AsyncIterable<readonly string[]>;
  /** At most a page of posts by the system's own ids; those that are gone are left out. */
  byIds(ids: readonly string[]): Promise<readonly CmsPost[]>;
}

/** Posts in one page: what both systems give at most. */
export const PAGE = 100;
