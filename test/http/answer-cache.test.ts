import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { type CacheOutcome, NO_METER } from '../../src/http/meter.js';
import { NOON } from '../support/site.js';
import { AUTHORISED, ask, ids, type Related } from './site.js';
import { ALONE, BANKS, bank, type SmallSite, smallSite } from './small-site.js';

const LIST = '/v1/articles/alpha/related';
const ADDRESS = '/v1/related?url=https%3A%2F%2Fexample.org%2Fnews%2Falpha';
const FRAGMENT = '/v1/articles/alpha/related.html';
const ARTICLE = '/v1/articles/alpha';

let small: SmallSite;
let url = '';
let outcomes: CacheOutcome[] = [];
let empty: string[] = [];

beforeAll(async () => {
  small = await smallSite([...BANKS, ALONE]);
  const meter = {
    ...NO_METER,
    cache: (outcome: CacheOutcome) => void outcomes.push(outcome),
    empty: (reason: string) => void empty.push(reason),
  };
  url = await small.serve({ meter, corsOrigin: ['https://example.com', 'https://example.net'] });
});

beforeEach(() => {
  small.ranked.length = 0;
  outcomes = [];
  empty = [];
});

const packedIn = (coding: string) => ({ headers: { 'accept-encoding': coding } });

describe('a list that was asked for before', () => {
  it.each([LIST, ADDRESS, FRAGMENT, `${LIST}?limit=2&section=World`])(
    'is made once for all who ask the same, and reads the same: %s',
    async (path) => {
      const first = await ask(url + path);
      small.ranked.length = 0;
      const again = await Promise.all([
        ask(url + path),
        ask(url + path, packedIn('identity')),
        ask(url + path, packedIn('br')),
      ]);
      expect(small.ranked).toEqual([]);
      for (const { status, text, type, headers } of again) {
        expect([status, text, type]).toEqual([200, first.text, first.type]);
        for (const name of [
          'cache-control',
          'surrogate-key',
          'vary',
          'content-security-policy',
          'x-robots-tag',
        ])
          expect([name, headers.get(name)]).toEqual([name, first.headers.get(name)]);
      }
    },
  );

  it('is found however its question is written', async () => {
    await ask(`${url}${LIST}?section=World&section=Markets&limit=3`);
    small.ranked.length = 0;
    await ask(`${url}${LIST}?limit=3&section=Markets&section=World&explain=false`);
    expect(small.ranked).toEqual([]);
  });

  it('is told apart from that of any other question, and of a client that takes other codings', async () => {
    const paths = [LIST, `${LIST}?limit=1`, FRAGMENT, ARTICLE, '/v1/articles/beta/related'];
    const texts = async () => Promise.all(paths.map(async (path) => (await ask(url + path)).text));
    const [one, two] = [await texts(), await texts()];
    expect(two).toEqual(one);
    expect(new Set(one).size).toBe(paths.length);
    for (const coding of ['br', 'gzip', 'identity', 'gzip;q=0.5, br;q=0.1', 'br;q=0, *', 'x']) {
      const { headers, text } = await ask(url + LIST, packedIn(coding));
      const sent = headers.get('content-encoding') ?? 'identity';
      expect([coding, sent]).toEqual([
        coding,
        ['br', 'identity'].includes(coding) ? coding : coding === 'x' ? 'identity' : 'gzip',
      ]);
      expect(text).toBe(one[0]);
    }
  });

  it('answers HEAD and whoever holds it, in each coding', async () => {
    for (const coding of ['identity', 'br', 'gzip']) {
      const get = await ask(url + LIST, packedIn(coding));
      const tag = get.headers.get('etag') ?? '';
      outcomes = [];
      const head = await ask(url + LIST, { method: 'HEAD', ...packedIn(coding) });
      expect([head.status, head.text, head.headers.get('etag')]).toEqual([200, '', tag]);
      expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'));
      const held = await ask(url + LIST, {
        headers: { 'accept-encoding': coding, 'if-none-match': `"x", W/${tag}` },
      });
      expect([held.status, held.text, held.headers.get('etag')]).toEqual([304, '', tag]);
      for (const name of ['cache-control', 'vary'])
        expect(held.headers.get(name)).toBe(get.headers.get(name));
      expect(held.headers.get('surrogate-key')).toBeNull();
      expect(outcomes).toEqual(['hit', 'not_modified']);
    }
  });

  it('says to each page whether it may read it', async () => {
    const from = async (origin: string) => {
      const { headers } = await ask(url + LIST, { headers: { origin } });
      return [headers.get('access-control-allow-origin'), headers.get('vary')];
    };
    expect(await from('https://example.com')).toEqual(['https://example.com', 'Origin, Accept-Encoding']);
    expect(await from('https://example.net')).toEqual(['https://example.net', 'Origin, Accept-Encoding']);
    expect((await from('https://example.org'))[0]).not.toBe('https://example.org');
  });

  it('is counted, and why it is empty', async () => {
    const path = '/v1/articles/alone/related?section=none';
    for (let i = 0; i < 3; i += 1) await ask(url + path);
    expect([outcomes, empty]).toEqual([['miss', 'hit', 'hit'], Array(3).fill(empty[0])]);
  });
});

