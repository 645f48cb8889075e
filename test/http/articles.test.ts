import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/engine.js';
import { ARCHIVE } from '../support/newsroom.js';
import { AUTHORISED, ask, engineOver, ids, KEY, listening, type ProblemBody, type Related } from './site.js';

let engine: Engine;
let url = '';
let readOnly = '';

beforeAll(async () => {
  ({ engine } = await engineOver(ARCHIVE));
  url = await listening(engine, { apiKey: KEY });
  readOnly = await listening(engine);
});

const pathOf = (id: string) => `/v1/articles/${encodeURIComponent(id)}`;
const get = (id: string) => ask(url + pathOf(id));
const related = (id: string, query = '?limit=50') => ask<Related>(`${url}${pathOf(id)}/related${query}`);
const put = (id: string, json: unknown) =>
  ask(url + pathOf(id), { method: 'PUT', json, headers: AUTHORISED });
const remove = (id: string) => ask(url + pathOf(id), { method: 'DELETE', headers: AUTHORISED });

/** What the readers of an article on interest rates are shown, the copies behind each link included. */
const linked = async () =>
  (await related('rates-held')).body.related
    .flatMap((link) => [link, ...link.alsoCoveredBy])
    .map((link) => link.id);

const report = (subject: string) => ({
  title: `A report on ${subject}`,
  body: `The yen and the Bank of Japan: traders discuss ${subject}, interest rates and the currency market.`,
});

describe('an article', () => {
  it('is read with every field that it may have', async () => {
    const answer = await get('yen-falls');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      ...ARCHIVE[0],
      formerUrls: [],
      updatedAt: null,
      noRecommend: false,
      sponsored: false,
      paywalled: false,
      extra: {},
    });
  });

  it('is put: 201 when it is new, 200 afterwards, and says what became of it', async () => {
    const first = await put('new', report('novelty'));
    expect(first.status).toBe(201);
    expect(first.body).toEqual({
      id: 'new',
      outcome: 'added',
      embeddable: true,
      sequence: expect.any(Number),
    });
    const same = await put('new', report('novelty'));
    expect([same.status, same.body.outcome]).toEqual([200, 'unchanged']);
    const changed = await put('new', report('change'));
    expect([changed.status, changed.body.outcome]).toEqual([200, 'changed']);
    expect(Number(changed.body.sequence)).toBeGreaterThan(Number(first.body.sequence));
  });

  it('is visible to the readers of other articles as soon as its PUT is answered', async () => {
    expect(await linked()).not.toContain('at-once');
    await put('at-once', report('immediacy'));
    expect(await linked()).toContain('at-once');
    expect(ids(await related('at-once'))).toContain('rates-held');
    await put('at-once', { ...report('immediacy'), title: 'Another title' });
    expect((await get('at-once')).body.title).toBe('Another title');
  });

  it('disappears from lists when it is put as not to be recommended, and comes back', async () => {
    await put('advert', report('offers'));
    expect(await linked()).toContain('advert');
    await put('advert', { ...report('offers'), noRecommend: true });
    expect(await linked()).not.toContain('advert');
    expect((await get('advert')).body.noRecommend).toBe(true);
    await put('advert', report('offers'));
    expect(await linked()).toContain('advert');
  });

  it('is kept, and not served, before the moment of its publication', async () => {
    const publishedAt = new Date(Date.now() + 3_600_000).toISOString();
    expect((await put('embargo', { ...report('embargo'), publishedAt })).status).toBe(201);
    expect((await get('embargo')).status).toBe(404);
    expect((await related('embargo')).status).toBe(404);
    expect(await linked()).not.toContain('embargo');
  });

  it('is told not to be embeddable where it holds no words', async () => {
    expect((await put('picture', { title: '🎈', body: '' })).body).toMatchObject({ embeddable: false });
    expect((await related('picture')).body.empty?.reason).toBe('not_embeddable');
  });

  it('is deleted: 204, 204 again, and 404 for everything that asks for it', async () => {
    await put('gone', report('farewell'));
    expect(await linked()).toContain('gone');
    const first = await remove('gone');
    expect([first.status, first.text]).toEqual([204, '']);
    expect((await remove('gone')).status).toBe(204);
    expect(await linked()).not.toContain('gone');
    expect((await get('gone')).status).toBe(404);
    expect((await related('gone')).status).toBe(404);
  });

  it('comes back when it is put again after its deletion', async () => {
    await put('phoenix', report('ashes'));
    await remove('phoenix');
    const again = await put('phoenix', report('ashes'));
    expect([again.status, again.body.outcome]).toEqual([201, 'added']);
    expect(await linked()).toContain('phoenix');
  });

  it('that was never known cannot be deleted', async () => {
    const answer = await remove('never');
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ type: 'urn:seealso:article_not_found', status: 404 });
  });

  it('keeps the fields that this program does not know', async () => {
    await put('extra', { ...report('fields'), wordCount: 9, extra: { desk: 'Tokyo' } });
    const read = await get('extra');
    expect(read.body.extra).toEqual({ wordCount: 9, desk: 'Tokyo' });
    expect((await put('extra', read.body)).body.outcome).toBe('unchanged');
  });
});

