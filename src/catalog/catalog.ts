import type { Article, BodyFormat } from '../article.js';

/** An article as the catalogue keeps it. */
export interface StoredArticle {
  /** Number that stays with the article's id for good, never reused; labels its vector. */
  readonly key: number;
  /** The catalogue's sequence number at this article's last change. */
  readonly sequence: number;
  readonly article: Article;
  readonly bodyFormat: BodyFormat;
}

/** Which vectors are meant: those of one model, made from texts prepared in one way. */
export interface EmbeddingSpace {
  /** `ModelIdentity.revision`. */
  readonly model: string;
  /** Version of how an article becomes the text that is embedded. */
  readonly strategy: string;
}

/** What was derived from an article's text. */
export interface DerivedText {
  /** Hash of the text's origin (title, summary, body, format) that the vector was made from. */
  readonly textHash: string;
  /** Unit length; `null` where the article is not embeddable. */
  readonly vector: Float32Array | null;
  /** Signature that finds near-identical texts; `null` for an empty text. */
  readonly signature: Uint32Array | null;
  /** The text's terms, packed. */
  readonly terms: Uint8Array;
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
  | 'kept_newer';

export interface WriteResult {
  readonly outcome: WriteOutcome;
  /** Key of the stored article, or of its tombstone. */
  readonly key: number;
}

/** Who writes: a source in a numbered run, or a request that always wins. */
export type WriteOrigin =
  | { readonly kind: 'source'; readonly source: string; readonly run: number }
  | { readonly kind: 'request' };

/** What decides whether an article may be shown, without its texts. */
export interface ArticleFacts {
  readonly key: number;
  readonly id: string;
  /** Primary language subtag in lower case, or `null` where unknown. */
  readonly language: string | null;
  /** Milliseconds since 1970, or `null` where unknown. */
  readonly publishedAt: number | null;
  readonly noRecommend: boolean;
}

/** Conditions on candidates that the store can evaluate by itself. */
export interface EligibilityFilter {
  /** Primary language subtag; articles of unknown language pass. `null`: any language. */
  readonly language: string | null;
  /** Milliseconds since 1970: articles published later do not pass. */
  readonly now: number;
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

export interface EmbeddedArticle {
  readonly key: number;
  readonly textHash: string;
  readonly vector: Float32Array;
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
  /** Whether the file under this path is no longer the one that was opened: the folder was replaced. */
  isReplaced(): boolean;
  /** Live articles (deleted ones excluded). */
  count(): number;

  /** A JSON value remembered under a name, such as the model of the last publication; `null` where none is. */
  recall(name: string): unknown;
  remember(name: string, value: unknown): void;

  /** Begins a numbered run, so that `prune` can tell what a source gave this time. */
  beginRun(): number;
  endRun(run: number, summary: RunSummary): void;

  /** Writes a batch whole or not at all; one result for each, in order. */
  write(batch: readonly ArticleWrite[], origin: WriteOrigin, space: EmbeddingSpace): WriteResult[];
  /** Notes that the source still gives these ids, though their rows could not be used. */
  touch(ids: readonly string[], source: string, run: number): void;
  /** Leaves a tombstone and forgets the texts. `false` where the id was never known. */
  delete(id: string): boolean;
  /** Removes what the source gave in an earlier run, not in this one, and nobody else gave. Returns how many. */
  prune(source: string, run: number): number;
  /** Adds vectors to articles already stored; skips those whose text has changed meanwhile. */
  addDerived(
    entries: readonly { readonly key: number; readonly derived: DerivedText }[],
    space: EmbeddingSpace,
  ): void;
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
  /** Live articles by key, in the order asked; unknown and deleted ones are left out. */
  load(keys: readonly number[]): StoredArticle[];
  facts(keys: readonly number[]): ArticleFacts[];
  /** Keys of live, recommendable articles that pass. */
  eligible(filter: EligibilityFilter): number[];
  /** The id of the most recently published article at that moment (milliseconds since 1970). */
  newest(now: number): string | null;

  vector(key: number, space: EmbeddingSpace): Float32Array | null | undefined;
  signatures(keys: readonly number[]): Map<number, Uint32Array>;
  /** Packed terms; empty where none are stored. */
  terms(key: number): Uint8Array;
  /** Up to `limit` live articles with a key above `after` that lack a vector of this space. */
  notEmbedded(space: EmbeddingSpace, after: number, limit: number): StoredArticle[];
  countNotEmbedded(space: EmbeddingSpace): number;
  /** Up to `limit` embedded live articles with a key above `after`, by key. */
  embedded(space: EmbeddingSpace, after: number, limit: number): EmbeddedArticle[];
  countEmbedded(space: EmbeddingSpace): number;
  /** What changed after a sequence number, by sequence. */
  changesSince(sequence: number, space: EmbeddingSpace): VectorChange[];

  close(): void;
}
