import type { DerivedText, EmbeddingSpace, PlaceableArticle } from './catalog.js';

/** A live article with what was derived from it, so far. */
export interface DerivedArticle {
  readonly key: number;
  /** As that of `PlaceableArticle`; `null` where the article lacks a vector. */
  readonly textHash: string | null;
  /** `null`: not embeddable. `undefined`: lacking. */
  readonly vector: Float32Array | null | undefined;
  /** Packed. */
  readonly terms: Uint8Array;
}

/** A vector of a text of which everything else is stored already. */
export interface DerivedVector extends Pick<DerivedText, 'textHash' | 'leftOut'> {
  readonly vector: Float32Array | null;
}

/** What was derived from articles, as a build goes through it: page by page, by key. */
export interface TextStore {
  /** Adds vectors where nothing but them was lacking; skips articles whose text has changed meanwhile. */
  addVectors(
    entries: readonly { readonly key: number; readonly derived: DerivedVector }[],
    space: EmbeddingSpace,
  ): void;
  /** Up to `limit` live articles with a key above `after`. */
  derived(space: EmbeddingSpace, after: number, limit: number): DerivedArticle[];
  /** Those that `Catalog.placeable` gives, without what they are placed by: far quicker to read. */
  placed(space: EmbeddingSpace, after: number, limit: number): Pick<PlaceableArticle, 'key' | 'textHash'>[];
  /** Keys of live articles that have terms. */
  worded(): number[];
  /** Hashes of an article's segments; empty where none are stored. */
  segments(key: number): Uint32Array;
}
