import { afterAll, expect, it } from 'vitest';
import { backUp } from '../../src/compose/backup/backup.js';
import { restore } from '../../src/compose/backup/restore.js';
import { AUTHORISED, ask, engineOver, KEY, listening, type Related } from '../http/site.js';
import { until } from '../support/cli.js';
import { ARCHIVE } from '../support/newsroom.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const silent = { progress() {}, signal: new AbortController().signal };
const put = (url: string, id: string, body: string) =>
  ask(`${url}/v1/articles/${id}`, {
    method: 'PUT',
    headers: AUTHORISED,
    json: { title: `Yen and dollar, ${id}`, body, language: 'en' },
  });

const opened = await engineOver(ARCHIVE);
const url = await listening(opened.engine, { apiKey: KEY });
let stop = false;
afterAll(() => {
  stop = true;
});

it('a running server takes a restored index up by itself, without a request that fails, and counts anew in its tags', async () => {
  const { indexDir } = opened;
  const question = `${url}/v1/articles/yen-falls/related?limit=20`;
  const { folder } = await backUp({
    indexDir,
    to: temporaryFolder(),
    withIndex: true,
    keep: undefined,
    warning() {},
    ...silent,
  });
  const [yen = '', dollar = ''] = ['yen-falls', 'dollar-rally'].map(
    (one) => ARCHIVE.find(({ id }) => id === one)?.body.slice(0, 150) ?? '',
  );
  expect((await put(url, 'first', yen + dollar)).status).toBe(201);
  const before = await ask<Related>(question);
  expect(JSON.stringify(before.body)).toContain('first');
  const etag = before.headers.get('etag') ?? '';

  const statuses = new Set<number>();
  const readers = (async () => {
    while (!stop) statuses.add((await ask(question)).status);
  })();
  await restore({ indexDir, from: folder, ...silent });
  // Whoever writes is told to come back, until it is taken up: nothing is accepted that is lost then.
  const second = await until('a write to the restored index', async () => {
    const answer = await put(url, 'second', yen + dollar);
    if (answer.status === 503) expect(answer.headers.get('retry-after')).not.toBeNull();
    return answer.status === 201 && answer;
  });
  stop = true;
  await readers;
  expect([...statuses]).toEqual([200]);
  expect(second.body).toMatchObject({ sequence: before.body.index.sequence });

  const after = await ask<Related>(question, { headers: { 'if-none-match': etag } });
  expect(after.status).toBe(200);
  expect(JSON.stringify(after.body)).not.toContain('first');
  expect(JSON.stringify(after.body)).toContain('second');
  expect(after.headers.get('etag')).not.toBe(etag);
});
