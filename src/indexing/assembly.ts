import type { Adaptation } from '../adaptation/adaptation.js';
import { combine } from '../adaptation/combine.js';
import type { Terms } from '../lexical/terms.js';
import type { HnswBuilder } from '../vectors/hnsw.js';
import type { VectorFile } from '../vectors/vector-file.js';

/** Neighbours by whose nearness a hub is known, and the width of the search for them. */
const HUB_NEIGHBOURS = 10;
const HUB_EF = 32;
/** A hub counts at most as twice as near to everything as the average, a loner at least as half. */
const HUB_BOUND = 2;

/** Progress is told after so many articles. */
const TOLD = 512;

export interface AssemblyParts {
  /** `null` where the model's vectors stand alone. */
  readonly adaptation: Adaptation | null;
  /** Of the dimensions of both spaces, as is the file. */
  readonly graph: HnswBuilder;
  readonly vectors: VectorFile;
}

/** Where a generation's articles lie: each is put into the graph, and its vector into the file, as it comes. */
export class Assembly {
  readonly graph: HnswBuilder;
  readonly vectors: VectorFile;
  readonly adaptation: Adaptation | null;

  constructor({ adaptation, graph, vectors }: AssemblyParts) {
    this.adaptation = adaptation;
    this.graph = graph;
    this.vectors = vectors;
  }

  /** A label given again gets another place; none, where neither the model nor its words can place it now. */
  place(label: number, general: Float32Array | null, terms: Terms): void {
    const vector = combine(general, terms, this.adaptation);
    if (vector === null) {
      this.remove(label);
      return;
    }
    this.vectors.set(label, vector);
    this.graph.add(label, vector);
  }

  remove(label: number): void {
    if (this.vectors.delete(label)) this.graph.remove(label);
  }
}

/**
 * How near everything is to each vector, row by row: its mean cosine to the ten nearest others beside that of the
 * average article, ½ to 2. Articles with high values turn up under everything.
 */
export function hubnessOf(
  { graph, vectors }: Pick<Assembly, 'graph' | 'vectors'>,
  progress: (done: number, total: number) => void,
): Float32Array {
  const nearness = Float32Array.from(vectors.labels, (label, row) => {
    if (row % TOLD === TOLD - 1) progress(row + 1, vectors.count);
    const vector = vectors.get(label);
    if (vector === null) return 0;
    const near = graph
      .nearest(vector, HUB_NEIGHBOURS + 1, HUB_EF)
      .filter((neighbour) => neighbour.label !== label)
      .slice(0, HUB_NEIGHBOURS);
    const sum = near.reduce((total, { similarity }) => total + similarity, 0);
    return Math.max(0, sum / Math.max(1, near.length));
  });
  const mean = nearness.reduce((sum, value) => sum + value, 0) / Math.max(1, nearness.length);
  return nearness.map((value) => (mean > 0 ? Math.min(HUB_BOUND, Math.max(1 / HUB_BOUND, value / mean)) : 1));
}
