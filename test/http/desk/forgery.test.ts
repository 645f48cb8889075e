import { request as httpRequest } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { issueKey } from '../../../src/engine/keys.js';
import { isFromThisMachine } from '../../../src/http/loopback.js';
import { NOON } from '../../support/site.js';
import { ask } from '../site.js';
import { BANKS, type SmallSite, smallSite } from '../small-site.js';
import { type Editor, editorWith, postKey, problem, signIn } from './editor.js';

const SILENCE = { action: 'no_links', article: 'alpha' };
let small: SmallSite;
let url = '';
let ana = '';
let editor: Editor;
/** A server of an index without keys. */
let local = '';
let bare: SmallSite;

beforeAll(async () => {
  small = await smallSite(BANKS);
  ana = issueKey(small.site.index.catalog, 'Ana', ['edit'], NOON) ?? '';
  url = await small.serve();
  editor = await signIn(url, ana);
  bare = await smallSite(BANKS);
  local = await bare.serve({ apiKey: undefined });
});

const decide = (headers: Record<string, string>) => editor.post('/desk/decisions', SILENCE, headers);
const nothingDecided = async () => {
  const { body } = await editor.get<{ decisions: unknown[] }>('/desk/decisions');
  expect(body.decisions).toEqual([]);
};

describe('a forged request with the cookie of somebody who is signed in', () => {
  it.each<[what: string, headers: Record<string, string>]>([
    ['of a page of another site', { origin: 'https://evil.example' }],
    ['of a page of the same host with another port', { origin: 'http://127.0.0.1:1' }],
    ['of a page without an origin', { origin: 'null' }],
    ['that a browser says is of another site', { 'sec-fetch-site': 'cross-site' }],
    ['that a browser says is of a neighbour', { 'sec-fetch-site': 'same-site' }],
    ['with the token of somebody else', { 'x-csrf-token': 'x'.repeat(43) }],
    ['without a token', { 'x-csrf-token': '' }],
    ['of a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['of a form that looks like JSON', { 'content-type': 'text/plain' }],
  ])('is refused: %s', async (_what, headers) => {
    expect(problem(await decide(headers))).toEqual([403, 'forged_request']);
    await nothingDecided();
  });

  it('is refused where it has a body of no type, or undoes, or deletes', async () => {
    const headers = { cookie: editor.cookie, 'x-csrf-token': editor.csrfToken };
    const untyped = new Blob([JSON.stringify(SILENCE)]);
    const sent = await ask(`${url}/desk/decisions`, { method: 'POST', body: untyped, headers });
    expect(problem(sent)).toEqual([403, 'forged_request']);
    const { cookie } = editor;
    for (const [method, path] of [
      ['POST', '/desk/decisions/1/undo'],
      ['DELETE', '/desk/session'],
      ['DELETE', '/desk/builds/staged'],
    ] as const) {
      const answer = await ask(url + path, { method, headers: { cookie } });
      expect([path, problem(answer)]).toEqual([path, [403, 'forged_request']]);
    }
    await nothingDecided();
    expect((await editor.get('/desk/session')).status).toBe(200);
  });

  it('reads nothing either', async () => {
    const answer = await editor.get('/desk/decisions', { 'sec-fetch-site': 'cross-site' });
    expect(problem(answer)).toEqual([403, 'forged_request']);
  });

  it('does not sign anybody in', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'content-type': 'text/plain' },
    ]) {
      const answer = await postKey(url, ana, headers);
      expect([problem(answer), answer.headers.get('set-cookie')]).toEqual([[403, 'forged_request'], null]);
    }
  });

  it('gets no leave from --cors-origin', async () => {
    const open = await small.serve({ corsOrigin: ['*'] });
    const preflight = await ask(`${open}/desk/decisions`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    const names = [...preflight.headers.keys(), ...(await ask(`${open}/desk/session`)).headers.keys()];
    expect(names.filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });
});

it('its paths cannot be written otherwise, past a proxy that guards them', async () => {
  const guarded = ['/Desk/session', '/DESK', '/desk/Session', '/V1/articles/alpha', '/v1/Hooks/ghost'];
  for (const path of guarded)
    expect([path, problem(await editor.get(path))]).toEqual([path, [404, 'unknown_path']]);
});

it('a page of the server itself is let through, also at its public address', async () => {
  expect((await decide({})).status).toBe(201);
  const known = await small.serve({ publicUrl: 'https://news.example/more' });
  const behind = editorWith(known, editor.cookie, editor.csrfToken);
  const again = { ...SILENCE, action: 'links_again' };
  const answer = await behind.post('/desk/decisions', again, { origin: 'https://news.example' });
  expect(answer.status).toBe(201);
});

