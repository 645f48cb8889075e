import { beforeAll, describe, expect, it } from 'vitest';
import { ASKED, COPY, DESK, type DeskArticle, HOST, OTHERS } from './desk.js';
import { ask, engineOver, ids, listening, type ProblemBody, type Related } from './site.js';

let url = '';

beforeAll(async () => {
  const { engine } = await engineOver([...DESK, COPY]);
  url = await listening(engine);
});

const PATH = `/v1/articles/${ASKED.id}/related`;
const related = (query: string) => ask<Related>(`${url}${PATH}?${query}`);
const post = (json: unknown, query: string) =>
  ask<Related>(`${url}/v1/related?${query}`, { method: 'POST', json });
const at = (instant: string) => Date.parse(instant);
const encoded = encodeURIComponent;

type Case = readonly [query: string, passes: (article: DeskArticle) => boolean];

const DAY_OF = ASKED.publishedAt.slice(0, 10);
const FILTERS: readonly Case[] = [
  ['language=en', ({ language }) => language === 'en'],
  ['language=fr', ({ language }) => language === 'fr'],
  [`section=${encoded('City, Port')}`, ({ section }) => section === 'City, Port'],
  [`section=${encoded('économie')}&section=Nowhere`, ({ section }) => section === 'Économie'],
  ['tag=dock%20work', ({ tags }) => tags.includes('Dock work')],
  [`tag=Budget&tag=${encoded('Dock work')}`, () => true],
  [`tag=${encoded('Dock work, again')}`, ({ tags }) => tags.includes('Dock work, again')],
  [`publishedAfter=${DAY_OF}`, ({ publishedAt }) => at(publishedAt) >= at(DAY_OF)],
  [`publishedBefore=${ASKED.publishedAt}`, ({ publishedAt }) => at(publishedAt) < at(ASKED.publishedAt)],
  ['sponsored=true', ({ sponsored }) => sponsored],
  ['sponsored=false', ({ sponsored }) => !sponsored],
  ['paywalled=true', ({ paywalled }) => paywalled],
  ['paywalled=false', ({ paywalled }) => !paywalled],
  ['exclude=strike-4', ({ id }) => id !== 'strike-4'],
  ['exclude=strike-4&exclude=strike-6&exclude=nowhere', ({ id }) => !['strike-4', 'strike-6'].includes(id)],
  ['exclude=strike-4,strike-6, nowhere', ({ id }) => !['strike-4', 'strike-6'].includes(id)],
  ['excludeLinked=true', ({ id }) => !['strike-1', 'strike-5'].includes(id)],
  ['excludeLinked=false', () => true],
];

/** What a filter on the language replaces: without one, the links have the language of the article. */
const anyLanguage = (query: string) => (query.includes('language=') ? query : `${query}&language=any`);

const passing = (...cases: readonly Case[]) =>
  OTHERS.filter((article) => cases.every(([, passes]) => passes(article)))
    .map(({ id }) => id)
    .sort();

describe('without a filter', () => {
  it('the list holds everything on the subject, and nothing else', async () => {
    expect(ids(await related('limit=50&language=any')).sort()).toEqual(passing());
  });
});

describe('a filter', () => {
  it.each(FILTERS)('%s leaves all that pass, and nothing else', async (...filter) => {
    const all = passing(filter);
    expect(all.length).toBeGreaterThan(0);
    expect(ids(await related(anyLanguage(`limit=50&${filter[0]}`))).sort()).toEqual(all);
    expect(ids(await related(anyLanguage(`limit=2&${filter[0]}`)))).toHaveLength(Math.min(2, all.length));
  });

  it('goes together with every other one, and says so where nothing is left', async () => {
    const nameOf = ([query]: Case) => query.split('=')[0];
    let [full, empty] = [0, 0];
    for (const [i, one] of FILTERS.entries()) {
      for (const other of FILTERS.slice(i + 1)) {
        if (nameOf(one) === nameOf(other)) continue;
        const all = passing(one, other);
        const answer = await related(anyLanguage(`limit=50&${one[0]}&${other[0]}`));
        expect([one[0], other[0], ...ids(answer).sort()]).toEqual([one[0], other[0], ...all]);
        if (all.length > 0) full += 1;
        else empty += 1;
        if (all.length === 0) expect(answer.body.empty?.reason).toMatch(/^(filtered_out|below_cutoff)$/);
      }
    }
    expect(full).toBeGreaterThan(50);
    expect(empty).toBeGreaterThan(0);
  });

  it('holds for a text as it does for an article', async () => {
    const { title, body, url: address, publishedAt } = ASKED;
    const draft = { id: ASKED.id, title, body, url: address, publishedAt };
    for (const filter of FILTERS) {
      const answer = await post(draft, anyLanguage(`limit=50&${filter[0]}`));
      expect([filter[0], ...ids(answer).sort()]).toEqual([filter[0], ...passing(filter)]);
    }
  });

  it('takes the links of a text from its own address', async () => {
    const { title, body } = ASKED;
    const without = await post({ id: ASKED.id, title, body }, 'limit=50&excludeLinked=true');
    expect(ids(without)).toContain('strike-5');
    const elsewhere = { id: ASKED.id, title, body, url: 'https://other.example/a' };
    expect(ids(await post(elsewhere, 'limit=50&excludeLinked=true'))).toContain('strike-5');
    const absolute = `${body}<a href="${HOST}/strike-4">more</a>`;
    const linked = ids(await post({ id: ASKED.id, title, body: absolute }, 'limit=50&excludeLinked=true'));
    expect(linked).not.toContain('strike-4');
  });
});

