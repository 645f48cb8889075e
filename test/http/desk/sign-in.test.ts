import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { issueKey, type KeyScope } from '../../../src/engine/keys.js';
import { createFailedSignIns } from '../../../src/http/desk/failed-sign-ins.js';
import { HttpError } from '../../../src/http/problem.js';
import { NOON } from '../../support/site.js';
import { ask, KEY } from '../site.js';
import { BANKS, type SmallSite, smallSite } from '../small-site.js';
import { cookieOf, editorWith, postKey, problem, signIn } from './editor.js';

const MINUTE = 60_000;
const logged: string[] = [];
let small: SmallSite;
let url = '';
let ana = '';

const add = (name: string, ...scopes: readonly KeyScope[]) =>
  issueKey(small.site.index.catalog, name, scopes, NOON) ?? '';

beforeAll(async () => {
  small = await smallSite(BANKS);
  ana = add('Ana', 'edit');
  url = await small.serve({ log: (message) => logged.push(message) });
});

describe('signing in', () => {
  it('takes a key for editing, and gives a cookie that no script reads and no other site sends', async () => {
    const answer = await postKey(url, ana);
    expect(answer.body).toEqual({
      name: 'Ana',
      admin: false,
      csrfToken: expect.stringMatching(/^[\w-]{43}$/),
      expiresAt: '2026-05-01T12:30:00Z',
    });
    // Without a path, so that it is that of `desk/`, wherever that lies.
    expect(answer.headers.get('set-cookie')).toMatch(/^seealso_desk=[\w-]{43}; HttpOnly; SameSite=Strict$/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('vary')).toContain('Cookie');
    const { body } = await editorWith(url, cookieOf(answer), '').get('/desk/session');
    expect(body).toEqual(answer.body);
  });

  it('takes the configured key, which is one of an administrator', async () => {
    expect((await postKey(url, KEY)).body).toMatchObject({ name: 'configured', admin: true });
  });

  it.each([
    ['https://desk.example', { publicUrl: 'https://desk.example' }],
    ['http://desk.example', { publicUrl: 'http://desk.example' }],
  ])('says Secure where the browser is at %s as it must', async (origin, options) => {
    const answer = await postKey(await small.serve(options), ana, { origin });
    const isSecure = answer.headers.get('set-cookie')?.endsWith('; Secure');
    expect([answer.status, isSecure]).toEqual([200, origin.startsWith('https')]);
  });

  it('refuses what is no key of this server, or one for something else', async () => {
    expect(problem(await postKey(url, 'wrong'))).toEqual([401, 'wrong_key']);
    const writing = add('CMS', 'write');
    expect(problem(await postKey(url, writing))).toEqual([403, 'scope_missing']);
    expect(problem(await ask(`${url}/desk/session`))).toEqual([401, 'not_signed_in']);
  });

  it('never repeats a key, whatever is wrong with how it was sent', async () => {
    const headers = { 'content-type': 'application/json' };
    for (const body of [`{"key": "${ana}`, `"${ana}"`, `{"key": ["${ana}"]}`]) {
      const answer = await ask(`${url}/desk/session`, { method: 'POST', body, headers });
      expect([problem(answer), answer.text.includes(ana.slice(0, 12))]).toEqual([
        [400, 'invalid_request'],
        false,
      ]);
    }
  });

  it('ends the session before, so that a browser has one at a time', async () => {
    const before = await signIn(url, ana);
    await postKey(url, ana, { cookie: before.cookie });
    expect(problem(await before.get('/desk/session'))).toEqual([401, 'not_signed_in']);
  });

  it('is slowed down after ten wrong keys from one address', () => {
    let now = 0;
    const failed = createFailedSignIns(() => now);
    const from = (remoteAddress: string, told?: string) =>
      ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': told } }) as unknown as Parameters<
        typeof failed.check
      >[0];
    for (let time = 0; time < 10; time += 1) {
      failed.check(from('192.0.2.1'));
      failed.count(from('192.0.2.1'));
      now += 1000;
    }
    const refusal = () => {
      try {
        failed.check(from('192.0.2.1'));
        return null;
      } catch (error) {
        return error instanceof HttpError ? [error.status, error.headers] : error;
      }
    };
    expect(refusal()).toEqual([429, { 'Retry-After': '50' }]);
    failed.check(from('192.0.2.2'));
    // A proxy on this machine tells whom it asks for; somebody else may tell what they like.
    for (let time = 0; time < 10; time += 1) failed.count(from('127.0.0.1', '203.0.113.9, 192.0.2.3'));
    expect(() => failed.check(from('127.0.0.1', '198.51.100.7, 192.0.2.3'))).toThrow('Too many wrong keys');
    failed.check(from('127.0.0.1', '192.0.2.4'));
    failed.check(from('192.0.2.5', '192.0.2.3'));
    now = 60_000;
    expect(refusal()).toBeNull();
  });

  it('is slowed down as well where many keys are begun to be sent at once', async () => {
    const slowed = await small.serve();
    const body = JSON.stringify({ key: 'a guess' });
    const attempts = Array.from({ length: 12 }, () => {
      const headers = { 'content-type': 'application/json', 'content-length': body.length };
      const request = httpRequest(`${slowed}/desk/session`, { method: 'POST', headers, agent: false });
      request.write(body.slice(0, 5));
      return request;
    });
    // Answered after all of them have come as far, or else they are slowed down from the beginning.
    await ask(`${slowed}/healthz`);
    const statuses = await Promise.all(
      attempts.map(async (request) => {
        request.end(body.slice(5));
        const [response] = (await once(request, 'response')) as [IncomingMessage];
        response.resume();
        return response.statusCode;
      }),
    );
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  });
});

