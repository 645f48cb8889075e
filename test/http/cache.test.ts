import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chooseCutoff } from '../../src/engine/cutoff-choice.js';
import type { Engine } from '../../src/engine/engine.js';
import { NOON } from '../support/site.js';
import { AUTHORISED, ask, listening } from './site.js';
import { ALONE, BANKS, type SmallSite, smallSite } from './small-site.js';

const LIFE = 'public, max-age=60, stale-while-revalidate=600';
const LIST = '/v1/articles/alpha/related';

let small: SmallSite;
let url = '';

beforeAll(async () => {
  const later = { ...BANKS[0], id: 'later', url: null, publishedAt: new Date(NOON + 60_000).toISOString() };
  small = await smallSite([...BANKS, ALONE, later]);
  url = await small.serve();
});

beforeEach(() => {
  small.ranked.length = 0;
});

const tagOf = async (path: string) => (await ask(url + path)).headers.get('etag') ?? '';
const asks = (path: string, ifNoneMatch: string, headers: Record<string, string> = {}) =>
  ask(url + path, { headers: { 'if-none-match': ifNoneMatch, ...headers } });
const life = async (path: string, init: Parameters<typeof ask>[1] = {}, server = url) =>
  (await ask(server + path, init)).headers.get('cache-control');

/** Everything that is answered of an article to whoever may only read. */
const PATHS = [
  LIST,
  '/v1/related?url=https%3A%2F%2Fexample.org%2Fnews%2Falpha',
  '/v1/articles/alpha/related.html',
  '/v1/related.html?url=https%3A%2F%2Fexample.org%2Fnews%2Falpha',
  '/v1/articles/alpha',
];

describe.each(PATHS)('%s', (path) => {
  it('is not made again for whoever holds it', async () => {
    const tag = await tagOf(path);
    expect(tag).toMatch(/^"[^"]+"$/);
    small.ranked.length = 0;
    for (const held of [tag, `W/${tag}`, `"other", ${tag}`, `W/"x" ,W/${tag},"y"`, '*']) {
      const answer = await asks(path, held);
      expect([held, answer.status, answer.text]).toEqual([held, 304, '']);
    }
    expect(small.ranked).toEqual([]);
    const whole = await ask(url + path);
    const { headers } = await asks(path, tag);
    for (const name of ['etag', 'cache-control', 'vary'])
      expect(headers.get(name)).toBe(whole.headers.get(name));
    // A cache takes over what a 304 says, and would forget which links it holds.
    expect([headers.get('surrogate-key'), headers.get('content-type')]).toEqual([null, null]);
  });

  it('is given to whoever holds something else', async () => {
    for (const held of ['"other"', 'W/"x", "y"', (await tagOf(path)).slice(1, -1), ''])
      expect((await asks(path, held)).status).toBe(200);
  });

  it('may be kept for a while, and is named by what it shows', async () => {
    const { headers } = await ask(url + path);
    expect(headers.get('cache-control')).toBe(LIFE);
    expect(headers.get('vary')).toContain('Accept-Encoding');
    const keys = headers.get('surrogate-key')?.split(' ') ?? [];
    expect(keys.slice(0, 2)).toEqual(['seealso', 'seealso/alpha']);
    const shown = ['beta', 'gamma', 'delta'].map((id) => `seealso/${id}`);
    expect(keys.slice(2).sort()).toEqual(path === '/v1/articles/alpha' ? [] : shown.sort());
  });

  it('answers HEAD as GET, without a body', async () => {
    const [head, get] = [await ask(url + path, { method: 'HEAD' }), await ask(url + path)];
    expect([head.status, head.text, head.type]).toEqual([200, '', get.type]);
    expect(head.headers.get('cache-control')).toBe(LIFE);
    const held = await ask(url + path, { method: 'HEAD', headers: { 'if-none-match': await tagOf(path) } });
    expect(held.status).toBe(304);
  });
});

