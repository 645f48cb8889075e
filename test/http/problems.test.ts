import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/engine.js';
import {
  CatalogUnusableError,
  IndexMissingError,
  ModelMismatchError,
  type SeealsoError,
} from '../../src/errors.js';
import { AUTHORISED, ask, KEY, listening, type ProblemBody } from './site.js';

/** An engine of which every answer is this error. */
function failing(error: unknown): Engine {
  const fail = (): never => {
    throw error;
  };
  const holder = { name: 'k', allows: () => true };
  return {
    info: fail,
    version: fail,
    idAt: fail,
    article: fail,
    newest: fail,
    links: fail,
    related: fail,
    relatedTo: async () => fail(),
    put: async () => fail(),
    remove: async () => fail(),
    search: fail,
    keys: () => ({ any: () => true, holder: () => holder, byHash: () => holder }),
    sessions: () => ({ begin: fail, open: fail, end: fail }),
    clicks: { count: fail, report: fail, close: () => undefined },
    editing: { decide: fail, undo: fail, about: fail, decisions: fail, note: fail, revision: fail },
    judging: { next: fail, grade: fail, counts: fail, qrels: fail },
    status: fail,
    survey: async () => fail(),
    activity: fail,
    close: async () => undefined,
  };
}

const PATHS: readonly [method: string, path: string, body?: string][] = [
  ['GET', '/v1/articles/a/related'],
  ['POST', '/v1/related', '{"title": "a text"}'],
  ['POST', '/v1/related/batch', '{"items": [{ "id": "a" }]}'],
  ['GET', '/v1/articles/a'],
  ['PUT', '/v1/articles/a', '{"title": "a text", "body": ""}'],
  ['DELETE', '/v1/articles/a'],
  ['GET', '/readyz'],
  ['GET', '/'],
];

const request = (url: string, [method, path, body]: (typeof PATHS)[number]) =>
  ask<ProblemBody>(url + path, { method, headers: AUTHORISED, ...(body === undefined ? {} : { body }) });

describe('an error that nobody foresaw', () => {
  const logged: string[] = [];
  let url = '';

  beforeAll(async () => {
    const secret = new TypeError('cannot read secret.sqlite');
    url = await listening(failing(secret), { apiKey: KEY, log: (message) => logged.push(message) });
  });

  it.each(PATHS)(
    'is a 500 on %s %s that tells the log everything and the reader nothing',
    async (...path) => {
      logged.length = 0;
      const answer = await request(url, path);
      expect(answer.status).toBe(500);
      expect(answer.type).toMatch(/^application\/problem\+json/);
      expect(answer.body).toEqual({
        type: 'urn:seealso:internal',
        title: 'Internal error',
        status: 500,
        detail: expect.stringContaining('log'),
        requestId: answer.headers.get('x-request-id'),
      });
      expect(answer.text).not.toMatch(/secret|TypeError|\.ts|\.js|at /);
      expect(logged).toEqual([
        expect.stringMatching(
          new RegExp(`^${path[0]} ${path[1]}: TypeError: cannot read secret.sqlite\n +at `),
        ),
      ]);
    },
  );

  it('may be something other than an error', async () => {
    const odd = await listening(failing('just text'));
    expect((await ask(`${odd}/v1/articles/a`)).body).toMatchObject({ status: 500 });
    const nothing = await listening(failing(undefined));
    expect((await ask(`${nothing}/v1/articles/a`)).status).toBeGreaterThanOrEqual(400);
  });
});

describe('an error that a caller can do something about', () => {
  it.each<[SeealsoError, number]>([
    [new IndexMissingError('There is no index. Run it.'), 503],
    [new ModelMismatchError('Another model.'), 503],
    [new CatalogUnusableError('The disk is full.'), 503],
  ])('%s is a %i with its own message', async (error, status) => {
    const url = await listening(failing(error), { apiKey: KEY });
    for (const path of PATHS) {
      const answer = await request(url, path);
      expect(answer.status).toBe(status);
      expect(answer.headers.get('retry-after')).toBe('5');
      expect(answer.body).toMatchObject({
        type: `urn:seealso:${error.code}`,
        title: 'Not available yet',
        detail: error.message,
      });
    }
  });
});

it('a body that is nested too deep to be written again is the sender’s fault', async () => {
  const url = await listening(failing(new Error('not to be asked')));
  const deep = `{"title": ${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
  const answer = await ask<ProblemBody>(`${url}/v1/related`, { method: 'POST', body: deep });
  expect(answer.body).toMatchObject({
    status: 400,
    errors: [{ field: 'title', expected: 'string', received: 'array nested too deep' }],
  });
});

describe('a request for nothing that is there', () => {
  let url = '';
  beforeAll(async () => {
    url = await listening(failing(new Error('not to be asked')), { apiKey: KEY });
  });

  it.each([
    ['POST', '/v1/articles/a/related', 'GET'],
    ['DELETE', '/v1/articles/a/related', 'GET'],
    ['DELETE', '/v1/related', 'GET, POST'],
    ['PUT', '/v1/related', 'GET, POST'],
    ['GET', '/v1/related/batch', 'POST'],
    ['POST', '/v1/articles/a', 'GET, PUT, DELETE'],
    ['PATCH', '/v1/articles/a', 'GET, PUT, DELETE'],
    ['POST', '/healthz', 'GET'],
    ['DELETE', '/readyz', 'GET'],
    ['POST', '/', 'GET'],
  ])('is a 405 for %s %s that names what is possible', async (method, path, allowed) => {
    const answer = await ask<ProblemBody>(url + path, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allowed);
    expect(answer.type).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ type: 'urn:seealso:method_not_allowed', status: 405 });
    expect(answer.body.detail).toContain(allowed);
  });

  it.each(['/v1', '/v1/articles', '/v1/articles/a/b/c', '/v1/articles//related', '/nowhere', '/v2/related'])(
    'is a 404 for %s',
    async (path) => {
      const answer = await ask<ProblemBody>(url + path);
      expect(answer.status).toBe(404);
      expect(answer.type).toMatch(/^application\/problem\+json/);
      expect(answer.body).toMatchObject({
        type: 'urn:seealso:unknown_path',
        title: 'Not found',
        status: 404,
      });
      expect(answer.body.detail).toContain(path);
      expect(answer.body.detail).toContain('/docs');
    },
  );

  it('does not say what the server is made of', async () => {
    const { headers } = await ask(`${url}/nowhere`);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});
