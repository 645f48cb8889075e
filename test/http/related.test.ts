import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/engine.js';
import { ARCHIVE } from '../support/newsroom.js';
import { ask, engineOver, ids, letAllThrough, listening, type ProblemBody, type Related } from './site.js';

let engine: Engine;
let url = '';

const hour = 3_600_000;
const extra = [
  {
    ...ARCHIVE[0],
    id: 'hidden',
    title: 'Never shown',
    noRecommend: true,
    body: `${ARCHIVE[0].body} Hidden.`,
  },
  {
    id: 'tomorrow',
    title: 'Yen and interest rates tomorrow',
    body: 'The Bank of Japan meets tomorrow, and traders of the yen wait for its decision on interest rates.',
    publishedAt: new Date(Date.now() + 24 * hour).toISOString(),
  },
  { id: 'emoji', title: '🍣🍣🍣', body: '🎈' },
  // The same report under another headline.
  { ...ARCHIVE[4], id: 'chip-export-again', title: 'Licences for chip tools' },
];

beforeAll(async () => {
  ({ engine } = await engineOver([...ARCHIVE, ...extra]));
  url = await listening(engine);
});

const related = (id: string, query = '') =>
  ask<Related>(`${url}/v1/articles/${encodeURIComponent(id)}/related${query}`);

describe('the answer for an article', () => {
  it('has every key that was promised, null where nothing is known, and no other', async () => {
    const answer = await related('rates-held', '?limit=1');
    expect(answer.status).toBe(200);
    expect(answer.type).toBe('application/json; charset=utf-8');
    const [first] = answer.body.related;
    expect(answer.body).toEqual({
      article: { id: 'rates-held', title: 'Central bank holds interest rates as inflation cools', url: null },
      related: [
        {
          id: expect.any(String),
          title: expect.any(String),
          url: expect.toSatisfy((value) => value === null || typeof value === 'string'),
          summary: expect.toSatisfy((value) => value === null || typeof value === 'string'),
          image: expect.toSatisfy((value) => value === null || typeof value === 'string'),
          section: expect.toSatisfy((value) => value === null || typeof value === 'string'),
          publishedAt: expect.toSatisfy((value) => value === null || typeof value === 'string'),
          sponsored: false,
          paywalled: false,
          score: expect.any(Number),
          pinned: false,
          reasons: expect.arrayContaining([
            { type: 'terms', terms: expect.any(Array), text: expect.any(String) },
          ]),
          alsoCoveredBy: [],
        },
      ],
      empty: null,
      index: {
        generation: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-[0-9a-f]+$/),
        sequence: expect.any(Number),
        model: 'seealso-en',
        articles: ARCHIVE.length + extra.length,
        publishedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
      },
    });
    expect(first?.score).toBeGreaterThan(0);
    expect(first?.score).toBeLessThanOrEqual(1);
  });

  it('shows each field of a linked article as it was given', async () => {
    const answer = await related('rates-held', '?limit=50');
    expect(answer.body.related.find(({ id }) => id === 'yen-falls')).toMatchObject({
      title: 'Yen falls to a new low against the dollar',
      url: 'https://example.com/markets/yen-falls',
      summary: 'Traders test the patience of Tokyo.',
      image: 'https://example.com/yen.jpg',
      section: 'Markets',
      publishedAt: '2025-10-29T08:00:00Z',
    });
    const chips = await related('chip-plant', '?limit=50');
    expect(chips.body.related.find(({ id }) => id === 'server-demand')).toMatchObject({
      url: null,
      summary: null,
      image: null,
      section: null,
      publishedAt: null,
    });
  });

  it('begins with the best, and holds nothing that is hardly related', async () => {
    const answer = await related('yen-falls', '?limit=50');
    const scores = answer.body.related.map(({ score }) => score);
    expect(scores[0]).toBe(Math.max(...scores));
    expect(ids(answer)).toEqual(expect.arrayContaining(['dollar-rally', 'rates-held']));
    for (const id of ['cup-final', 'league-opens', 'coffee-frost']) expect(ids(answer)).not.toContain(id);
  });

  it('never holds the article itself, a copy, or what is not to be shown', async () => {
    const answer = await related('yen-falls', '?limit=50&language=any');
    expect(ids(answer)).not.toEqual(expect.arrayContaining(['yen-falls']));
    for (const id of ['yen-falls', 'hidden', 'tomorrow', 'emoji']) expect(ids(answer)).not.toContain(id);
    const chips = await related('chip-plant', '?limit=50');
    const copies = ids(chips).filter((id) => id.startsWith('chip-export'));
    expect(copies).toHaveLength(1);
    expect(chips.body.related.find(({ id }) => id === copies[0])).toMatchObject({
      alsoCoveredBy: [{ id: expect.stringMatching(/^chip-export/), title: expect.any(String), url: null }],
    });
    expect(ids(await related('chip-export', '?limit=50'))).not.toContain('chip-export-again');
  });

  it('has links for an article that is itself not recommended', async () => {
    expect(ids(await related('hidden'))).not.toHaveLength(0);
  });

  it('says why a text without words has no neighbours', async () => {
    const answer = await related('emoji');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      related: [],
      empty: { reason: 'not_embeddable', detail: expect.stringMatching(/\w/) },
    });
  });

  it('is a 404 for an id that is not known, not published yet, or only begins like one', async () => {
    for (const id of ['nowhere', 'tomorrow', 'yen', 'YEN-FALLS', 'yen-falls ']) {
      const answer = await ask<ProblemBody>(`${url}/v1/articles/${encodeURIComponent(id)}/related`);
      expect(answer.status).toBe(404);
      expect(answer.type).toMatch(/^application\/problem\+json/);
      expect(answer.body).toEqual({
        type: 'urn:seealso:article_not_found',
        title: 'Not found',
        status: 404,
        detail: expect.stringContaining(JSON.stringify(id)),
        requestId: answer.headers.get('x-request-id'),
      });
    }
  });
});

