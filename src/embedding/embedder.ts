/** What determines a vector besides the text: two embedders of equal `revision` give equal vectors. */
export interface ModelIdentity {
  /** For people: the folder's name, such as `seealso-en`. */
  readonly name: string;
  /** Hex SHA-256 over the model's files and everything that shapes its output (pooling, prefixes, limit). */
  readonly revision: string;
  readonly dimensions: number;
}

/** Some models embed what is looked for and what is found with different prefixes. */
export type EmbeddingRole = 'query' | 'passage';

/**
 * Turns texts into vectors.
 *
 * Each vector has `model.dimensions` finite numbers and unit length, so that a dot product is the cosine
 * similarity (−1 to 1, higher is closer). A text in which the model recognises nothing gives `null`: it is not
 * embeddable. A text longer than the model's limit is split into passages whose vectors are pooled.
 */
export interface Embedder {
  readonly model: ModelIdentity;
  embed(texts: readonly string[], role: EmbeddingRole): Promise<(Float32Array | null)[]>;
  close(): Promise<void>;
}
