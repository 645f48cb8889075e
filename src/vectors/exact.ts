import { byCloseness, isSearchable, type Neighbour, type VectorIndex } from './vector-index.js';
import { rowOf, similarity, type VectorTable } from './vector-table.js';

/** Compares with every vector: for small archives, for few survivors of a filter, and as the oracle in tests. */
export function createExactIndex(table: VectorTable): VectorIndex {
  const rows = new Map<number, number>();
  table.labels.forEach((label, row) => {
    rows.set(label, row);
  });

  const measured = (query: Float32Array, labels: Iterable<number>): Neighbour[] => {
    if (!isSearchable(query)) return [];
    const found: Neighbour[] = [];
    for (const label of labels) {
      const row = rows.get(label);
      if (row === undefined) continue;
      found.push({ label, similarity: similarity(query, table.values, row * table.dimensions) });
    }
    return found.sort(byCloseness);
  };

  return {
    dimensions: table.dimensions,
    count: table.labels.length,
    has: (label) => rows.has(label),
    vector(label) {
      const row = rows.get(label);
      return row === undefined ? null : rowOf(table, row);
    },
    search: (query, k) => measured(query, table.labels).slice(0, k),
    score: measured,
  };
}