describe('a text with more than words', () => {
  it('is near in time to what was published with it, and in the section that it names', async () => {
    const { title, body } = ASKED;
    const factors = async (draft: object) => {
      const answer = await post({ title, body, ...draft }, 'limit=50&language=any&explain=true');
      return answer.body.related.find(({ id }) => id === 'strike-7')?.explain?.factors;
    };
    const seven = OTHERS.find(({ id }) => id === 'strike-7');
    expect(await factors({ publishedAt: seven?.publishedAt, section: seven?.section })).toMatchObject({
      freshness: 1,
    });
    const [same, other] = [await factors({ section: seven?.section }), await factors({ section: 'Sport' })];
    expect(same?.section).toBeGreaterThan(other?.section ?? 9);
    expect(other?.freshness).toBeLessThan(1);
  });

  it.each([
    ['section', 7, 'string'],
    ['tags', 'Budget', 'array'],
    ['url', 'strike-3', 'an absolute http or https address'],
    ['publishedAt', 'yesterday', expect.stringContaining('ISO 8601')],
  ])('is refused with a wrong %s', async (field, value, expected) => {
    const draft = { title: 'A title', [field]: value };
    const answer = await ask<ProblemBody>(`${url}/v1/related`, { method: 'POST', json: draft });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ field, expected, received: JSON.stringify(value) }]);
  });
});

describe('a wrong parameter', () => {
  const many = (name: string, count: number) =>
    Array.from({ length: count }, (_, i) => `${name}=n${i}`).join('&');

  const WRONG: readonly (readonly [field: string, query: string, expected: RegExp])[] = [
    ['mode', 'mode=latest', /one of related, background, followup, same-event/],
    ['mode', 'mode=', /one of related/],
    ['mode', 'mode=related&mode=followup', /one of related/],
    ['halfLife', 'halfLife=0', /above 0.*"none"/],
    ['halfLife', 'halfLife=-3', /above 0/],
    ['halfLife', 'halfLife=Infinity', /above 0/],
    ['halfLife', 'halfLife=', /above 0/],
    ['halfLife', 'halfLife=1e3', /above 0/],
    ['halfLife', 'halfLife=30&halfLife=none', /string/],
    ['section', 'section=', /the name of a section/],
    ['section', 'section=a&section=%20', /the name of a section/],
    ['section', many('section', 51), /at most 50 times/],
    ['tag', 'tag=', /a tag/],
    ['tag', many('tag', 51), /at most 50 times/],
    ['publishedAfter', 'publishedAfter=yesterday', /ISO 8601/],
    ['publishedAfter', 'publishedAfter=2025-02-30', /ISO 8601/],
    ['publishedAfter', 'publishedAfter=', /ISO 8601/],
    ['publishedBefore', 'publishedBefore=2025', /ISO 8601/],
    ['publishedBefore', 'publishedAfter=2025-02-01&publishedBefore=2025-02-01', /later than publishedAfter/],
    ['exclude', 'exclude=', /the id of an article/],
    ['exclude', 'exclude=a%0Ab', /the id of an article/],
    ['exclude', many('exclude', 201), /at most 200 times/],
    ['excludeLinked', 'excludeLinked=1', /true or false/],
    ['excludeLinked', 'excludeLinked', /true or false/],
    ['sponsored', 'sponsored=yes', /true or false/],
    ['sponsored', 'sponsored=', /true or false/],
    ['paywalled', 'paywalled=TRUE', /true or false/],
    ['explain', 'explain=on', /true or false/],
    ['explain', 'explain=true&explain=true', /string/],
  ];

  it.each(WRONG)('%s is refused in %s', async (field, query, expected) => {
    const body = { method: 'POST', json: { title: 'A title' } };
    const batch = { method: 'POST', json: { items: [{ id: ASKED.id }] } };
    for (const [path, init] of [
      [PATH, {}],
      ['/v1/related', body],
      ['/v1/related/batch', batch],
    ] as const) {
      const answer = await ask<ProblemBody>(`${url}${path}?${query}`, init);
      expect(answer.status).toBe(400);
      expect(answer.type).toMatch(/^application\/problem\+json/);
      expect(answer.body.type).toBe('urn:seealso:invalid_request');
      expect(answer.body.errors).toEqual([
        { field, expected: expect.stringMatching(expected), received: expect.stringMatching(/./) },
      ]);
    }
  });

  it('is told together with every other one', async () => {
    const answer = await ask<ProblemBody>(`${url}${PATH}?mode=x&sponsored=x&tag=`);
    expect(answer.body.errors?.map(({ field }) => field)).toEqual(['mode', 'tag', 'sponsored']);
  });

  it('is none where nobody knows its name', async () => {
    expect((await related('utm_source=mail')).status).toBe(200);
  });

  it('is none at the edges: 50 names, 200 ids', async () => {
    expect((await related(many('tag', 50))).status).toBe(200);
    expect((await related(many('exclude', 200))).status).toBe(200);
  });
});
