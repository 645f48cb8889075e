import type { Catalog, EmbeddingSpace } from '../catalog/catalog.js';
import type { Generation } from '../generation/generation.js';
import type { LexicalScores } from '../lexical/lexical-index.js';
import { LexicalOverlay } from '../lexical/lexical-overlay.js';
import { weigh } from '../lexical/statistics.js';
import { type Terms, unpackTerms } from '../lexical/terms.js';
import { createExactIndex } from '../vectors/exact.js';
import { byCloseness, type Neighbour, type VectorIndex } from '../vectors/vector-index.js';
import { VectorTableBuilder } from '../vectors/vector-table.js';

/** Texts looked at beyond those asked for, since some may have been superseded. */
const MAX_EXTRA = 1000;

/**
 * A served generation and what has changed since it was built: added vectors, and keys whose vector in the
 * generation no longer counts. The catalogue's sequence number says what is still to be taken over, so that
 * writes of other processes show as well.
 */
export class LiveIndex {
  readonly space: EmbeddingSpace;
  readonly #superseded = new Set<number>();
  readonly #pending = new Set<number>();
  readonly #overlay: VectorTableBuilder;
  readonly #words: LexicalOverlay;
  #exact: VectorIndex | null = null;
  #sequence: number;

  constructor(
    readonly generation: Generation,
    private readonly catalog: Catalog,
  ) {
    const { model, textStrategy, sequence } = generation.manifest;
    this.space = { model: model.revision, strategy: textStrategy };
    this.#overlay = new VectorTableBuilder(model.dimensions);
    this.#words = new LexicalOverlay(generation.lexical.statistics);
    this.#sequence = sequence;
    this.refresh();
  }

  /** Sequence number of the catalogue up to which this index speaks. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Keys of live articles that lack a vector of this space; after a rollback to another model, say. */
  get pending(): readonly number[] {
    return [...this.#pending];
  }

  isPending(key: number): boolean {
    return this.#pending.has(key);
  }

  /** Vectors that a search may find. */
  get count(): number {
    return this.generation.index.count + this.#overlay.count;
  }

  /** Takes over what was committed since the last time. Cheap when nothing was. */
  refresh(): void {
    const sequence = this.catalog.sequence();
    if (sequence === this.#sequence) return;
    for (const change of this.catalog.changesSince(this.#sequence, this.space)) {
      // Until the new text has a vector, the old one keeps the article from going dark.
      if (!change.deleted && change.vector === undefined) this.#pending.add(change.key);
      else this.#replace(change.key, change.deleted ? null : (change.vector ?? null), change.terms);
    }
    this.#sequence = sequence;
  }

  /** Takes over the vector made for a pending article; where its text has changed again, it goes on waiting. */
  resolve(key: number): void {
    const vector = this.catalog.vector(key, this.space);
    if (vector !== undefined) this.#replace(key, vector, this.catalog.terms(key));
  }

  vector(key: number): Float32Array | null {
    if (this.#superseded.has(key)) return this.#exactOverlay().vector(key);
    return this.generation.index.vector(key);
  }

  search(query: Float32Array, k: number): Neighbour[] {
    const published = this.#published(query, k);
    if (this.#overlay.count === 0) return published;
    return [...published, ...this.#exactOverlay().search(query, k)].sort(byCloseness).slice(0, k);
  }

  score(query: Float32Array, keys: readonly number[]): Neighbour[] {
    const published = this.generation.index.score(
      query,
      keys.filter((key) => !this.#superseded.has(key)),
    );
    if (this.#overlay.count === 0) return published;
    return [...published, ...this.#exactOverlay().score(query, keys)].sort(byCloseness);
  }

  /** How much each article has in common with these terms. */
  compare(terms: Terms): LexicalScores {
    const query = weigh(terms, this.generation.lexical.statistics);
    const published = this.generation.lexical.compare(query);
    const added = this.#words.compare(query);
    const of = (key: number) => (this.#superseded.has(key) ? added.of(key) : published.of(key));
    return {
      of,
      top: (k) => {
        // As many more as may have to be dropped.
        const current = published
          .top(k + Math.min(this.#superseded.size, MAX_EXTRA))
          .filter((key) => !this.#superseded.has(key));
        return [...current, ...added.top(k)].sort((a, b) => of(b) - of(a) || a - b).slice(0, k);
      },
    };
  }

  /** The generation's own neighbours; where superseded ones took their places, more are asked for. */
  #published(query: Float32Array, k: number): Neighbour[] {
    for (let asked = k; ; asked = Math.min(asked * 4, k + MAX_EXTRA)) {
      const found = this.generation.index.search(query, asked);
      const current = found.filter(({ label }) => !this.#superseded.has(label));
      if (current.length >= k || found.length < asked || asked >= k + MAX_EXTRA) return current.slice(0, k);
    }
  }

  #replace(key: number, vector: Float32Array | null, terms: Uint8Array): void {
    this.#pending.delete(key);
    this.#superseded.add(key);
    if (vector === null) {
      this.#overlay.delete(key);
      this.#words.delete(key);
    } else {
      this.#overlay.set(key, vector);
      this.#words.set(key, unpackTerms(terms));
    }
    this.#exact = null;
  }

  #exactOverlay(): VectorIndex {
    this.#exact ??= createExactIndex(this.#overlay.table());
    return this.#exact;
  }
}