describe('the length of the list', () => {
  it('is what was asked for, from 1 to 50, as far as there are articles', async () => {
    expect(ids(await related('yen-falls', '?limit=1'))).toHaveLength(1);
    expect(ids(await related('yen-falls', '?limit=2'))).toHaveLength(2);
    const all = ids(await related('yen-falls', '?limit=50'));
    expect(all.length).toBeGreaterThan(1);
    expect(new Set(all).size).toBe(all.length);
    expect(ids(await related('yen-falls'))).toHaveLength(Math.min(4, all.length));
  });

  it.each(['0', '51', '-1', '1.5', 'abc', '', '+4', '4%20', '1e1', '99999', '4&limit=5'])(
    'is refused as %j',
    async (limit) => {
      const answer = await ask<ProblemBody>(`${url}/v1/articles/yen-falls/related?limit=${limit}`);
      expect(answer.status).toBe(400);
      expect(answer.type).toMatch(/^application\/problem\+json/);
      expect(answer.body).toMatchObject({ type: 'urn:seealso:invalid_request', status: 400 });
      expect(answer.body.errors).toEqual([
        { field: 'limit', expected: expect.stringMatching(/1|50|string/), received: expect.any(String) },
      ]);
    },
  );
});

describe('the language of the links', () => {
  let url: string;
  beforeAll(async () => {
    const { engine, indexDir } = await engineOver(ARCHIVE);
    // Across languages little is alike.
    letAllThrough(indexDir);
    url = await listening(engine);
  });
  const related = (id: string, query = '') => ask<Related>(`${url}/v1/articles/${id}/related${query}`);

  it("is the article's own, whatever its region", async () => {
    const english = ids(await related('yen-falls', '?limit=50'));
    expect(english).not.toContain('yen-faellt');
    expect(english).toContain('dollar-rally');
    expect((await related('yen-faellt')).body).toMatchObject({
      related: [],
      empty: { reason: 'filtered_out' },
    });
  });

  it('is any where that is asked for', async () => {
    expect(ids(await related('yen-falls', '?limit=50&language=any'))).toContain('yen-faellt');
    expect(ids(await related('yen-faellt', '?limit=50&language=any'))).toContain('yen-falls');
  });

  it.each(['de', 'DE', 'de-AT', 'de_AT'])('is the one that %s names', async (tag) => {
    expect(ids(await related('yen-falls', `?limit=50&language=${tag}`))).toEqual(['yen-faellt']);
  });

  it('leaves nothing where no article is in it', async () => {
    expect((await related('yen-falls', '?language=fr')).body.empty?.reason).toBe('filtered_out');
  });

  it.each(['english language', '*', '', 'e', 'de&language=en'])('is refused as %j', async (language) => {
    const answer = await ask<ProblemBody>(`${url}/v1/articles/yen-falls/related?language=${language}`);
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map(({ field }) => field)).toEqual(['language']);
  });
});

