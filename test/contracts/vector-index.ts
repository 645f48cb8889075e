import { beforeAll, describe, expect, it } from 'vitest';
import { createExactIndex } from '../../src/vectors/exact.js';
import type { Neighbour, VectorIndex } from '../../src/vectors/vector-index.js';
import { type VectorTable, VectorTableBuilder } from '../../src/vectors/vector-table.js';
import { randomUnit, seededRandom, unit } from '../support/random.js';

export interface VectorIndexCase {
  /** Opens an index of these vectors. */
  readonly open: (table: VectorTable) => Promise<VectorIndex>;
  /** The least share of the ten true neighbours that must be found; 1 for an exact index. */
  readonly recall: number;
}

const DIMENSIONS = 16;
const COUNT = 500;

/** What every `VectorIndex` keeps. */
export function testVectorIndex(name: string, { open, recall }: VectorIndexCase): void {
  describe(name, () => {
    const random = seededRandom(7);
    // Labels with gaps, not in the order of rows, as keys of articles are.
    const table = tableOf(
      Array.from({ length: COUNT }, (_, i) => [((i * 7) % COUNT) * 3 + 1, randomUnit(random, DIMENSIONS)]),
    );
    const queries = Array.from({ length: 20 }, () => randomUnit(random, DIMENSIONS));
    const oracle = createExactIndex(table);
    let index: VectorIndex;
    beforeAll(async () => {
      index = await open(table);
    });

    it('tells its dimensions and how many vectors it holds', () => {
      expect(index.dimensions).toBe(DIMENSIONS);
      expect(index.count).toBe(COUNT);
    });

    it('has each label, with its vector as it was put in, and no other', () => {
      for (const [row, label] of table.labels.entries()) {
        expect(index.has(label)).toBe(true);
        expect(index.vector(label)).toEqual(table.values.slice(row * DIMENSIONS, (row + 1) * DIMENSIONS));
      }
      for (const label of [0, 2, COUNT * 3 + 1]) {
        expect(index.has(label)).toBe(false);
        expect(index.vector(label)).toBeNull();
      }
    });

    it('finds a vector first by itself, with similarity 1', () => {
      for (const label of table.labels) {
        const [first] = index.search(index.vector(label) ?? new Float32Array(), 1);
        expect(first?.label).toBe(label);
        expect(first?.similarity).toBeCloseTo(1, 5);
      }
    });

    it('answers closest first, with true similarities, each label once', () => {
      for (const query of queries) {
        const found = index.search(query, 20);
        expect(found).toHaveLength(20);
        expect(new Set(found.map(({ label }) => label)).size).toBe(20);
        expect(isSorted(found)).toBe(true);
        const exact = new Map(
          oracle.score(query, table.labels as unknown as number[]).map((n) => [n.label, n.similarity]),
        );
        for (const { label, similarity } of found) expect(similarity).toBeCloseTo(exact.get(label) ?? -2, 5);
      }
    });

    it(`finds at least ${recall * 100} % of the ten closest`, () => {
      expect(recallAt10(index, oracle, queries)).toBeGreaterThanOrEqual(recall);
    });

    it('gives equal similarities in the order of labels', async () => {
      const same = unit(1, 2, 3);
      const other = unit(-3, 2, 1);
      const equal = await open(tableOf([9, 4, 7, 2].map((label) => [label, label === 7 ? other : same])));
      expect(equal.search(same, 4).map(({ label }) => label)).toEqual([2, 4, 9, 7]);
      expect(equal.score(same, [9, 7, 4]).map(({ label }) => label)).toEqual([4, 9, 7]);
    });

    it('answers with all it holds where more are asked for', async () => {
      const few = await open(tableOf([1, 2, 3].map((label) => [label, unit(label, 1, 1)])));
      expect(few.search(unit(1, 1, 1), 50)).toHaveLength(3);
      expect(index.search(queries[0] ?? new Float32Array(), COUNT * 10)).toHaveLength(COUNT);
    });

    it('has no neighbours where none are asked for', () => {
      expect(index.search(queries[0] ?? new Float32Array(), 0)).toEqual([]);
      expect(index.score(queries[0] ?? new Float32Array(), [])).toEqual([]);
    });

    it.each([
      ['zeros', 0],
      ['what is not a number', Number.NaN],
      ['infinity', Number.POSITIVE_INFINITY],
    ])('has no neighbours of a vector of %s', (_kind, value) => {
      const query = new Float32Array(DIMENSIONS).fill(value);
      expect(index.search(query, 5)).toEqual([]);
      expect(index.score(query, [1, 4])).toEqual([]);
    });

    it('scores the labels it is given, closest first, and leaves out those it does not have', () => {
      const query = queries[0] ?? new Float32Array();
      const scored = index.score(query, [1, 4, 7, 5, 999_999]);
      expect(scored.map(({ label }) => label).sort((a, b) => a - b)).toEqual([1, 4, 7]);
      expect(isSorted(scored)).toBe(true);
      expect(scored).toEqual(oracle.score(query, [1, 4, 7]));
    });

    it('answers the same again', () => {
      const query = queries[1] ?? new Float32Array();
      expect(index.search(query, 30)).toEqual(index.search(query, 30));
    });

    it('may hold nothing, and finds nothing then', async () => {
      const empty = await open(tableOf([]));
      expect(empty.count).toBe(0);
      expect(empty.search(unit(1, 0, 0), 5)).toEqual([]);
      expect(empty.score(unit(1, 0, 0), [1])).toEqual([]);
      expect(empty.has(0)).toBe(false);
    });

    it('may hold a single vector', async () => {
      const single = await open(tableOf([[5, unit(1, 0, 0)]]));
      expect(single.search(unit(0, 1, 0), 5)).toEqual([{ label: 5, similarity: 0 }]);
    });
  });
}

/** A table of these vectors; three dimensions where there is none to tell. */
export function tableOf(rows: readonly (readonly [label: number, vector: Float32Array])[]): VectorTable {
  const builder = new VectorTableBuilder(rows[0]?.[1].length ?? 3);
  for (const [label, vector] of rows) builder.set(label, vector);
  return builder.table();
}

export function recallAt10(
  index: VectorIndex,
  oracle: VectorIndex,
  queries: readonly Float32Array[],
): number {
  const shares = queries.map((query) => {
    const found = new Set(index.search(query, 10).map(({ label }) => label));
    return oracle.search(query, 10).filter(({ label }) => found.has(label)).length / 10;
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

function isSorted(neighbours: readonly Neighbour[]): boolean {
  return neighbours.every((neighbour, i) => {
    const next = neighbours[i + 1];
    return (
      next === undefined ||
      neighbour.similarity > next.similarity ||
      (neighbour.similarity === next.similarity && neighbour.label < next.label)
    );
  });
}