describe('without any key', () => {
  it('the desk answers this machine, with a token all the same', async () => {
    const { body } = await ask(`${local}/desk/session`);
    expect(body).toEqual({ name: null, admin: true, csrfToken: expect.any(String), expiresAt: null });
    const here = editorWith(local, '', String(body.csrfToken));
    expect((await here.post('/desk/decisions', SILENCE)).body).toMatchObject({
      decision: { by: 'this machine' },
    });
    const forged = await here.post('/desk/decisions', SILENCE, { 'x-csrf-token': '' });
    expect(problem(forged)).toEqual([403, 'forged_request']);
    const foreign = await here.post('/desk/decisions', SILENCE, { origin: 'https://evil.example' });
    expect(problem(foreign)).toEqual([403, 'forged_request']);
  });

  it.each([
    { 'x-forwarded-for': '192.0.2.1' },
    { 'x-forwarded-proto': 'https' },
    { forwarded: 'for=192.0.2.1' },
    { 'x-real-ip': '192.0.2.1' },
    { via: '1.1 proxy' },
  ])('it does not answer what came through a proxy: %o', async (headers) => {
    expect(problem(await ask(`${local}/desk/session`, { headers }))).toEqual([403, 'desk_is_local']);
    const page = await ask(`${local}/desk`, { headers });
    expect([page.status, page.type]).toEqual([403, 'text/html; charset=utf-8']);
    expect(page.text).toContain('seealso keys add');
  });

  const status = (host: string, { saysConnection = true } = {}) =>
    new Promise((resolve, reject) => {
      const asked = httpRequest(`${local}/desk/session`, { headers: { host } }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode));
      });
      if (!saysConnection) asked.removeHeader('connection');
      asked.once('error', reject).end();
    });

  it('it does not answer what came through a proxy that takes away what a browser says and adds nothing', async () => {
    expect(await status('127.0.0.1:3000')).toBe(200);
    expect(await status('127.0.0.1:3000', { saysConnection: false })).toBe(403);
  });

  it('it does not answer under a name that is not this machine’s', async () => {
    expect(await status('evil.example')).toBe(403);
    expect(await status('localhost.evil.example:3000')).toBe(403);
    expect(await status('localhost:3000')).toBe(200);
  });

  it('it does not answer where readers find the server under a public address', async () => {
    const known = await bare.serve({ apiKey: undefined, publicUrl: 'https://news.example' });
    expect(problem(await ask(`${known}/desk/session`))).toEqual([403, 'desk_is_local']);
  });

  it('it asks for a key as soon as there is one', async () => {
    const key = issueKey(bare.site.index.catalog, 'Ana', ['edit'], NOON) ?? '';
    expect(problem(await ask(`${local}/desk/session`))).toEqual([401, 'not_signed_in']);
    const page = await ask(`${local}/desk`, { headers: { 'x-forwarded-for': '192.0.2.1' } });
    expect(page.status).toBe(200);
    expect((await signIn(local, key)).csrfToken).not.toBe('');
    bare.site.index.catalog.keys.revoke('Ana');
  });
});

it.each<[boolean, string, string, string]>([
  [true, '127.0.0.1', 'localhost:3000', '1.1'],
  [true, '127.8.9.1', '127.0.0.1', '1.1'],
  [true, '::1', '[::1]:3000', '1.1'],
  [true, '::ffff:127.0.0.1', 'LOCALHOST', '2.0'],
  [false, '192.0.2.1', 'localhost:3000', '1.1'],
  [false, '::ffff:192.0.2.1', 'localhost', '1.1'],
  [false, '127.0.0.1', 'example.com', '1.1'],
  [false, '127.0.0.1', 'localhost.example.com', '1.1'],
  [false, '127.0.0.1', '127.0.0.1.example.com:80', '1.1'],
  [false, '127.0.0.1', '', '1.1'],
  // nginx as it comes: it changes the host to that of the server, and says nothing of the client.
  [false, '127.0.0.1', '127.0.0.1:3000', '1.0'],
])(
  'whether a request is from this machine: %s for %s, %j, HTTP/%s',
  (expected, remoteAddress, host, httpVersion) => {
    const socket = { remoteAddress } as Parameters<typeof isFromThisMachine>[0]['socket'];
    expect(isFromThisMachine({ socket, headers: { host }, httpVersion })).toBe(expected);
  },
);
