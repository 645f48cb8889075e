import { rowsByLabel } from './label-rows.js';
import { byCloseness, isSearchable, type Neighbour, type VectorIndex } from './vector-index.js';
import { rowOf, similarity, type VectorTable } from './vector-table.js';

/** Compares with every vector: for small archives, for few survivors of a filter, and as the oracle in tests. */
export function createExactIndex(table: VectorTable): VectorIndex {
  const rowFor = rowsByLabel(table.labels);

  const measured = (query: Float32Array, labels: Iterable<number>): Neighbour[] => {
    if (!isSearchable(query)) return [];
    const found: Neighbour[] = [];
    for (const label of labels) {
      const row = rowFor(label);
      if (row < 0) continue;
      found.push({ label, similarity: similarity(query, table.values, row * table.dimensions) });
    }
    return found.sort(byCloseness);
  };

  return {
    dimensions: table.dimensions,
    count: table.labels.length,
    values: table.values,
    row: rowFor,
    has: (label) => rowFor(label) >= 0,
    vector(label) {
      const row = rowFor(label);
      return row < 0 ? null : rowOf(table, row);
    },
    search: (query, k) => measured(query, table.labels).slice(0, k),
    score: measured,
  };
}
