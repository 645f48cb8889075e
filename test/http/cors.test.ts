import { beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.js';
import { ask } from './site.js';
import { BANKS, type SmallSite, smallSite } from './small-site.js';

const SITE = 'https://news.example';
const LIST = '/v1/articles/alpha/related';
const READ = [
  LIST,
  `${LIST}.html`,
  '/v1/related?url=https%3A%2F%2Fexample.org%2Fnews%2Falpha',
  '/v1/articles/alpha',
];

let small: SmallSite;
let open = '';

beforeAll(async () => {
  small = await smallSite(BANKS);
  open = await small.serve({ corsOrigin: [SITE, 'http://localhost:8080'] });
});

const from = (origin: string, address: string, init: Parameters<typeof ask>[1] = {}) =>
  ask(address, { ...init, headers: { origin, ...(init.headers as Record<string, string>) } });
const said = ({ headers }: { readonly headers: Headers }) =>
  [...headers.keys()].filter((name) => name.startsWith('access-control-'));
const preflight = (address: string, method: string, origin = SITE) =>
  from(origin, address, {
    method: 'OPTIONS',
    headers: { 'access-control-request-method': method, 'access-control-request-headers': 'content-type' },
  });

describe('a server without origins', () => {
  it('says nothing about them', async () => {
    const url = await small.serve();
    for (const path of READ) {
      const answer = await from(SITE, url + path);
      expect([answer.status, said(answer)]).toEqual([200, []]);
      expect(answer.headers.get('vary')).not.toContain('Origin');
    }
    expect((await preflight(url + LIST, 'GET')).status).toBe(405);
  });
});

describe('a server with origins', () => {
  it.each(READ)('lets their pages read %s, and its tag', async (path) => {
    for (const origin of [SITE, 'http://localhost:8080']) {
      const { headers } = await from(origin, open + path);
      expect(headers.get('access-control-allow-origin')).toBe(origin);
      expect(headers.get('access-control-expose-headers')).toBe('ETag');
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      const held = await from(origin, open + path, {
        headers: { 'if-none-match': headers.get('etag') ?? '' },
      });
      expect([held.status, held.headers.get('access-control-allow-origin')]).toEqual([304, origin]);
    }
    expect(
      (await from(SITE, open + path.replace('alpha', 'nobody'))).headers.get('access-control-allow-origin'),
    ).toBe(SITE);
  });

  it('answers others without leave, and tells caches that it depends', async () => {
    for (const origin of ['https://other.example', 'null', `${SITE}.evil.example`, 'http://news.example']) {
      const answer = await from(origin, open + LIST);
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, null]);
      expect(answer.headers.get('vary')).toMatch(/\bOrigin\b/);
    }
  });

  it('lets a page ask with a body', async () => {
    const asked = await preflight(`${open}/v1/related`, 'POST');
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(SITE);
    expect(asked.headers.get('access-control-allow-methods')).toBe('GET,HEAD,POST');
    expect(asked.headers.get('access-control-allow-headers')).toContain('Content-Type');
    expect(Number(asked.headers.get('access-control-max-age'))).toBeGreaterThan(0);
    const answer = await from(SITE, `${open}/v1/related`, { method: 'POST', json: { title: 'A bank' } });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, SITE]);
  });

  it('never lets a page write, nor ask how the server is', async () => {
    expect(
      (await preflight(`${open}/v1/articles/alpha`, 'PUT')).headers.get('access-control-allow-methods'),
    ).not.toMatch(/PUT|DELETE/);
    expect(said(await from(SITE, `${open}/v1/articles/alpha`, { method: 'DELETE' }))).toEqual([]);
    for (const path of ['/healthz', '/', '/v1/clicks'])
      expect(said(await from(SITE, open + path))).toEqual([]);
  });

  it('lets anyone ask where that is said, and answers all alike', async () => {
    const url = await small.serve({ corsOrigin: [SITE, '*'] });
    const { headers } = await from('https://other.example', url + LIST);
    expect([headers.get('access-control-allow-origin'), headers.get('vary')]).toEqual([
      '*',
      'Accept-Encoding',
    ]);
  });
});

describe('origins', () => {
  const read = (flag: unknown, environment: Record<string, string> = {}) =>
    readConfig(['corsOrigin'], flag === undefined ? {} : { corsOrigin: flag }, environment).corsOrigin;

  it('are none, those of the flags, or those of the variable', () => {
    expect(read(undefined)).toEqual([]);
    expect(read(['https://News.example:443', 'http://localhost:8080', '*'])).toEqual([
      SITE,
      'http://localhost:8080',
      '*',
    ]);
    expect(read(undefined, { SEEALSO_CORS_ORIGIN: `${SITE}, https://zeitung.example,` })).toEqual([
      SITE,
      'https://zeitung.example',
    ]);
  });

  it.each([
    'news.example',
    `${SITE}/`,
    `${SITE}/a`,
    'ftp://a.example',
    'https://*.example',
    'https://u@a.example',
  ])('are refused where they are none: %s', (origin) => {
    const refused =
      /--cors-origin <origin> is wrong: expected origins without a path, such as https:.*received/;
    expect(() => read([SITE, origin])).toThrow(refused);
    expect(() => read(undefined, { SEEALSO_CORS_ORIGIN: `${SITE},${origin}` })).toThrow(
      /variable SEEALSO_CORS_ORIGIN is wrong: .*received "https:/,
    );
  });
});
