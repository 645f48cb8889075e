import { expect, it } from 'vitest';
import { Article } from '../../src/article.js';
import { openKeys } from '../../src/compose/keys.js';
import { ARCHIVE } from '../support/newsroom.js';
import { ask, engineOver, KEY, listening, type ProblemBody } from './site.js';

const { engine, indexDir } = await engineOver(ARCHIVE);
const url = await listening(engine);
const article = { title: 'A title', body: 'Yen and dollar.' };
const put = (key: string, to = url) =>
  ask<ProblemBody>(`${to}/v1/articles/new`, {
    method: 'PUT',
    json: article,
    headers: { authorization: `Bearer ${key}` },
  });

it('named keys open what their scopes say, at once, until they are revoked', async () => {
  expect((await put('anything')).body.type).toBe('urn:seealso:writing_is_off');
  const keys = openKeys(indexDir);
  const [writing, reading] = [keys.add('cms', ['write']) ?? '', keys.add('desk', ['read']) ?? ''];
  expect((await put('anything')).status).toBe(401);
  expect((await put(writing)).status).toBe(201);
  const refused = await put(reading);
  expect([refused.status, refused.body.type]).toEqual([403, 'urn:seealso:scope_missing']);
  expect(refused.body.detail).toContain('“desk”');
  const clicks = (key: string) => ask(`${url}/v1/clicks`, { headers: { authorization: `Bearer ${key}` } });
  expect([(await clicks(reading)).status, (await clicks(writing)).status]).toEqual([200, 200]);
  keys.revoke('cms');
  expect((await put(writing)).status).toBe(401);
  // The configured one goes on beside them.
  expect((await put(KEY, await listening(engine, { apiKey: KEY }))).status).toBe(200);
  keys.close();
});

it('what is behind the paywall is read with a key, and by nobody else', async () => {
  const keys = openKeys(indexDir);
  const reading = keys.add('reader', ['read']) ?? '';
  await engine.put(
    Article.parse({
      id: 'paid',
      title: 'Paid',
      summary: 'Lead.',
      body: 'Secret text.',
      paywalled: true,
      note: 'Secret',
    }),
  );
  const read = (key?: string) =>
    ask<Article>(`${url}/v1/articles/paid`, {
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    });
  const open = await read();
  expect(open.body).toMatchObject({ title: 'Paid', summary: 'Lead.', body: '', extra: {}, paywalled: true });
  expect(open.headers.get('vary')).toContain('Authorization');
  expect((await read('wrong')).text).not.toContain('Secret');
  const whole = await read(reading);
  expect(whole.body).toMatchObject({ body: 'Secret text.', extra: { note: 'Secret' } });
  expect(whole.headers.get('cache-control')).toBe('no-store');
  const page = await ask(`${url}/?id=paid`);
  expect(page.text).toContain('behind the paywall');
  expect(page.text).not.toContain('Secret');
  keys.close();
});
