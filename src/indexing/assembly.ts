import type { Adaptation } from '../adaptation/adaptation.js';
import { combine } from '../adaptation/combine.js';
import { fitAdaptation } from '../adaptation/fit.js';
import { needsRefit } from '../adaptation/refit.js';
import { SAMPLE, sampleOf } from '../adaptation/sample.js';
import { NO_TERMS, type Terms } from '../lexical/terms.js';
import type { HnswBuilder } from '../vectors/hnsw.js';
import type { HnswParameters } from '../vectors/vector-index.js';
import { rowOf, VectorTableBuilder } from '../vectors/vector-table.js';

/** Any fixed number: the same archive gives the same sample, space and pairs. */
export const SEED = 20_251_123;

/** Neighbours by whose nearness a hub is known, and the width of the search for them. */
const HUB_NEIGHBOURS = 10;
const HUB_EF = 32;
/** A hub counts at most as twice as near to everything as the average, a loner at least as half. */
const HUB_BOUND = 2;

export interface AssemblySettings {
  readonly dimensions: number;
  readonly hnsw: HnswParameters;
  readonly createHnsw: (dimensions: number, parameters: HnswParameters) => HnswBuilder;
  /** To go on with; `null` fits anew once all articles are there. */
  readonly adaptation: Adaptation | null;
}

/** What a generation is made of, complete. */
export interface Assembled {
  readonly adaptation: Adaptation | null;
  readonly graph: HnswBuilder;
  readonly vectors: VectorTableBuilder;
  readonly texts: ReadonlyMap<number, Terms>;
}

/**
 * A generation's articles, one after another. With an adaptation to go on with, the graph grows at once; without
 * one, or when the archive turns out to have outgrown it, it is built at the end.
 */
export class Assembly {
  readonly #texts = new Map<number, Terms>();
  readonly #general: VectorTableBuilder;
  #vectors: VectorTableBuilder;
  #graph: HnswBuilder;
  readonly #adaptation: Adaptation | null;

  constructor(private readonly settings: AssemblySettings) {
    this.#adaptation = settings.adaptation;
    this.#general = new VectorTableBuilder(settings.dimensions);
    [this.#graph, this.#vectors] = this.#empty(this.#adaptation);
  }

  add(label: number, general: Float32Array | null, terms: Terms): void {
    this.#texts.set(label, terms);
    if (general === null) this.#general.delete(label);
    else this.#general.set(label, general);
    if (this.#adaptation !== null) this.#insert(label, this.#adaptation);
  }

  remove(label: number): void {
    this.#texts.delete(label);
    this.#general.delete(label);
    if (this.#vectors.delete(label)) this.#graph.remove(label);
  }

  /** Fits where that is due, and inserts what is not in the graph yet. */
  complete(progress: (done: number, total: number) => void): Assembled {
    const articles = this.#texts.size;
    let adaptation = this.#adaptation;
    if (adaptation === null || needsRefit(adaptation, articles)) {
      adaptation = this.#fit();
      [this.#graph, this.#vectors] = this.#empty(adaptation);
      let done = 0;
      for (const label of this.#texts.keys()) {
        this.#insert(label, adaptation);
        done += 1;
        if (done % 512 === 0) progress(done, articles);
      }
    }
    return { adaptation, graph: this.#graph, vectors: this.#vectors, texts: this.#texts };
  }

  #fit(): Adaptation | null {
    const labels = sampleOf([...this.#texts.keys()], SAMPLE, SEED);
    const sample = labels.map((label) => ({
      terms: this.#texts.get(label) ?? NO_TERMS,
      vector: this.#general.get(label),
    }));
    const { dimensions } = this.settings;
    return fitAdaptation(sample, {
      articles: this.#texts.size,
      generalDimensions: dimensions,
      seed: SEED,
    });
  }

  #insert(label: number, adaptation: Adaptation | null): void {
    const vector = combine(this.#general.get(label), this.#texts.get(label) ?? NO_TERMS, adaptation);
    if (vector === null) {
      if (this.#vectors.delete(label)) this.#graph.remove(label);
      return;
    }
    this.#vectors.set(label, vector);
    this.#graph.add(label, vector);
  }

  #empty(adaptation: Adaptation | null): [HnswBuilder, VectorTableBuilder] {
    const dimensions = this.settings.dimensions + (adaptation?.dimensions ?? 0);
    return [this.settings.createHnsw(dimensions, this.settings.hnsw), new VectorTableBuilder(dimensions)];
  }
}

/**
 * How near everything is to each vector, row by row: its mean cosine to the ten nearest others beside that of the
 * average article, ½ to 2. Articles with high values turn up under everything.
 */
export function hubnessOf({ graph, vectors }: Pick<Assembled, 'graph' | 'vectors'>): Float32Array {
  const table = vectors.table();
  const nearness = Float32Array.from(table.labels, (label, row) => {
    const near = graph
      .nearest(rowOf(table, row), HUB_NEIGHBOURS + 1, HUB_EF)
      .filter((neighbour) => neighbour.label !== label)
      .slice(0, HUB_NEIGHBOURS);
    const sum = near.reduce((total, { similarity }) => total + similarity, 0);
    return Math.max(0, sum / Math.max(1, near.length));
  });
  const mean = nearness.reduce((sum, value) => sum + value, 0) / Math.max(1, nearness.length);
  return nearness.map((value) => (mean > 0 ? Math.min(HUB_BOUND, Math.max(1 / HUB_BOUND, value / mean)) : 1));
}