describe('what is kept', () => {
  const PUT = { method: 'PUT', headers: AUTHORISED };
  const changes: [string, () => Promise<unknown>][] = [
    ['an article is put', () => ask(`${url}/v1/articles/epsilon`, { ...PUT, json: bank('epsilon', 4) })],
    ['it is deleted', () => ask(`${url}/v1/articles/epsilon`, { method: 'DELETE', headers: AUTHORISED })],
    ['an editor blocks a link', async () => decide('block')],
    ['that is taken back', async () => decide('unblock')],
    [
      'another process takes an article down',
      async () => {
        const other = openSqliteCatalog(`${small.site.index.folder}/catalog.sqlite`);
        other.delete('delta');
        other.close();
      },
    ],
    ['another generation answers', () => changed(() => small.site.index.run([], { rebuild: true }))],
    ['it is rolled back', () => changed(() => small.site.index.store.rollback())],
  ];
  const decide = (action: 'block' | 'unblock') =>
    small.site.engine.editing.decide({ action, article: 'alpha', link: 'beta', note: null }, 'Ada');
  const changed = async (act: () => Promise<unknown>) => {
    const before = small.site.engine.version();
    await act();
    await expect.poll(() => small.site.engine.version(), { interval: 10 }).not.toBe(before);
  };

  it.each(changes)('is answered no more once %s', async (_what, change) => {
    const before = await ask<Related>(url + LIST);
    await change();
    small.ranked.length = 0;
    const [after, again] = [await ask<Related>(url + LIST), await ask<Related>(url + LIST)];
    expect(small.ranked).toEqual(['alpha']);
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    expect([after.body, again.body]).toEqual(
      Array(2).fill(small.site.engine.related('alpha', { limit: 4, language: null })),
    );
    expect(ids(after)).toEqual(small.site.relatedIds('alpha').slice(0, 4));
  });

  it('is never something that went wrong', async () => {
    for (const path of [
      '/v1/articles/nobody/related',
      `${LIST}?limit=0`,
      '/v1/related?url=https%3A%2F%2Fexample.org%2Fx',
    ])
      for (let i = 0; i < 2; i += 1) expect((await ask(url + path)).status).toBeGreaterThanOrEqual(400);
    await ask(`${url}/v1/articles/nobody`, { ...PUT, json: bank('nobody', 1) });
    expect((await ask(`${url}/v1/articles/nobody/related`)).status).toBe(200);
  });

  it('hides nothing from whoever shows a key, and gives nobody else what that shows', async () => {
    await ask(`${url}/v1/articles/paid`, { ...PUT, json: { ...bank('paid', 1), paywalled: true } });
    const asked = async (headers: Record<string, string>) =>
      (await ask<{ body: string }>(`${url}/v1/articles/paid`, { headers })).body.body === '';
    const hidden = [{}, AUTHORISED, {}, AUTHORISED].map(
      (headers) => () => asked(headers as Record<string, string>),
    );
    const seen: boolean[] = [];
    for (const one of hidden) seen.push(await one());
    expect(seen).toEqual([true, false, true, false]);
  });

  it('goes with the article that an address leads to, also where only time goes by', async () => {
    const taking = { ...bank('taking', 1), url: BANKS[0]?.url, noRecommend: true };
    await ask(`${url}/v1/articles/taking`, {
      ...PUT,
      json: { ...taking, publishedAt: new Date(NOON + 1000).toISOString() },
    });
    const leadsTo = async () => (await ask<Related>(url + ADDRESS)).body.article?.id;
    expect([await leadsTo(), await leadsTo()]).toEqual(['alpha', 'alpha']);
    small.site.now = NOON + 1000;
    expect(await leadsTo()).toBe('taking');
    small.site.now = NOON;
  });

  it('is nothing where that is wanted, and no more than there is room for', async () => {
    const [off, little] = [await small.serve({ answerCache: 0 }), await small.serve({ answerCache: 0.005 })];
    for (const server of [off, little]) {
      small.ranked.length = 0;
      for (const id of ['alpha', 'beta', 'gamma', 'alpha']) await ask(`${server}/v1/articles/${id}/related`);
      expect(small.ranked).toEqual(['alpha', 'beta', 'gamma', 'alpha']);
    }
    small.ranked.length = 0;
    for (let i = 0; i < 2; i += 1) await ask(`${little}${LIST}?limit=1`);
    expect(small.ranked).toEqual(['alpha']);
  });
});
