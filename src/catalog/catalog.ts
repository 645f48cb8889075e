import type { Article, BodyFormat } from '../article.js';
import type { Boilerplate } from '../text/boilerplate.js';
import type { ClickCount, ClickQuery, ClickTotals } from './click-counts.js';
import type { ArticleFacts, EligibilityFilter } from './facts.js';
import type { JudgmentStore } from './judgments.js';
import type { KeyStore } from './keys.js';
import type { RuleStore } from './rules.js';
import type { SessionStore } from './sessions.js';
import type { DerivedText, EmbeddingSpace, PlaceableArticle, TextStore } from './texts.js';

export type { ArticleFacts, EligibilityFilter } from './facts.js';
export type { DerivedText, EmbeddingSpace, PlaceableArticle } from './texts.js';

/** An article as the catalogue keeps it. */
export interface StoredArticle {
  /** Number that stays with the article's id for good, never reused; labels its vector. */
  readonly key: number;
  /** The catalogue's sequence number at this article's last change. */
  readonly sequence: number;
  /** Changes with anything that an answer could show, or ranking could read. */
  readonly contentHash: string;
  readonly article: Article;
  readonly bodyFormat: BodyFormat;
}

/** A passage that recurs all over the archive, and says nothing about the article that it stands in. */
export interface BoilerplatePassage {
  readonly hash: number;
  /** Its comparable form, which all its occurrences share. */
  readonly normal: string;
  /** As it is written in one of the articles. */
  readonly example: string;
  /** In how many articles it stood when they were last counted. */
  readonly articles: number;
}

/** An article as the search for boilerplate counts it. */
export interface SegmentedArticle {
  readonly key: number;
  /** Primary language, or `null` where unknown. */
  readonly language: string | null;
  readonly segments: Uint32Array;
}

/** An article to be written, with its vector where one had to be made. */
export interface ArticleWrite {
  readonly article: Article;
  readonly bodyFormat: BodyFormat;
  readonly derived: DerivedText | null;
}

export type WriteOutcome =
  | 'added'
  | 'changed'
  | 'unchanged'
  /** Deleted by request, and what arrived is not newer than the deletion. */
  | 'kept_deleted'
  /** The catalogue holds a version with a later `updatedAt`. */
  | 'kept_newer'
  /** The source repeats what it gave last, or was read some time ago; and somebody else has changed the article since. */
  | 'kept_changed';

export interface WriteResult {
  readonly outcome: WriteOutcome;
  /** Key of the stored article, or of its tombstone. */
  readonly key: number;
}

/** Who writes: a source in a numbered run, or a request that always wins. */
export type WriteOrigin =
  | {
      readonly kind: 'source';
      readonly source: string;
      readonly run: number;
      /** What it gives counts also where it only repeats itself. */
      readonly anew?: boolean;
      /** The sequence number when the source was read, where that was earlier: what others have changed since stays. */
      readonly readAt?: number;
    }
  | { readonly kind: 'request' }
  /** Tells of what a source has: it wins like a request, and lets that source's next pruning have the last word. */
  | { readonly kind: 'hook' };

/** Something that a source wants to know when it is read again. */
export interface SourceNote {
  /** Such as the address of a document. */
  readonly name: string;
  /** In the source's own words; `null` forgets it. */
  readonly value: string | null;
}

/** An article as far as a link to it needs. */
export interface PublishedArticle {
  readonly key: number;
  readonly id: string;
  readonly title: string;
  readonly url: string | null;
}

/** One article whose vector differs from that of an older sequence number. */
export interface VectorChange {
  readonly key: number;
  readonly sequence: number;
  readonly deleted: boolean;
  /** `null`: not embeddable. `undefined`: not embedded in this space yet. */
  readonly vector: Float32Array | null | undefined;
  readonly terms: Uint8Array;
}

export interface RunSummary {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly outcome: Record<string, unknown>;
}

/**
 * The truth: articles, what was derived from them at a cost, and what people decided. Every method is one
 * transaction, durable when it returns. Several processes may hold the same catalogue open.
 */
export interface Catalog {
  /** Identifies this catalogue for good, so that an index built from another is not mistaken for its own. */
  readonly uuid: string;
  /** Grows with every committed change of an article. */
  sequence(): number;
  /**
   * Changes with every commit to the catalogue, of this process and of others, also where nothing is told by it but
   * that something was written. The cheapest question there is: asked with every request.
   */
  pulse(): string;
  /** Rises when articles that are stored already are derived anew, which is no change of them. */
  derivations(): number;
  /**
   * Runs `work`, which writes nothing, on one state of the catalogue: what others commit meanwhile is not seen. Many
   * questions cost less in it than each by itself.
   */
  reading<T>(work: () => T): T;
  /** Whether the file under this path is no longer the one that was opened: the folder was replaced. */
  isReplaced(): boolean;
  /** Live articles (deleted ones excluded). */
  count(): number;

  /** Who may write, edit and look behind the lists. */
  readonly keys: KeyStore;
  /** Who is signed in at the desk. */
  readonly sessions: SessionStore;
  /** What editors decided. */
  readonly rules: RuleStore;
  /** What people judged. */
  readonly judgments: JudgmentStore;
  /** What was derived from articles, as a build goes through it. */
  readonly texts: TextStore;

  /** A JSON value remembered under a name, such as the model of the last publication; `null` where none is. */
  recall(name: string): unknown;
  remember(name: string, value: unknown): void;

  /** Begins a numbered run, so that `prune` can tell what a source gave this time. */
  beginRun(): number;
  endRun(run: number, summary: RunSummary): void;
  /** Runs that ended, the latest first. */
  runs(limit: number): (RunSummary & { readonly run: number })[];

