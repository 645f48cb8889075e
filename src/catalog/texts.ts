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
  /** Unit length; `null` where the article is not embeddable; `undefined` where it has yet to be embedded. */
  readonly vector: Float32Array | null | undefined;
  /** Signature that finds near-identical texts; `null` for an empty text. */
  readonly signature: Uint32Array | null;
  /** The text's terms, packed; empty where it has none. */
  readonly terms: Uint8Array;
  /** Hashes of the lines and sentences of summary and body, ascending, each once. */
  readonly segments: Uint32Array;
  /** Those of them that were boilerplate, and left out of all of the above. Ascending. */
  readonly leftOut: Uint32Array;
  /** Length in words of what was not left out. */
  readonly words: number;
}

/** An article that can be placed beside others: by its vector, by its terms, or by both. */
export interface PlaceableArticle {
  readonly key: number;
  /** Changes with the text and with what was left out of it as boilerplate. */
  readonly textHash: string;
  /** Unit length; `null` where the model cannot place the text. */
  readonly vector: Float32Array | null;
  /** Packed. Empty only beside a vector. */
  readonly terms: Uint8Array;
}

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
