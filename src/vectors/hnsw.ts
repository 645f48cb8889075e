import hnswlib from 'hnswlib-node';
import { createExactIndex } from './exact.js';
import { faultOfGraph } from './graph-file.js';
import {
  byCloseness,
  type HnswParameters,
  isSearchable,
  type Neighbour,
  type VectorIndex,
} from './vector-index.js';
import type { VectorTable } from './vector-table.js';

/** The only file that names hnswlib-node. Its functions take `number[]`, and hold the event loop while they run. */
const SPACE = 'cosine';

/** Any fixed number: the same vectors in the same order give the same graph. */
const SEED = 20_251_123;

/** Room for more is made by this factor: what is not filled is memory all the same. */
const GROWTH = 1.25;

export interface HnswBuilder {
  /** Adds a vector of unit length; a label given again replaces its vector. */
  add(label: number, vector: Float32Array): void;
  /** The label is never found again. */
  remove(label: number): void;
  /** The `k` nearest that were added, closest first, found with a search of this width. */
  nearest(vector: Float32Array, k: number, ef: number): Neighbour[];
  save(file: string): void;
}

export function createHnswBuilder(dimensions: number, parameters: HnswParameters): HnswBuilder {
  const graph = new hnswlib.HierarchicalNSW(SPACE, dimensions);
  let capacity = 4096;
  // One array for all: hnswlib copies what it is given, and making one takes longer than filling it.
  const given = new Array<number>(dimensions).fill(0);
  const asGiven = (vector: Float32Array): number[] => {
    if (vector.length !== dimensions) throw new Error(`a vector of ${vector.length} among ${dimensions}`);
    for (let i = 0; i < dimensions; i++) given[i] = vector[i] ?? 0;
    return given;
  };
  graph.initIndex({
    maxElements: capacity,
    m: parameters.M,
    efConstruction: parameters.efConstruction,
    randomSeed: SEED,
  });
  return {
    add(label, vector) {
      if (graph.getCurrentCount() >= capacity) {
        capacity = Math.ceil(capacity * GROWTH);
        graph.resizeIndex(capacity);
      }
      graph.addPoint(asGiven(vector), label);
    },
    remove(label) {
      graph.markDelete(label);
    },
    nearest(vector, k, ef) {
      const wanted = Math.min(k, graph.getCurrentCount());
      if (wanted === 0 || !isSearchable(vector)) return [];
      graph.setEf(Math.max(ef, wanted));
      const { neighbors, distances } = graph.searchKnn(asGiven(vector), wanted);
      return neighbors.map((label, i) => ({ label, similarity: 1 - (distances[i] ?? 1) }));
    },
    save(file) {
      graph.writeIndexSync(file);
    },
  };
}

/**
 * Opens a saved graph beside its vectors. Throws where it is not the graph of these vectors; nothing of the file is
 * taken on trust, since hnswlib would follow it out of its memory.
 */
export async function openHnsw(
  file: string,
  table: VectorTable,
  parameters: HnswParameters,
): Promise<VectorIndex> {
  const exact = createExactIndex(table);
  const { dimensions, count, has } = exact;
  const fault = await faultOfGraph(file, { dimensions, count, has, M: parameters.M });
  if (fault !== null) throw new Error(fault);
  const graph = new hnswlib.HierarchicalNSW(SPACE, dimensions);
  await graph.readIndex(file);
  return {
    ...exact,
    search(query, k, ef = parameters.ef) {
      const wanted = Math.min(k, exact.count);
      if (wanted === 0 || !isSearchable(query)) return [];
      // `ef` is forgotten by a load, and must not be smaller than `k`.
      graph.setEf(Math.max(ef, wanted));
      const { neighbors, distances } = graph.searchKnn(Array.from(query), wanted);
      return neighbors
        .map((label, i) => ({ label, similarity: 1 - (distances[i] ?? 1) }))
        .filter((neighbour) => exact.has(neighbour.label))
        .sort(byCloseness);
    },
  };
}
