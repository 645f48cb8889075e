/** A vector's label (an article's key) and how close it is. */
export interface Neighbour {
  readonly label: number;
  /** Cosine similarity, −1 to 1, higher is closer. */
  readonly similarity: number;
}

/**
 * Vectors of unit length under labels, searched by cosine similarity. Immutable once opened.
 */
export interface VectorIndex {
  readonly dimensions: number;
  readonly count: number;
  has(label: number): boolean;
  /** All vectors, row after row. */
  readonly values: Float32Array;
  /** The row of a label's vector; −1 where there is none. */
  row(label: number): number;
  /** The vector as it was put in, or `null` where there is none under this label. */
  vector(label: number): Float32Array | null;
  /**
   * Up to `k` neighbours, closest first, equal ones by label. An approximate index may miss some.
   * A zero vector or one with a number that is not finite has no neighbours. `ef` is the width of an approximate
   * index's search, at least `k`; by default its own.
   */
  search(query: Float32Array, k: number, ef?: number): Neighbour[];
  /** The exact similarity of each of these labels, closest first; labels without a vector are left out. */
  score(query: Float32Array, labels: readonly number[]): Neighbour[];
}

export interface HnswParameters {
  /** Links per node and layer. */
  readonly M: number;
  /** Width of the search for links while building. */
  readonly efConstruction: number;
  /** Width of the search when asking; at least `k` is used. */
  readonly ef: number;
}

export const HNSW_DEFAULTS: HnswParameters = { M: 16, efConstruction: 200, ef: 100 };

/** Closest first; equal similarities in the order of labels, so that lists do not depend on chance. */
export function byCloseness(a: Neighbour, b: Neighbour): number {
  return b.similarity - a.similarity || a.label - b.label;
}

/** False for what has no direction: zero, NaN, infinity. Similarities to such a vector mean nothing. */
export function isSearchable(vector: Float32Array): boolean {
  let square = 0;
  for (const value of vector) square += value * value;
  return Number.isFinite(square) && square > 0;
}
