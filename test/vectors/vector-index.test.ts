import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createExactIndex } from '../../src/vectors/exact.js';
import { createHnswBuilder, openHnsw } from '../../src/vectors/hnsw.js';
import { HNSW_DEFAULTS, type HnswParameters, type VectorIndex } from '../../src/vectors/vector-index.js';
import { rowOf, type VectorTable } from '../../src/vectors/vector-table.js';
import { recallAt10, tableOf, testVectorIndex } from '../contracts/vector-index.js';
import { randomUnit, seededRandom, unit } from '../support/random.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
let files = 0;

async function hnsw(table: VectorTable, parameters: HnswParameters = HNSW_DEFAULTS): Promise<VectorIndex> {
  const builder = createHnswBuilder(table.dimensions, parameters);
  table.labels.forEach((label, row) => {
    builder.add(label, rowOf(table, row));
  });
  files += 1;
  const file = join(folder, `${files}.hnsw`);
  builder.save(file);
  return await openHnsw(file, table, parameters);
}

testVectorIndex('exact search', { open: async (table) => createExactIndex(table), recall: 1 });
testVectorIndex('the HNSW graph', { open: (table) => hnsw(table), recall: 0.99 });

describe('the HNSW graph', () => {
  const random = seededRandom(11);
  const table = tableOf(Array.from({ length: 2000 }, (_, i) => [i + 1, randomUnit(random, 32)]));
  const queries = Array.from({ length: 50 }, () => randomUnit(random, 32));

  it('finds at least 95 % of the ten closest of 2,000, and fewer with a narrower search', async () => {
    const oracle = createExactIndex(table);
    expect(recallAt10(await hnsw(table), oracle, queries)).toBeGreaterThanOrEqual(0.95);
    const narrow = await hnsw(table, { M: 2, efConstruction: 10, ef: 10 });
    expect(recallAt10(narrow, oracle, queries)).toBeLessThan(0.9);
  });

  it('is the same for the same vectors in the same order', async () => {
    const some = tableOf(Array.from(table.labels.slice(0, 300), (label, row) => [label, rowOf(table, row)]));
    const [one, two] = [await hnsw(some), await hnsw(some)];
    for (const query of queries) expect(one.search(query, 10)).toEqual(two.search(query, 10));
  });

  it('takes more vectors than it first made room for', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => [i + 1, randomUnit(random, 4)] as const);
    const index = await hnsw(tableOf(many), { M: 4, efConstruction: 8, ef: 16 });
    for (const [label, vector] of many.slice(-3)) expect(index.search(vector, 1)[0]?.label).toBe(label);
  });

  it('reaches every one of many near-identical vectors', async () => {
    const base = randomUnit(random, 16);
    const crowd = tableOf(
      Array.from({ length: 600 }, (_, i) => {
        const near = base.map((part) => part + (random() - 0.5) * 1e-3);
        return [i + 1, i % 3 === 0 ? base : unit(...near)];
      }),
    );
    const index = await hnsw(crowd);
    expect(index.search(base, 600)).toHaveLength(600);
  });

  it('finds a replaced label by its last vector only', async () => {
    const [first, last] = [unit(1, 0, 0), unit(0, 1, 0)];
    const builder = createHnswBuilder(3, HNSW_DEFAULTS);
    builder.add(1, first);
    builder.add(2, unit(1, 0.1, 0));
    builder.add(1, last);
    builder.save(join(folder, 'replaced.hnsw'));
    const replaced = tableOf([
      [1, last],
      [2, unit(1, 0.1, 0)],
    ]);
    const index = await openHnsw(join(folder, 'replaced.hnsw'), replaced, HNSW_DEFAULTS);
    expect(index.search(first, 2).map(({ label }) => label)).toEqual([2, 1]);
    expect(index.search(last, 1)).toEqual([{ label: 1, similarity: 1 }]);
  });

  it('never finds a removed label, also where as many are asked for as there were', async () => {
    const builder = createHnswBuilder(32, HNSW_DEFAULTS);
    table.labels.forEach((label, row) => {
      builder.add(label, rowOf(table, row));
    });
    const isRemoved = (label: number) => label % 5 !== 0;
    for (const label of table.labels) if (isRemoved(label)) builder.remove(label);
    builder.save(join(folder, 'removed.hnsw'));
    const left = tableOf(
      Array.from(table.labels, (label, row) => [label, rowOf(table, row)] as const).filter(
        ([label]) => !isRemoved(label),
      ),
    );
    const index = await openHnsw(join(folder, 'removed.hnsw'), left, HNSW_DEFAULTS);
    for (const query of queries) {
      const found = index.search(query, 2000);
      expect(found.filter(({ label }) => isRemoved(label))).toEqual([]);
      expect(found).toHaveLength(400);
    }
    expect(recallAt10(index, createExactIndex(left), queries)).toBeGreaterThanOrEqual(0.95);
  });

  it('finds more with a wider search than it has by default', async () => {
    const index = await hnsw(table, { M: 2, efConstruction: 10, ef: 10 });
    const wide: VectorIndex = { ...index, search: (query, k) => index.search(query, k, 1000) };
    const oracle = createExactIndex(table);
    expect(recallAt10(wide, oracle, queries)).toBeGreaterThan(recallAt10(index, oracle, queries) + 0.1);
  });

  it('finds a label again that was removed and then added', async () => {
    const builder = createHnswBuilder(3, HNSW_DEFAULTS);
    builder.add(1, unit(1, 0, 0));
    builder.add(2, unit(1, 1, 0));
    builder.remove(1);
    builder.add(1, unit(0, 0, 1));
    builder.save(join(folder, 'again.hnsw'));
    const again = tableOf([
      [1, unit(0, 0, 1)],
      [2, unit(1, 1, 0)],
    ]);
    const index = await openHnsw(join(folder, 'again.hnsw'), again, HNSW_DEFAULTS);
    expect(index.search(unit(0, 0, 1), 5).map(({ label }) => label)).toEqual([1, 2]);
  });

  describe('while it is built', () => {
    it('finds the nearest with a wide search, as comparing with all does, closest first', () => {
      const builder = createHnswBuilder(32, HNSW_DEFAULTS);
      table.labels.forEach((label, row) => {
        builder.add(label, rowOf(table, row));
      });
      const oracle = createExactIndex(table);
      for (const query of queries.slice(0, 10)) {
        const found = builder.nearest(query, 10, 1000);
        expect(found).toEqual(
          oracle.search(query, 10).map(({ label, similarity }) => ({
            label,
            similarity: expect.closeTo(similarity, 5),
          })),
        );
      }
    });

    it('finds as many as there are, and nothing where there is nothing or no direction', () => {
      const builder = createHnswBuilder(3, HNSW_DEFAULTS);
      const found = (vector: Float32Array) => builder.nearest(vector, 10, 32).map(({ label }) => label);
      expect(found(unit(1, 0, 0))).toEqual([]);
      builder.add(1, unit(1, 0, 0));
      builder.add(2, unit(3, 4, 0));
      builder.add(3, unit(0, 1, 0));
      expect(found(unit(1, 0, 0))).toEqual([1, 2, 3]);
      builder.remove(2);
      expect(found(unit(1, 0, 0))).toEqual([1, 3]);
      expect(found(new Float32Array(3))).toEqual([]);
      expect(builder.nearest(unit(1, 0, 0), 0, 32)).toEqual([]);
    });
  });
});
