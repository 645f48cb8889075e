import { closenessOf, combine, cosinesWith, type HalfCosines } from '../adaptation/combine.js';
import type { Catalog, EmbeddingSpace } from '../catalog/catalog.js';
import type { Generation } from '../generation/generation.js';
import type { LexicalScores } from '../lexical/lexical-index.js';
import { LexicalOverlay } from '../lexical/lexical-overlay.js';
import { weigh } from '../lexical/statistics.js';
import { type Terms, unpackTerms } from '../lexical/terms.js';
import type { Archive, MeasureKey } from '../recommend/archive.js';
import { createExactIndex } from '../vectors/exact.js';
import { byCloseness, type Neighbour, type VectorIndex } from '../vectors/vector-index.js';
import { similarity, VectorTableBuilder } from '../vectors/vector-table.js';

/** Texts looked at beyond those asked for, since some may have been superseded. */
const MAX_EXTRA = 1000;

/**
 * A served generation and what has changed since it was built: added vectors, and keys whose vector in the
 * generation no longer counts. The catalogue's sequence number says what is still to be taken over, so that
 * writes of other processes show as well: `refresh` takes it over, and is called before anything is asked.
 */
export class LiveIndex {
  readonly space: EmbeddingSpace;
  readonly #superseded = new Set<number>();
  readonly #pending = new Set<number>();
  #pendingKeys: readonly number[] | null = null;
  readonly #overlay: VectorTableBuilder;
  readonly #words: LexicalOverlay;
  #exact: VectorIndex | null = null;
  #sequence: number;

  constructor(
    readonly generation: Generation,
    private readonly catalog: Catalog,
  ) {
    const { model, dimensions, textStrategy, sequence } = generation.manifest;
    this.space = { model: model.revision, strategy: textStrategy };
    this.#overlay = new VectorTableBuilder(dimensions);
    this.#words = new LexicalOverlay(generation.lexical.statistics);
    this.#sequence = sequence;
  }

  /** Sequence number of the catalogue up to which this index speaks. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Keys of live articles whose texts this index does not know yet; after a rollback to another model, say. */
  get pending(): readonly number[] {
    this.#pendingKeys ??= [...this.#pending];
    return this.#pendingKeys;
  }

  isPending(key: number): boolean {
    return this.#pending.has(key);
  }

  /** Articles that can be found. */
  get count(): number {
    return this.generation.lexical.statistics.texts + this.#words.count;
  }

  /**
   * Takes over what was committed since the last time: all of it, or the first `most` changes, each of which takes some
   * tenths of a millisecond. Cheap when nothing was. Whether more may be waiting.
   */
  refresh(most = Number.MAX_SAFE_INTEGER): boolean {
    const sequence = this.catalog.sequence();
    if (sequence === this.#sequence) return false;
    const changes = this.catalog.changesSince(this.#sequence, this.space, most);
    for (const change of changes) {
      // Until the new text is known, the old one keeps the article from going dark.
      if (!change.deleted && change.vector === undefined) this.#wait(change.key);
      else if (change.deleted) this.#forget(change.key);
      else this.#replace(change.key, change.vector ?? null, unpackTerms(change.terms));
    }
    const isMore = changes.length >= most;
    this.#sequence = (isMore ? changes.at(-1)?.sequence : undefined) ?? sequence;
    return isMore;
  }

  /** Takes over what was derived of a pending article; where its text has changed again, it goes on waiting. */
  resolve(key: number): void {
    const vector = this.catalog.vector(key, this.space);
    if (vector !== undefined) this.#replace(key, vector, unpackTerms(this.catalog.terms(key)));
  }

  /** A text's place among the articles, from the model's vector of it; `null` where it has none. */
  place(general: Float32Array | null, terms: Terms): Float32Array | null {
    return combine(general, terms, this.generation.adaptation);
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

  /** Exact cosines in both spaces, in the order of the keys; `null` for an article without a vector. */
  closeness(query: Float32Array, keys: readonly number[]): (HalfCosines | null)[] {
    const { dimensions } = this.generation.manifest.model;
    return closenessOf(query, keys, (key) => this.vector(key), dimensions);
  }

  /** Writes the same cosines of one key after another, as `Archive.measuring`. */
  measuring(query: Float32Array): MeasureKey {
    const { index, manifest } = this.generation;
    const measure = cosinesWith(query, manifest.model.dimensions);
    return (key, into, least) => {
      const { values, row } = this.#superseded.has(key) ? this.#exactOverlay() : index;
      const at = row(key);
      if (at < 0) into.fill(Number.NaN);
      else measure(values, at * index.dimensions, into, least);
    };
  }

  /** Cosine of two articles' vectors; 0 where one has none. */
  similarity(one: number, other: number): number {
    const [a, b] = [this.vector(one), this.vector(other)];
    return a === null || b === null ? 0 : similarity(a, b, 0);
  }

  hubness(key: number): number {
    return this.#superseded.has(key) ? 1 : this.generation.hubness(key);
  }

  /** How much each article has in common with these terms. */
  compare(terms: Terms): LexicalScores {
    const query = weigh(terms, this.generation.lexical.statistics);
    const published = this.generation.lexical.compare(query);
    const added = this.#words.compare(query);
    const of = (key: number) => (this.#superseded.has(key) ? added.of(key) : published.of(key));
    return {
      of,
      sum: (key, names, titles) => (this.#superseded.has(key) ? added : published).sum(key, names, titles),
      top: (k) => {
        // As many more as may have to be dropped.
        const current = published
          .top(k + Math.min(this.#superseded.size, MAX_EXTRA))
          .filter((key) => !this.#superseded.has(key));
        const others = added.top(k);
        if (others.length === 0) return current.slice(0, k);
        return [...current, ...others]
          .map((key) => ({ key, words: of(key).words }))
          .sort((a, b) => b.words - a.words || a.key - b.key)
          .slice(0, k)
          .map(({ key }) => key);
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

  #replace(key: number, general: Float32Array | null, terms: Terms): void {
    this.#forget(key);
    if (general === null && terms.hashes.length === 0) return;
    this.#words.set(key, terms);
    const vector = this.place(general, terms);
    if (vector !== null) this.#overlay.set(key, vector);
  }

  #wait(key: number): void {
    this.#pending.add(key);
    this.#pendingKeys = null;
  }

  #forget(key: number): void {
    if (this.#pending.delete(key)) this.#pendingKeys = null;
    this.#superseded.add(key);
    this.#words.delete(key);
    this.#overlay.delete(key);
    this.#exact = null;
  }

  #exactOverlay(): VectorIndex {
    this.#exact ??= createExactIndex(this.#overlay.table());
    return this.#exact;
  }
}

/** What the stages of a recommendation read. */
export function archiveOf(index: LiveIndex, catalog: Catalog): Archive {
  const { articles, cutoffs } = index.generation.manifest;
  return {
    count: index.count,
    cutoffs: { articles, quantiles: cutoffs },
    nearest: (vector, k) => index.search(vector, k).map(({ label }) => label),
    closeness: (vector, keys) => index.closeness(vector, keys),
    measuring: (vector) => index.measuring(vector),
    similarity: (one, other) => index.similarity(one, other),
    compare: (terms) => index.compare(terms),
    hubness: (key) => index.hubness(key),
    facts: catalog.facts,
    eligible: catalog.eligible,
    signatures: catalog.signatures,
  };
}