  /** Writes a batch whole or not at all; one result for each, in order. */
  write(batch: readonly ArticleWrite[], origin: WriteOrigin, space: EmbeddingSpace): WriteResult[];
  /** Notes that the source still gives these ids, though their rows could not be used. */
  touch(ids: readonly string[], source: string, run: number): void;
  /** Leaves a tombstone and forgets the texts. `false` where the id was never known. */
  delete(id: string): boolean;
  /** Removes what the source gave in an earlier run, not in this one, and nobody else gave. Returns how many. */
  prune(source: string, run: number): number;
  /** How many articles the source gave, and how many of them not in this run. */
  staleness(source: string, run: number): { readonly given: number; readonly stale: number };
  /** Removes those of these articles that the source once gave and nobody else did. Returns how many. */
  withdraw(ids: readonly string[], source: string): number;
  /** Whether the source gave this article and it is live, or it was deleted by request. */
  holds(id: string, source: string): boolean;
  /** From now on, what this source gave goes when another takes it back: it gives only what is newest, and drops the rest. */
  takeForPartial(source: string): void;
  /** Remembers what a source wants to know when it is read again. */
  note(source: string, notes: readonly SourceNote[]): void;
  /** What the source noted under that name; `null` where nothing was. */
  noted(source: string, name: string): string | null;
  /**
   * Adds to the counts of a day (since 1970, UTC). Passes over what names no live article or leads to itself, and more
   * links and places under one article than pages have. No change of any article.
   */
  countClicks(day: number, counts: readonly ClickCount[]): void;
  clicks(query: ClickQuery): ClickTotals;
  /** Forgets the counts of days before this one. */
  forgetClicks(before: number): void;
  /** Adds vectors to articles already stored; skips those whose text has changed meanwhile. */
  addDerived(
    entries: readonly { readonly key: number; readonly derived: DerivedText }[],
    space: EmbeddingSpace,
  ): void;
  /**
   * Takes a set of boilerplate for the current one. Articles that were derived with other passages left out lack a
   * vector from now on. Raises the sequence by one, but is no change of any article. `false`, and nothing but new
   * examples, where the set is the same.
   */
  keepBoilerplate(passages: readonly BoilerplatePassage[]): boolean;
  /** Forgets vectors of spaces other than these. */
  keepSpaces(spaces: readonly EmbeddingSpace[]): void;

  /** For each, in order: whether writing it now would need a vector of this space that is not there yet. */
  lackVector(
    batch: readonly Omit<ArticleWrite, 'derived'>[],
    origin: WriteOrigin,
    space: EmbeddingSpace,
  ): boolean[];
  /** A live article by id, whatever its date. */
  find(id: string): StoredArticle | null;
  /**
   * Id of the live article at a canonical address, or that was there before it moved, published by `now`
   * (milliseconds since 1970); `null` where none is.
   */
  idAt(address: string, now: number): string | null;
  /** Live articles by key, in the order asked; unknown and deleted ones are left out. */
  load(keys: readonly number[]): StoredArticle[];
  /** Ids by key, of deleted articles too; unknown keys are left out. */
  ids(keys: readonly number[]): Map<number, string>;
  facts(keys: readonly number[]): ArticleFacts[];
  /** Keys of live, recommendable articles that pass. */
  eligible(filter: EligibilityFilter): readonly number[];
  /** Up to `limit` live articles with a key above `after` that are published by `now`, by key. */
  published(now: number, after: number, limit: number): PublishedArticle[];
  /** The id of the most recently published article at that moment (milliseconds since 1970). */
  newest(now: number): string | null;
  /**
   * Keys of up to `limit` live articles published by `now` whose titles hold words that begin like each of these (the
   * first 32), or whose id or address is this. That one first, then titles that begin with the text, then those that
   * hold it as it is, then the newest. Without a word, the newest of all.
   */
  search(text: string, now: number, limit: number): number[];
  /** The latest date of a recommendable article that is not after `now`: grows when a scheduled one appears. */
  publishedUpTo(now: number): number | null;
  /** The earliest date of a recommendable article after `now`; `null` where none is scheduled. */
  publishedNext(now: number): number | null;

  vector(key: number, space: EmbeddingSpace): Float32Array | null | undefined;
  signatures(keys: readonly number[]): Map<number, Uint32Array>;
  /** Packed terms; empty where none are stored. */
  terms(key: number): Uint8Array;
  /** Up to `limit` live articles with a key above `after` that lack a vector of this space. */
  notEmbedded(space: EmbeddingSpace, after: number, limit: number): StoredArticle[];
  countNotEmbedded(space: EmbeddingSpace): number;
  /** Up to `limit` live articles with a key above `after` that have a vector of this space or terms, by key. */
  placeable(space: EmbeddingSpace, after: number, limit: number): PlaceableArticle[];
  countPlaceable(space: EmbeddingSpace): number;
  /** Live articles with a vector of this space. */
  countEmbedded(space: EmbeddingSpace): number;
  /** The current boilerplate; the same object until it changes. */
  boilerplate(): Boilerplate;
  /** The same with examples, in most articles first. */
  boilerplatePassages(): BoilerplatePassage[];
  /** Live articles of which something was left out as boilerplate. */
  countLeftOut(): number;
  /** Up to `limit` live articles with a key above `after` whose text was derived, by key. */
  segmented(after: number, limit: number): SegmentedArticle[];
  /** The first `limit` articles that changed after a sequence number, or all of them, by sequence. */
  changesSince(sequence: number, space: EmbeddingSpace, limit?: number): VectorChange[];

  /** Lets go of the pages that are held in memory; what is asked for next is read from the disk. */
  shrink(): void;
  close(): void;
}
