import { beforeAll, describe, expect, it } from 'vitest';
import { NOON } from '../support/site.js';
import { AUTHORISED, ask, ids, type ProblemBody, type Related } from './site.js';
import { ALONE, BANKS, type SmallSite, smallSite } from './small-site.js';

let small: SmallSite;
let url = '';

beforeAll(async () => {
  const moved = { formerUrls: ['/2019/beta.html', 'https://old.example/b?id=7', 'not an address: %'] };
  const scheduled = { id: 'scheduled', publishedAt: new Date(NOON + 60_000).toISOString() };
  small = await smallSite([
    ...BANKS.map((bank) => (bank.id === 'beta' ? { ...bank, ...moved } : bank)),
    ALONE,
    { ...BANKS[0], ...scheduled, url: 'https://example.org/tomorrow' },
    { ...ALONE, id: 'ümlaut', url: 'https://example.org/straße/ä b?seite=2&id=1' },
  ]);
  url = await small.serve();
});

const at = <Body = Related>(address: string, query = '') =>
  ask<Body>(`${url}/v1/related?url=${encodeURIComponent(address)}${query}`);
const idAt = async (address: string) => (await at(address)).body.article?.id ?? null;
const put = (id: string, fields: Readonly<Record<string, unknown>>) =>
  ask(`${url}/v1/articles/${id}`, {
    method: 'PUT',
    headers: AUTHORISED,
    json: { ...BANKS[3], id, ...fields },
  });

describe('an article by the address of its page', () => {
  it('is answered as by its id, with every parameter', async () => {
    for (const query of [
      '',
      '&limit=2',
      '&section=World',
      '&exclude=beta&halfLife=none&language=any',
      '&explain=true',
    ]) {
      const byId = await ask<Related>(`${url}/v1/articles/alpha/related?${query.slice(1)}`);
      const byAddress = await at('https://example.org/news/alpha', query);
      expect(byAddress.body).toEqual(byId.body);
      expect(ids(byAddress).length).toBeGreaterThan(0);
    }
    const wrong = await at<ProblemBody>('https://example.org/news/alpha', '&limit=0');
    expect([wrong.status, wrong.body.errors?.[0]?.field]).toEqual([400, 'limit']);
  });

  it.each([
    'http://example.org/news/alpha',
    'https://www.example.org/news/alpha/',
    'HTTPS://EXAMPLE.ORG:443/news/alpha#comments',
    'https://example.org/news/alpha/index.html',
    'https://example.org/news/alpha?utm_source=mail&fbclid=x',
    ' https://example.org/news/%61lpha ',
  ])('is found however the page writes it: %s', async (address) => {
    expect(await idAt(address)).toBe('alpha');
  });

  it('is found by letters and parameters of its own, in any order', async () => {
    expect(await idAt('https://example.org/stra%C3%9Fe/%C3%A4%20b?id=1&seite=2')).toBe('ümlaut');
    expect((await at('https://example.org/straße/ä b?id=1&seite=3')).status).toBe(404);
  });

  it('is found where it says that it was before', async () => {
    expect(await idAt('https://www.example.org/2019/beta.html')).toBe('beta');
    expect(await idAt('http://old.example/b?id=7&gclid=x')).toBe('beta');
    expect((await at('https://old.example/b?id=8')).status).toBe(404);
  });

  it('is found where it was until it moved, unless another is there now', async () => {
    const old = 'https://example.org/old-place';
    await put('mover', { url: old });
    const tag = (await at(old)).headers.get('etag') ?? '';
    await put('mover', { url: 'https://example.org/new-place' });
    expect([await idAt(old), await idAt('https://example.org/new-place')]).toEqual(['mover', 'mover']);
    await put('heir', { url: old });
    expect([await idAt(old), await idAt('https://example.org/new-place')]).toEqual(['heir', 'mover']);
    const again = await ask<Related>(`${url}/v1/related?url=${encodeURIComponent(old)}`, {
      headers: { 'if-none-match': tag },
    });
    expect([again.status, again.body.article?.id]).toEqual([200, 'heir']);
    await ask(`${url}/v1/articles/heir`, { method: 'DELETE', headers: AUTHORISED });
    expect(await idAt(old)).toBe('mover');
  });

  it('is not there before it is published', async () => {
    expect((await at('https://example.org/tomorrow')).status).toBe(404);
    small.site.now = NOON + 60_000;
    expect(await idAt('https://example.org/tomorrow')).toBe('scheduled');
    small.site.now = NOON;
  });
});

describe('an address that leads nowhere', () => {
  it.each([
    ['', 'nothing'],
    ['?url=', '""'],
    ['?url=/news/alpha', '"/news/alpha"'],
    ['?url=example.org/news/alpha', '"example.org/news/alpha"'],
    ['?url=javascript:alert(1)', '"javascript:alert(1)"'],
    ['?url=https://a.example/&url=https://b.example/', 'array'],
  ])('is a 400 where it is no absolute one: %s', async (query, received) => {
    for (const path of ['/v1/related', '/v1/related.html']) {
      const answer = await ask<ProblemBody>(`${url}${path}${query}`);
      expect(answer.status).toBe(400);
      expect(answer.text).toContain('url: expected the absolute http or https address of a page');
    }
    const { body } = await ask<ProblemBody>(`${url}/v1/related${query}`);
    expect(body.errors?.[0]).toMatchObject({ field: 'url', received: expect.stringContaining(received) });
  });

  it('is a 404 that names it, and what to do', async () => {
    for (const address of ['https://example.org/nothing', `https://example.org/${'x'.repeat(9_000)}`]) {
      const answer = await at<ProblemBody>(address);
      expect(answer.status).toBe(404);
      expect(answer.body.type).toBe('urn:seealso:article_not_found');
      expect(answer.body.detail).toContain(JSON.stringify(address));
      expect(answer.body.detail).toMatch(/index the article with it as its url, or among its formerUrls/);
    }
  });
});