describe('an entity tag', () => {
  it('is that of the question, however it is written', async () => {
    const one = await tagOf(`${LIST}?section=World&section=Markets&limit=4&exclude=x&exclude=y`);
    const same =
      'exclude=y&unknown=1&mode=related&section=Markets&exclude=x&exclude=x&section=World&explain=false';
    expect(await tagOf(`${LIST}?${same}`)).toBe(one);
  });

  it('is another for every other question', async () => {
    const questions = [
      ...PATHS.filter((path) => !path.includes('url=')),
      '/v1/articles/beta/related',
      ...['limit=3', 'mode=background', 'halfLife=none', 'halfLife=30', 'section=World', 'tag=World']
        .concat(['language=en', 'language=any', 'exclude=beta', 'excludeLinked=true', 'sponsored=true'])
        .concat([
          'sponsored=false',
          'paywalled=false',
          'publishedAfter=2026-01-01',
          'publishedBefore=2026-01-01',
        ])
        .map((query) => `${LIST}?${query}`),
      ...['heading=More', 'headingLevel=3', 'reasons=true', 'widget=true', 'limit=3'].map(
        (query) => `/v1/articles/alpha/related.html?${query}`,
      ),
    ];
    const hash = (tag: string) => tag.split(/["-]/)[1];
    const tags = await Promise.all(questions.map(async (path) => hash(await tagOf(path))));
    expect(new Set(tags).size).toBe(questions.length);
  });

  it('is another after whatever may change an answer', async () => {
    const put = { method: 'PUT', headers: AUTHORISED, json: { title: 'A bank', body: 'A bank sold yen.' } };
    const changes: [string, () => unknown][] = [
      ['an article is put', () => ask(`${url}/v1/articles/new`, put)],
      ['it is taken down', () => ask(`${url}/v1/articles/new`, { method: 'DELETE', headers: AUTHORISED })],
      ['more may pass', () => chooseCutoff(small.site.index.catalog, { share: 0.5 })],
      ['as before', () => chooseCutoff(small.site.index.catalog, { score: 0 })],
    ];
    for (const [what, change] of changes) {
      const before = await tagOf(LIST);
      await change();
      expect([what, (await asks(LIST, before)).status]).toEqual([what, 200]);
    }
  });

  it('is another when a scheduled article appears, and not before', async () => {
    const before = await tagOf(LIST);
    small.site.now = NOON + 59_999;
    expect((await asks(LIST, before)).status).toBe(304);
    small.site.now = NOON + 60_000;
    expect((await asks(LIST, before)).status).toBe(200);
    small.site.now = NOON;
  });
});

describe('an answer during whose making another process writes', () => {
  const during = async (writes: number) => {
    let version = 0;
    let left = writes;
    const engine: Engine = {
      ...small.site.engine,
      version: () => `${version}`,
      related(id, options) {
        const answer = small.site.engine.related(id, options);
        if (left > 0) version += 1;
        left -= 1;
        return { ...answer, article: { id, url: null, title: `as of ${version}` } };
      },
    };
    const { headers, text } = await ask((await listening(engine)) + LIST);
    return { tag: headers.get('etag'), life: headers.get('cache-control'), text };
  };

  it('is made again, so that its tag stands for no other', async () => {
    const [undisturbed, disturbed] = [await during(0), await during(1)];
    expect(disturbed.tag).not.toBe(undisturbed.tag);
    expect([disturbed.text.includes('as of 1'), disturbed.life]).toEqual([true, LIFE]);
  });

  it('goes without a tag, and is not kept, where writing does not end', async () => {
    const { tag, life } = await during(99);
    expect([tag, life]).toEqual([null, 'no-store']);
  });
});

describe('what is not there', () => {
  it.each(PATHS)('is told for ten seconds: %s', async (path) => {
    const gone = path.replace('alpha', 'nobody');
    for (const init of [{}, { method: 'HEAD' }, { headers: { 'if-none-match': '*' } }]) {
      const answer = await ask(url + gone, init);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'public, max-age=10']);
      for (const name of ['etag', 'surrogate-key']) expect(answer.headers.get(name)).toBeNull();
    }
  });

  it('is kept no longer when it is an empty list, also where that is confirmed', async () => {
    for (const path of [
      '/v1/articles/alone/related?section=none',
      '/v1/articles/alone/related.html?section=none',
    ]) {
      expect(await life(path)).toBe('public, max-age=10');
      const held = await asks(path, await tagOf(path));
      expect([held.status, held.headers.get('cache-control')]).toEqual([304, 'public, max-age=10']);
    }
  });
});

describe('the life of an answer', () => {
  it('is what was configured, and a short one no longer than that', async () => {
    const [never, briefly] = await Promise.all([
      small.serve({ maxAge: 0, staleWhileRevalidate: 0 }),
      small.serve({ maxAge: 5, staleWhileRevalidate: 30 }),
    ]);
    expect(await life(LIST, {}, never)).toBe('public, max-age=0');
    expect(await life('/v1/articles/nobody', {}, never)).toBe('public, max-age=0');
    expect(await life(LIST, {}, briefly)).toBe('public, max-age=5, stale-while-revalidate=30');
    expect(await life('/v1/articles/nobody', {}, briefly)).toBe('public, max-age=5');
  });

  it.each<[string, string, Parameters<typeof ask>[1]?]>([
    ['health', '/healthz'],
    ['readiness', '/readyz'],
    ['the page for looking at it', '/'],
    ['an explained list', `${LIST}?explain=true`],
    ['a wrong question', `${LIST}?limit=0`],
    ['a path that is none', '/v1/nothing'],
    ['a wrong method', LIST, { method: 'DELETE' }],
    ['a list for a text', '/v1/related', { method: 'POST', json: { title: 'A bank' } }],
    ['lists for many', '/v1/related/batch', { method: 'POST', json: { ids: ['alpha'] } }],
    ['writing', '/v1/articles/alone', { method: 'PUT', json: ALONE, headers: AUTHORISED }],
    ['deleting what is not there', '/v1/articles/nobody', { method: 'DELETE', headers: AUTHORISED }],
    ['a missing key', '/v1/articles/alpha', { method: 'DELETE' }],
  ])('is none for %s', async (_what, path, init) => {
    const answer = await ask(url + path, init ?? {});
    expect(answer.headers.get('cache-control')).toBe('no-store');
    for (const name of ['etag', 'surrogate-key']) expect(answer.headers.get(name)).toBeNull();
  });

  it('is the reader’s own where an answer names more articles than a header can', async () => {
    const long = (i: number) => `${'x'.repeat(190)}${i}`;
    const { serve } = await smallSite(
      Array.from({ length: 25 }, (_, i) => ({ ...BANKS[i % 4], id: long(i) })),
    );
    const path = `${await serve()}/v1/articles/${long(0)}/related?limit=50`;
    const answer = await ask(path);
    expect(answer.headers.get('cache-control')).toBe('private, max-age=60');
    expect(answer.headers.get('surrogate-key')).toBeNull();
    const held = await ask(path, { headers: { 'if-none-match': answer.headers.get('etag') ?? '' } });
    expect([held.status, held.headers.get('cache-control')]).toEqual([304, 'private, max-age=60']);
  });
});
