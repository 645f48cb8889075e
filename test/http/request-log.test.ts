import { connect } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { issueKey } from '../../src/engine/keys.js';
import { apiDocument } from '../../src/http/openapi/document.js';
import { createTally } from '../../src/http/tally.js';
import type { LogLevel } from '../../src/log/log.js';
import { openLog } from '../../src/log/open-log.js';
import { METHODS } from '../../src/page/docs/api.js';
import { until } from '../support/cli.js';
import { NOON } from '../support/site.js';
import { AUTHORISED, ask, KEY, type ProblemBody } from './site.js';
import { BANKS, type SmallSite, smallSite } from './small-site.js';

let small: SmallSite;

beforeAll(async () => {
  small = await smallSite(BANKS);
});

type Line = Readonly<Record<string, unknown>>;

/** A log in JSON, and what was written of it. */
function logging(level: LogLevel) {
  const printed: string[] = [];
  const print = (lines: string) => printed.push(lines);
  const logger = openLog({ format: 'json', level, secrets: [KEY], print, clock: () => NOON });
  return { logger, printed, lines: () => printed.map((line) => JSON.parse(line) as Line) };
}

describe('a request', () => {
  const log = logging('debug');
  let url = '';
  const lineOf = (id: string | null) =>
    until('its line', async () => log.lines().find((line) => line.requestId === id) ?? false);

  beforeAll(async () => {
    url = await small.serve({ logger: log.logger });
  });

  it('has an id, the same in its answer, in its problem and in its line', async () => {
    const found = await ask<ProblemBody>(`${url}/v1/articles/nowhere/related?limit=3`);
    const id = found.headers.get('x-request-id');
    expect(id).toMatch(/^[0-9a-f]{16}-[0-9a-z]+$/);
    expect(found.body).toMatchObject({ requestId: id });
    expect(await lineOf(id)).toEqual({
      level: 'debug',
      time: '2026-05-01T12:00:00.000Z',
      msg: 'GET /v1/articles/:id/related 404',
      requestId: id,
      method: 'GET',
      path: '/v1/articles/nowhere/related',
      status: 404,
      milliseconds: expect.any(Number),
      code: 'article_not_found',
    });
    expect((await ask(`${url}/healthz`)).headers.get('x-request-id')).not.toBe(id);
  });

  it('keeps the id that a proxy gave it', async () => {
    const given = { 'x-request-id': 'edge-7:4f/A=' };
    const { headers } = await ask(`${url}/v1/articles/alpha/related`, { headers: given });
    expect(headers.get('x-request-id')).toBe(given['x-request-id']);
    await lineOf(given['x-request-id']);
  });

  it.each(['', 'a b', 'a"b', '{}', 'ä', 'x'.repeat(129), '$(id)'])(
    'gets another id where the given one is odd: %j',
    async (odd) => {
      const { headers } = await ask(`${url}/healthz`, { headers: { 'x-request-id': odd } });
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{16}-[0-9a-z]+$/);
    },
  );

  it('that no route answers is one of many such, whatever its path and method', async () => {
    const missing = await ask(`${url}/wp-login.php?key=1`);
    const line = await lineOf(missing.headers.get('x-request-id'));
    expect(line).toMatchObject({ msg: 'GET (none) 404', path: '/wp-login.php' });
    const odd = await ask(`${url}/healthz`, { method: 'REPORT' });
    expect(await lineOf(odd.headers.get('x-request-id'))).toMatchObject({ msg: 'other /healthz 405' });
  });

  it('whose client left before the answer is told as that', async () => {
    const slow = await small.serve({ logger: log.logger });
    const socket = connect(Number(new URL(slow).port), '127.0.0.1');
    socket.write('PUT /v1/articles/x HTTP/1.1\r\nHost: a\r\nX-Request-Id: left-early\r\n');
    socket.write(`Authorization: Bearer ${KEY}\r\nContent-Length: 99\r\n\r\n{`);
    await until('an open request', async () => {
      const { text } = await ask(`${slow}/metrics`, { headers: AUTHORISED });
      const open = /^seealso_http_requests_open (\d+)$/m.exec(text);
      return Number(open?.[1]) === 2;
    });
    socket.destroy();
    const line = await lineOf('left-early');
    expect([line.status, line.level]).toEqual([499, 'info']);
  });
});

