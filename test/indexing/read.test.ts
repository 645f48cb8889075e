import { expect, it } from 'vitest';
import { readBatches } from '../../src/indexing/read.js';
import { FIRST_READING, type Source } from '../../src/sources/source.js';
import { memorySource } from '../support/memory-source.js';

it('hands on the rows of a slow source before a batch is full', async () => {
  let now = 0;
  const slow: Source = {
    name: 'slow',
    async *rows() {
      for (const id of ['a', 'b', 'c', 'd', 'e']) {
        now += 2_000;
        yield { location: id, record: { id, title: 'Rain', body: 'Flood of the bank.' } };
      }
    },
    progress: () => ({ read: 0, total: null }),
  };
  const batches: string[] = [];
  for await (const { articles } of readBatches(slow, FIRST_READING, () => now)) {
    batches.push(articles.map(({ id }) => id).join(''));
  }
  expect(batches).toEqual(['abc', 'de']);
});

it('takes as many rows together as it is told when a batch begins', async () => {
  const source = memorySource(
    'a',
    Array.from({ length: 7 }, (_, i) => ({ id: `a${i}`, title: 'Rain', body: 'Flood of the bank.' })),
  );
  const rows: number[] = [];
  const size = () => (rows.length === 0 ? 2 : 4);
  for await (const batch of readBatches(source, FIRST_READING, () => 0, size)) rows.push(batch.rows);
  expect(rows).toEqual([2, 4, 1]);
});
