import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call } from '../../support/call.js';
import { newsstand, serve } from '../../support/newsstand.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const stand = newsstand();
const entry = (name: string) =>
  `<entry><id>${name}</id><title>${name}</title><link href="/${name}"/><updated>2025-10-29T08:00:00Z</updated><content type="html">The yen fell on Tuesday as traders bet that the bank would wait, and exporters of ${name} cheered.</content></entry>`;
stand.stock.set('/feed.atom', {
  type: 'application/atom+xml',
  etag: '"1"',
  body: `<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>${entry('cars')}${entry('chips')}</feed>`,
});
stand.stock.set('/robots.txt', { type: 'text/plain', body: 'User-agent: seealso\nDisallow: /feed.atom' });

let served: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  served = await serve(stand);
});
afterAll(() => served.close());

it('`seealso index <address>` reads the web as far as its operator and robots.txt allow', async () => {
  const indexDir = join(temporaryFolder(), 'index');
  const index = (...flags: string[]) =>
    call([
      'index',
      `${served.origin}/feed.atom`,
      '--index-dir',
      indexDir,
      '--delay',
      '0',
      '--json',
      ...flags,
    ]);

  const refused = await index();
  expect([refused.code, stand.asked()]).toEqual([1, []]);
  expect(refused.stderr).toContain('this machine itself');

  const kept = await index('--allow-private');
  expect([kept.code, stand.asked()]).toEqual([1, ['200 /robots.txt']]);
  expect(kept.stderr).toContain('robots.txt');

  const own = ['--allow-private', '--ignore-robots', '--id-prefix', 'own '];
  const first = await index(...own);
  expect([first.code, first.stderr]).toEqual([0, expect.any(String)]);
  expect(JSON.parse(first.stdout)).toMatchObject({ read: 2, added: 2, articles: 2 });
  expect(stand.asked()).toEqual(['200 /feed.atom']);

  expect(JSON.parse((await index(...own)).stdout)).toMatchObject({ read: 0, embedded: 0 });
  expect(stand.asked()).toEqual(['304 /feed.atom']);

  const again = await call([
    'related',
    `${served.origin}/cars?utm_source=x`,
    '--index-dir',
    indexDir,
    '--json',
  ]);
  expect(JSON.parse(again.stdout)).toMatchObject({ article: { title: 'cars' } });

  expect(JSON.parse((await index(...own, '--reread')).stdout)).toMatchObject({
    read: 2,
    unchanged: 2,
    embedded: 0,
  });
  expect(stand.asked()).toEqual(['200 /feed.atom']);
});