describe('a text that is not indexed', () => {
  const post = (json: unknown, query = '') =>
    ask<Related>(`${url}/v1/related${query}`, { method: 'POST', json });

  it('gets the same answer, without an article', async () => {
    const answer = await post({ title: 'Currency intervention', body: 'Tokyo buys yen and sells dollars.' });
    expect(answer.status).toBe(200);
    expect(answer.body.article).toBeNull();
    expect(ids(answer)).toContain('yen-falls');
    expect(Object.keys(answer.body)).toEqual(['article', 'related', 'empty', 'index']);
    const same = await related('yen-falls');
    expect(Object.keys(answer.body.related[0] ?? {})).toEqual(Object.keys(same.body.related[0] ?? {}));
    expect(answer.body.index).toEqual(same.body.index);
  });

  it('may be a title alone, or a body alone, or an article with all its fields', async () => {
    expect(ids(await post({ title: 'Football coach and striker' }))).not.toHaveLength(0);
    expect(ids(await post({ body: 'The striker of the football team.' }))).not.toHaveLength(0);
    const record = {
      title: 'Wheat',
      body: 'Wheat harvest',
      id: null,
      language: null,
      summary: null,
      tags: ['x'],
    };
    expect(ids(await post(record))).not.toHaveLength(0);
    expect(ids(await post({ ...record, title: null, id: '', language: '' }))).not.toHaveLength(0);
  });

  it('takes the parameters of the question', async () => {
    const text = { title: 'Yen', body: 'The yen and the Bank of Japan.', language: 'de' };
    expect(ids(await post(text, '?limit=50'))).toEqual(['yen-faellt']);
    expect(ids(await post(text, '?limit=2&language=en'))).toHaveLength(2);
    expect(ids(await post({ ...text, language: 'any' }, '?limit=50'))).toContain('yen-faellt');
    expect((await post(text, '?limit=51')).status).toBe(400);
  });

  it('leaves out the article whose id it names, and copies of itself', async () => {
    const draft = { title: 'Yen falls, a second draft', body: 'The yen fell against the dollar again.' };
    expect(ids(await post(draft, '?limit=50'))).toContain('yen-falls');
    expect(ids(await post({ ...draft, id: 'yen-falls' }, '?limit=50'))).not.toContain('yen-falls');
    expect(ids(await post({ title: 'Other', body: ARCHIVE[0].body }, '?limit=50'))).not.toContain(
      'yen-falls',
    );
  });

  it('is read as JSON whatever its header says, as curl -d sends it', async () => {
    const answer = await ask<Related>(`${url}/v1/related`, {
      method: 'POST',
      body: '{"title": "Coffee harvest"}',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(answer.status).toBe(200);
  });

  it('may be a single word', async () => {
    expect(ids(await post({ title: 'yen' }))).toContain('yen-falls');
  });

  it('says why it has no neighbours', async () => {
    for (const text of [{ title: '🎈🎈' }, { title: '—', body: '🎈' }]) {
      const answer = await post(text);
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ related: [], empty: { reason: 'not_embeddable' } });
    }
  });

  it.each([
    ['no text', {}, 'title', 'a title or a body'],
    ['an empty title', { title: '', body: ' ' }, 'title', 'a title or a body'],
    ['a title that is no text', { title: 7 }, 'title', 'string'],
    ['a body that is no text', { title: 'a', body: ['b'] }, 'body', 'string'],
    ['a language that is none', { title: 'a', language: '!!' }, 'language', expect.stringContaining('tag')],
    ['an id that is none', { title: 'a', id: 'a\nb' }, 'id', 'no control characters'],
    ['a list', [{ title: 'a' }], '(record)', 'object'],
  ])('is refused with %s, and the field is named', async (_, json, field, expected) => {
    const answer = await ask<ProblemBody>(`${url}/v1/related`, { method: 'POST', json });
    expect(answer.status).toBe(400);
    expect(answer.type).toMatch(/^application\/problem\+json/);
    expect(answer.body.errors).toEqual([{ field, expected, received: expect.any(String) }]);
  });

  it.each([
    ['nothing', ''],
    ['half an object', '{"title": "a'],
    ['a form', 'title=a&body=b'],
    ['a lone word', 'null'],
    ['a text', '"title"'],
  ])('is refused as %s', async (_, body) => {
    const answer = await ask<ProblemBody>(`${url}/v1/related`, { method: 'POST', body });
    expect(answer.status).toBe(400);
    expect(answer.type).toMatch(/^application\/problem\+json/);
    expect(answer.body.detail).toMatch(/title/);
  });

  it('is refused above 1 MB, and taken below', async () => {
    const words = 'the yen and the dollar ';
    const long = words.repeat(Math.ceil(1_100_000 / words.length));
    const refused = await ask<ProblemBody>(`${url}/v1/related`, { method: 'POST', json: { body: long } });
    expect(refused.status).toBe(413);
    expect(refused.body).toMatchObject({ type: 'urn:seealso:entity_too_large', title: 'Too large' });
    const taken = await post({ title: 'Yen', body: '', notes: long.slice(0, 1_000_000) });
    expect(taken.status).toBe(200);
  });
});