describe('a session', () => {
  it('goes on while it is used, and ends half an hour after', async () => {
    const editor = await signIn(url, ana);
    for (const minutes of [20, 45]) {
      small.site.now = NOON + minutes * MINUTE;
      expect((await editor.get('/desk/articles')).status).toBe(200);
    }
    small.site.now += 30 * MINUTE;
    expect(problem(await editor.get('/desk/articles'))).toEqual([401, 'session_expired']);
    small.site.now = NOON;
  });

  it('ends as early as the server says', async () => {
    const short = await small.serve({ deskSession: 5 });
    const editor = await signIn(short, ana);
    small.site.now = NOON + 5 * MINUTE;
    expect(problem(await editor.get('/desk/session'))).toEqual([401, 'session_expired']);
    small.site.now = NOON;
  });

  it('ends with signing out', async () => {
    const editor = await signIn(url, ana);
    const out = await editor.delete('/desk/session');
    expect([out.status, out.headers.get('set-cookie')]).toEqual([
      204,
      'seealso_desk=; Max-Age=0; HttpOnly; SameSite=Strict',
    ]);
    expect(problem(await editor.get('/desk/session'))).toEqual([401, 'not_signed_in']);
  });

  it('ends with its key, which another of the same name does not bring back', async () => {
    const { keys } = small.site.index.catalog;
    const editor = await signIn(url, add('Ben', 'edit'));
    expect((await editor.get('/desk/session')).status).toBe(200);
    keys.revoke('Ben');
    expect(problem(await editor.get('/desk/session'))).toEqual([401, 'not_signed_in']);
    add('Ben', 'edit');
    expect(problem(await editor.get('/desk/session'))).toEqual([401, 'not_signed_in']);
  });

  it('is known to every server of the index', async () => {
    const editor = await signIn(url, ana);
    const other = editorWith(await small.serve(), editor.cookie, editor.csrfToken);
    expect((await other.get('/desk/session')).body).toMatchObject({ name: 'Ana' });
  });
});

it('a program shows its key with every request, and needs neither cookie nor token', async () => {
  const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });
  const session = await ask(`${url}/desk/session`, bearer(ana));
  expect(session.body).toEqual({ name: 'Ana', admin: false, csrfToken: '', expiresAt: null });
  expect(problem(await ask(`${url}/desk/session`, bearer('wrong')))).toEqual([401, 'wrong_key']);
  const json = { action: 'no_links', article: 'delta', note: 'by a program' };
  const made = await ask(`${url}/desk/decisions`, { method: 'POST', json, ...bearer(ana) });
  expect(made.body).toMatchObject({ decision: { by: 'Ana', action: 'no_links' } });
});

it('a proxy that asks for a password of its own does not stand in the way', async () => {
  const editor = await signIn(url, ana);
  const answer = await editor.get('/desk/session', { authorization: 'Basic dXNlcjpwYXNz' });
  expect(answer.status).toBe(200);
});

it('no key and no secret is in the log', async () => {
  const broken = await smallSite(BANKS);
  const said: string[] = [];
  const own = issueKey(broken.site.index.catalog, 'Ana', ['edit'], NOON) ?? '';
  const server = await broken.serve({ log: (message) => said.push(message) });
  const editor = await signIn(server, own);
  const { sessions } = broken.site.index.catalog;
  const { byHash } = sessions;
  Object.assign(sessions, {
    byHash: () => {
      throw new Error('disk I/O error');
    },
  });
  expect((await editor.get('/desk/articles?q=yen')).status).toBe(500);
  Object.assign(sessions, { byHash });
  expect(said.join('\n')).toContain('GET /desk/articles: Error: disk I/O error');
  const secret = editor.cookie.split('=')[1] ?? '';
  for (const one of [own, secret, editor.csrfToken])
    expect([...said, ...logged].join('\n')).not.toContain(one);
});
