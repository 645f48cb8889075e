import { expect, it } from 'vitest';
import { readBatches } from '../../src/indexing/read.js';
import { FIRST_READING, type Source } from '../../src/sources/source.js';

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