describe('an id', () => {
  it.each([
    ['a typographic apostrophe', 'what’s-next'],
    ['a plain apostrophe and quotes', `it's "quoted"`],
    ['a literal percent sequence', 'caf%e2%80%99s'],
    ['a lone percent sign', '100%'],
    ['slashes', '2019/05/one'],
    ['slashes at both ends', '/a/'],
    ['a question mark', 'why?x=1'],
    ['a number sign', 'c#sharp'],
    ['spaces', ' a  b '],
    ['a plus, which is no space', 'a+b'],
    ['emoji', '🍣👩‍💻'],
    ['Japanese', '日本の予算'],
    ['the word that ends a path', 'related'],
    ['markup', '<b>&amp;'],
    ['a backslash', 'a\\b'],
    ['a name that objects have', '__proto__'],
    ['512 letters', 'x'.repeat(512)],
    ['512 emoji', '🍣'.repeat(512)],
  ])('with %s goes the whole way: put, read, linked, deleted', async (_, id) => {
    expect((await put(id, report('ids'))).status).toBe(201);
    expect((await get(id)).body).toMatchObject({ id, ...report('ids') });
    const answer = await related(id, '?limit=4');
    expect(answer.body.article?.id).toBe(id);
    expect(ids(answer)).not.toHaveLength(0);
    expect(await linked()).toContain(id);
    expect((await remove(id)).status).toBe(204);
    expect((await get(id)).status).toBe(404);
  });

  it.each([
    ['a line break', 'a%0Ab', 'no control characters'],
    ['a NUL', '%00', 'no control characters'],
    ['513 characters', 'x'.repeat(513), 'at most 512 characters'],
  ])('with %s is refused on every path', async (_, encoded, expected) => {
    for (const path of [`/v1/articles/${encoded}`, `/v1/articles/${encoded}/related`]) {
      const answer = await ask<ProblemBody>(url + path);
      expect(answer.status).toBe(400);
      expect(answer.body.errors).toEqual([{ field: 'id', expected, received: expect.any(String) }]);
    }
  });

  it.each(['%', '%zz', '%e2', '%E0%A4%A', '%ed%a0%80'])(
    'that is encoded as %s is refused',
    async (encoded) => {
      for (const path of [`/v1/articles/${encoded}`, `/v1/articles/${encoded}/related`]) {
        const answer = await ask<ProblemBody>(url + path);
        expect(answer.status).toBe(400);
        expect(answer.type).toMatch(/^application\/problem\+json/);
        expect(answer.body.detail).toContain('Percent-encode');
      }
    },
  );
});

describe('a wrong article', () => {
  it('is refused with every field that is wrong, and is not stored', async () => {
    const answer = await put('wrong', { title: '', body: 7, url: 'javascript:alert(1)', tags: ['a', 1] });
    expect(answer.status).toBe(400);
    expect(answer.type).toMatch(/^application\/problem\+json/);
    expect(answer.body.errors).toEqual([
      { field: 'title', expected: 'at least 1 character(s)', received: '""' },
      { field: 'body', expected: 'string', received: '7' },
      {
        field: 'url',
        expected: 'an absolute http or https address',
        received: '"javascript:alert(1)"',
      },
      { field: 'tags.1', expected: 'string', received: '1' },
    ]);
    expect((await get('wrong')).status).toBe(404);
  });

  it('is one whose id is another than that of the path', async () => {
    const answer = await put('here', { id: 'there', ...report('places') });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([
      { field: 'id', expected: expect.stringContaining('here'), received: '"there"' },
    ]);
    expect((await put('here', { id: 'here', ...report('places') })).status).toBe(201);
  });

  it.each([
    ['a list', '[]'],
    ['nothing', ''],
    ['no JSON', '{'],
  ])('is one that is %s', async (_, body) => {
    const answer = await ask<ProblemBody>(url + pathOf('wrong'), {
      method: 'PUT',
      body,
      headers: AUTHORISED,
    });
    expect(answer.status).toBe(400);
    expect(answer.type).toMatch(/^application\/problem\+json/);
  });
});

describe('the key', () => {
  const attempts: readonly [what: string, headers: Record<string, string>][] = [
    ['no key', {}],
    ['a wrong key', { authorization: 'Bearer wrong' }],
    ['the beginning of the key', { authorization: `Bearer ${KEY.slice(0, -1)}` }],
    ['an empty key', { authorization: 'Bearer ' }],
    ['another scheme', { authorization: `Basic ${Buffer.from(`a:${KEY}`).toString('base64')}` }],
    ['the key without its scheme', { authorization: KEY }],
  ];

  it.each(attempts)('is asked for with %s', async (_, headers) => {
    for (const method of ['PUT', 'DELETE']) {
      const answer = await ask<ProblemBody>(url + pathOf('yen-falls'), {
        method,
        headers,
        ...(method === 'PUT' ? { json: report('theft') } : {}),
      });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(answer.type).toMatch(/^application\/problem\+json/);
      expect(answer.body).toMatchObject({
        type: 'urn:seealso:wrong_key',
        title: 'Not authorised',
        status: 401,
      });
      expect(answer.text).not.toContain(KEY);
    }
    expect((await get('yen-falls')).body.title).toBe(ARCHIVE[0].title);
  });

  it('is taken whatever the case of its scheme', async () => {
    const headers = { authorization: `bearer  ${KEY}` };
    expect((await ask(url + pathOf('case'), { method: 'PUT', json: report('case'), headers })).status).toBe(
      201,
    );
  });

  it('cannot be guessed where none is set: writing is off, and the answer says how to switch it on', async () => {
    for (const headers of [{}, { authorization: 'Bearer undefined' }, { authorization: 'Bearer ' }]) {
      for (const method of ['PUT', 'DELETE']) {
        const answer = await ask<ProblemBody>(readOnly + pathOf('yen-falls'), { method, headers });
        expect(answer.status).toBe(403);
        expect(answer.body).toMatchObject({ type: 'urn:seealso:writing_is_off', status: 403 });
        expect(answer.body.detail).toContain('SEEALSO_API_KEY');
      }
    }
    expect((await get('yen-falls')).status).toBe(200);
  });

  it('is not asked of readers', async () => {
    expect((await get('yen-falls')).status).toBe(200);
    expect((await related('yen-falls')).status).toBe(200);
  });
});