describe('at the level info', () => {
  it('what changes something has a line with who did it, what is only read has none', async () => {
    const log = logging('info');
    const url = await small.serve({ logger: log.logger });
    const ana = issueKey(small.site.index.catalog, 'Ana', ['write'], NOON) ?? '';
    const json = { title: 'Ferries', body: 'The ferries of the north sail again.' };
    const read = ['/v1/articles/alpha/related', '/v1/articles/nowhere', '/healthz', '/nowhere'];
    for (const path of read) await ask(url + path);
    await ask(`${url}/v1/related`, { method: 'POST', json });
    await ask(`${url}/v1/articles/x`, { method: 'PUT', json, headers: { authorization: `Bearer ${ana}` } });
    await ask(`${url}/v1/articles/x`, { method: 'DELETE', headers: AUTHORISED });
    await ask(`${url}/v1/articles/x`, { method: 'DELETE' });
    await ask(`${url}/desk/session`, { method: 'POST', json: { key: 'wrong' } });
    const lines = await until('four lines', async () => log.lines().length >= 4 && log.lines());
    expect(lines.map(({ level, msg, by, code }) => [level, msg, by, code])).toEqual([
      ['info', 'PUT /v1/articles/:id 201', 'Ana', undefined],
      ['info', 'DELETE /v1/articles/:id 204', 'configured', undefined],
      ['warn', 'DELETE /v1/articles/:id 401', undefined, 'wrong_key'],
      ['warn', 'POST /desk/session 401', undefined, 'wrong_key'],
    ]);
  });

  it('what is turned away in great numbers is told once, in sum', () => {
    const log = logging('info');
    const due: (() => void)[] = [];
    const tally = createTally(log.logger, (work) => due.push(work));
    for (let i = 0; i < 1000; i += 1) tally.count('429 too_many_requests');
    tally.count('503 overloaded');
    expect([log.printed.length, due.length]).toEqual([0, 1]);
    due[0]?.();
    expect(log.lines()).toMatchObject([
      {
        level: 'warn',
        msg: 'Turned away in the last 60 s: 1000 × 429 too_many_requests, 1 × 503 overloaded.',
      },
    ]);
    tally.count('503 overloaded');
    expect(due).toHaveLength(2);
  });
});

describe('no secret is in the log', () => {
  const bearer = 'bearer-4f7c0a9e21';
  const cookie = 'Y29va2llLXNlY3JldC0'.repeat(3).slice(0, 43);
  const csrf = 'csrf-5b1e77aa90';
  const signature = 'ab'.repeat(32);
  const query = 'query-77aa905b1e';
  const body = 'body-905b1e77aa';
  const secrets = [bearer, cookie, csrf, signature, query, body, KEY];

  /** Every documented request, with a secret wherever one may stand. */
  const requests = Object.entries(apiDocument().paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method] !== undefined && !path.endsWith('/events')).map((method) => ({
      method: method.toUpperCase(),
      path: `${path.replaceAll(/\{\w+\}/g, 'alpha')}?key=${query}&token=${query}&q=${query}`,
    })),
  );

  const askAll = async (url: string) => {
    for (const { method, path } of requests) {
      for (const authorization of [`Bearer ${bearer}`, `Bearer ${KEY}`, undefined]) {
        const headers = {
          ...(authorization === undefined ? {} : { authorization }),
          cookie: `seealso_desk=${cookie}`,
          'x-csrf-token': csrf,
          'x-ghost-signature': `sha256=${signature}, t=${NOON}`,
          'x-seealso-signature': `sha256=${signature}, t=${NOON}`,
        };
        const hasBody = method === 'POST' || method === 'PUT';
        await ask(url + path, { method, headers, ...(hasBody ? { json: { key: body, title: 1 } } : {}) });
      }
    }
    const malformed = { method: 'POST', body: `{"key": "${body}`, headers: AUTHORISED };
    for (const path of ['/desk/session', '/v1/related', '/v1/hooks/ghost']) await ask(url + path, malformed);
  };

  it.each<LogLevel>(['debug', 'info'])('of any request, at the level %s', async (level) => {
    const log = logging(level);
    const hooks = { ghostHookSecret: KEY, wordpressHookSecret: KEY };
    const url = await small.serve({ logger: log.logger, clicks: true, ...hooks });
    await askAll(url);
    const last = await ask(`${url}/v1/articles/last`, { method: 'DELETE', headers: AUTHORISED });
    const id = last.headers.get('x-request-id');
    await until('the last line', async () => log.lines().some(({ requestId }) => requestId === id));
    expect(log.printed.length).toBeGreaterThan(level === 'debug' ? requests.length * 3 : 10);
    for (const secret of secrets) expect(log.printed.join('')).not.toContain(secret);
  });

  it('of any fault, with its stack and its causes', async () => {
    const log = logging('debug');
    const cause = new Error(`GET https://u:${body}@cms.example/posts?key=${query}`);
    const failing = () => {
      throw Object.assign(new Error(`sent authorization: Bearer ${bearer}`, { cause }), {
        request: { headers: { cookie } },
      });
    };
    const broken = await smallSite(BANKS);
    Object.assign(broken.site.index.catalog, { find: failing });
    const url = await broken.serve({ logger: log.logger });
    await askAll(url);
    const faults = log.lines().filter(({ error }) => error !== undefined);
    expect(faults.length).toBeGreaterThan(5);
    expect(faults[0]).toMatchObject({
      level: 'error',
      requestId: expect.any(String),
      error: { message: 'sent authorization: [masked]', cause: { type: 'Error' } },
    });
    for (const secret of secrets) expect(log.printed.join('')).not.toContain(secret);
  });
});
