import { expect, it } from 'vitest';
import { MEAN_SAMPLE } from '../../src/indexing/fill.js';
import { indexFolder, listener } from '../support/index-folder.js';
import { memorySource } from '../support/memory-source.js';

const subjects = ['rain flood', 'bank yen', 'chip cloud', 'yen rain', 'bank chip'];
const rows = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: `a${i}`,
    title: `${subjects[i % 5]} ${i}`,
    body: `Of ${subjects[(i * 7) % 5]} and ${subjects[(i * 3) % 4]}.`,
  }));

it('the same archive gives the same files, whatever was embedded while it was read', async () => {
  const given = rows(MEAN_SAMPLE + 100);
  const first = indexFolder();
  await first.run([memorySource('a', given)]);
  const second = indexFolder();
  let turn = 0;
  // Now and then the model takes longer than the reading of some batches.
  second.embedder.before = async () => {
    turn += 1;
    if (turn % 2 === 0) await new Promise<void>((resolve) => setImmediate(resolve));
  };
  await second.run([memorySource('a', given)]);
  const [one, other] = [await first.current(), await second.current()];
  expect(one.adaptation?.fittedOn).toBe(given.length);
  expect(one.manifest.files).toEqual(other.manifest.files);
});

it('a first archive is stored while the model is busy, each article is embedded once, and nothing is left over', async () => {
  const index = indexFolder();
  let goOn = () => {};
  const ahead = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  index.embedder.before = () => ahead;
  const source = memorySource('a', rows(500), {
    onRow: (before) => {
      if (before === 300) goOn();
    },
  });
  const heard = listener();
  const { summary } = await index.run([source], { observer: heard });
  expect(summary).toMatchObject({ read: 500, embedded: 500 });
  expect(index.embedder.texts).toHaveLength(500);
  expect(await index.indexed()).toHaveLength(500);
  expect(index.leftOver()).toEqual([]);
  expect(heard.steps.at(-1)).toEqual({ stage: 'building', done: 500, total: 500, articles: 500 });
});

it('an archive that has outgrown what was fitted to it is fitted anew, and embeds nothing twice', async () => {
  const index = indexFolder();
  await index.run([memorySource('a', rows(320))]);
  expect((await index.current()).adaptation?.fittedOn).toBe(320);
  const embedded = index.embedder.texts.length;
  await index.run([memorySource('a', rows(330))]);
  expect((await index.current()).adaptation?.fittedOn).toBe(320);
  await index.run([memorySource('a', rows(450))]);
  const grown = await index.current();
  expect(grown.adaptation?.fittedOn).toBe(450);
  expect([grown.manifest.articles, grown.manifest.count]).toEqual([450, 450]);
  expect(index.embedder.texts.length - embedded).toBe(130);
  expect(index.leftOver()).toEqual([]);
});

it('a large first archive is fitted to what was read first, and the next build to all of it', async () => {
  const index = indexFolder();
  await index.run([memorySource('a', rows(520))], { fitAfter: 320 });
  const first = await index.current();
  const fittedOn = first.adaptation?.fittedOn ?? 0;
  expect(fittedOn).toBeGreaterThanOrEqual(320);
  expect(fittedOn).toBeLessThan(500);
  expect([first.manifest.articles, index.embedder.texts.length]).toEqual([520, 520]);
  expect(await index.indexed()).toHaveLength(520);
  await index.run([memorySource('a', rows(521))]);
  expect((await index.current()).adaptation?.fittedOn).toBe(521);
  expect(index.embedder.texts).toHaveLength(521);
});
