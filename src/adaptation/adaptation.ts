/**
 * A second space, fitted to the publisher's own articles without labels: what makes this archive's articles
 * differ, which a general model cannot know. It is the truncated singular value decomposition of the
 * articles' term weights (latent semantic analysis: Deerwester, Dumais, Furnas, Landauer and Harshman,
 * "Indexing by latent semantic analysis", 1990). Plain data: it is written into a generation's folder and
 * read back.
 */
export interface Adaptation {
  /** Articles of the archive when it was fitted, not of the sample. */
  readonly fittedOn: number;
  /** Mean of the general vectors, one number for each of their dimensions. */
  readonly mean: Float32Array;
  /** Hashes of the known terms, ascending; all are words. */
  readonly terms: Uint32Array;
  /** Inverse document frequency of each known term in the sample, above 0. */
  readonly idf: Float32Array;
  /**
   * Term after term, `terms.length × dimensions` numbers: right singular vectors over the square root of
   * their values.
   */
  readonly directions: Float32Array;
  /** Of the archive's space; fewer than asked for where the articles say no more. */
  readonly dimensions: number;
}
