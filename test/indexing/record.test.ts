import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { recorded, replayed } from '../../src/indexing/record.js';
import { FIRST_READING, type Source, type SourceRow } from '../../src/sources/source.js';
import { indexFolder, listener } from '../support/index-folder.js';
import { memorySource } from '../support/memory-source.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const good = (id: string) => ({ id, title: `Bank ${id}`, body: `The bank of ${id} bought yen.` });

/** Rows of every kind. */
const web: Source = {
  name: 'web',
  partial: true,
  async *rows(): AsyncGenerator<SourceRow> {
    yield { location: 'a', record: good('a'), notes: [{ name: 'etag', value: '1' }] };
    yield { location: 'b', unchanged: 'b' };
    yield { location: 'c', gone: 'c' };
    yield { location: 'd', notes: [{ name: 'cursor', value: null }] };
  },
  progress: () => ({ read: 4, total: 4 }),
};

async function read(source: Source): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const row of source.rows(FIRST_READING)) rows.push(row);
  return rows;
}

/** Reads a source to its end, and gives what can be read again. */
async function again(source: Source): Promise<Source> {
  const file = join(temporaryFolder(), '0.jsonl');
  const recording = recorded(source, file);
  await read(recording).catch(() => undefined);
  return replayed(recording.name, recording.partial === true, file, statSync(file).size);
}

it('what was recorded says the same once more, and how far it is', async () => {
  const replay = await again(web);
  expect([replay.name, replay.partial]).toEqual(['web', true]);
  const [first, ...others] = await read(web);
  expect(await read(replay)).toMatchObject([
    { ...first, record: { ...good('a'), tags: [], summary: null } },
    ...others,
  ]);
  const { read: bytes, total } = replay.progress();
  expect([bytes, total]).toEqual([total, total]);
});

it('a run from what was recorded does what the run did that recorded it', async () => {
  const rows = [good('a'), { id: 'b' }, 'unreadable', { ...good('c'), publishedAt: 'soon' }, good('d')];
  const source = memorySource('archive', rows, { breaks: true });
  const file = join(temporaryFolder(), '0.jsonl');
  const [one, other] = [indexFolder(), indexFolder()];
  const observer = listener();
  const first = await one.run([recorded(source, file)], { prune: true });
  const replay = replayed('archive', false, file, statSync(file).size);
  const second = await other.run([replay], { prune: true, observer });
  const { generation: a, seconds: b, ...summary } = first.summary;
  expect(second.summary).toMatchObject(summary);
  expect(summary).toMatchObject({ read: 5, added: 2, rejected: 3 });
  expect(second.failures).toMatchObject(first.failures.map(({ message }) => ({ message })));
  expect(second.failures).toHaveLength(1);
  expect(observer.warnings).toEqual(['archive was not read to its end: nothing of it is pruned.']);
  for (const { catalog } of [one, other]) catalog.close();
});
