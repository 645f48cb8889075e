import { once } from 'node:events';
import { connect } from 'node:net';
import express from 'express';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Engine } from '../../src/engine/engine.js';
import { NO_METER, type Refusal } from '../../src/http/meter.js';
import { bounded, shedLoad } from '../../src/http/overload.js';
import { answerProblems } from '../../src/http/problem.js';
import { listen, type RunningServer } from '../../src/http/server.js';
import { NO_LOG } from '../../src/log/log.js';
import { until } from '../support/cli.js';
import { AUTHORISED, ask, KEY, listening, type ProblemBody } from './site.js';
import { BANKS, bank, type SmallSite, smallSite } from './small-site.js';

const LIST = '/v1/articles/alpha/related';

let small: SmallSite;
let refused: Refusal[] = [];
const meter = { ...NO_METER, refused: (refusal: Refusal) => void refused.push(refusal) };

beforeAll(async () => {
  small = await smallSite(BANKS);
});

beforeEach(() => {
  refused = [];
});

const from = (address: string) => ({ 'x-forwarded-for': address });
const statuses = async (times: number, one: () => Promise<{ readonly status: number }>) => {
  const seen: number[] = [];
  for (let i = 0; i < times; i += 1) seen.push((await one()).status);
  return seen;
};

describe('an address that asks too often', () => {
  it('is told when to come back, and no other is', async () => {
    const url = await small.serve({ rateLimit: 3, meter });
    const reads = (address: string) => () => ask<ProblemBody>(url + LIST, { headers: from(address) });
    expect(await statuses(4, reads('192.0.2.1'))).toEqual([200, 200, 200, 429]);
    const { body, type, headers } = await reads('192.0.2.1')();
    expect([body.type, type]).toEqual([
      'urn:seealso:too_many_requests',
      'application/problem+json; charset=utf-8',
    ]);
    const seconds = Number(headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(refused).toEqual(['rate', 'rate']);
    expect((await reads('192.0.2.2')()).status).toBe(200);
    // Of one network of IPv6, however many addresses it has.
    expect(await statuses(3, reads('2001:db8::1'))).toEqual([200, 200, 200]);
    expect((await reads('2001:db8::2')()).status).toBe(429);
    // This machine itself, and the health of the server, at any time.
    expect(await statuses(5, () => ask(url + LIST))).toEqual(Array(5).fill(200));
    expect((await ask(`${url}/healthz`, { headers: from('192.0.2.1') })).status).toBe(200);
  });

  it('may read as often as it likes where nothing was said, but not have texts looked at', async () => {
    const url = await small.serve({ meter });
    expect(new Set(await statuses(10, () => ask(url + LIST, { headers: from('192.0.2.1') })))).toEqual(
      new Set([200]),
    );
    const batch = () =>
      ask(`${url}/v1/related/batch`, { method: 'POST', json: {}, headers: from('192.0.2.1') });
    const seen = await statuses(61, batch);
    expect([new Set(seen.slice(0, 60)), seen[60]]).toEqual([new Set([400]), 429]);
  });

  it('says in vain whom it asks for, where it is no proxy that is trusted', async () => {
    const url = await small.serve({ rateLimit: 1, trustProxy: ['none'] });
    // All are this machine.
    expect(await statuses(3, () => ask(url + LIST, { headers: from('192.0.2.1') }))).toEqual([200, 200, 200]);
  });
});

describe('whoever shows wrong keys', () => {
  it('has to wait after ten, also with a right one', async () => {
    const url = await small.serve();
    const removing = (key: string, address: string) => () =>
      ask<ProblemBody>(`${url}/v1/articles/nobody`, {
        method: 'DELETE',
        headers: { ...from(address), authorization: `Bearer ${key}` },
      });
    expect(await statuses(10, removing('wrong', '192.0.2.1'))).toEqual(Array(10).fill(401));
    const answer = await removing(KEY, '192.0.2.1')();
    expect([answer.status, answer.body.type]).toEqual([429, 'urn:seealso:too_many_sign_ins']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await removing(KEY, '192.0.2.2')()).status).toBe(404);
    // Nobody can lock this machine out.
    await statuses(11, () =>
      ask(`${url}/v1/articles/nobody`, { method: 'DELETE', headers: { authorization: 'Bearer wrong' } }),
    );
    expect((await ask(`${url}/v1/articles/nobody`, { method: 'DELETE', headers: AUTHORISED })).status).toBe(
      404,
    );
  });

  it('learns nothing more of an article, and is kept from nothing else', async () => {
    const url = await small.serve();
    await ask(`${url}/v1/articles/paid`, {
      method: 'PUT',
      headers: AUTHORISED,
      json: { ...bank('paid', 1), paywalled: true },
    });
    const reading = (key: string) =>
      ask<{ body: string }>(`${url}/v1/articles/paid`, {
        headers: { ...from('192.0.2.1'), authorization: `Bearer ${key}` },
      });
    expect((await reading(KEY)).body.body).not.toBe('');
    expect(await statuses(10, () => reading('wrong'))).toEqual(Array(10).fill(200));
    expect((await reading(KEY)).body.body).toBe('');
    const headers = { ...from('192.0.2.1'), ...AUTHORISED };
    expect((await ask(`${url}/v1/articles/paid`, { method: 'DELETE', headers })).status).toBe(204);
  });
});

describe('a server that has too much to do', () => {
  /** An engine that looks at texts when it is told to. */
  const patient = () => {
    const waiting: (() => void)[] = [];
    const engine: Engine = {
      ...small.site.engine,
      relatedTo: async (draft, options) => {
        await new Promise<void>((resolve) => waiting.push(resolve));
        return small.site.engine.relatedTo(draft, options);
      },
    };
    return { engine, waiting };
  };
  const draft = { method: 'POST', json: { title: 'A bank' } };

  it('turns away what it cannot take on, answers what it has, and then takes on more', async () => {
    const { engine, waiting } = patient();
    const url = await listening(engine, { maxRequests: 2, meter });
    const open = [ask(`${url}/v1/related`, draft), ask(`${url}/v1/related`, draft)];
    await until('two texts', () => waiting.length === 2);
    const answer = await ask<ProblemBody>(url + LIST);
    expect([answer.status, answer.body.type]).toEqual([503, 'urn:seealso:overloaded']);
    expect([answer.headers.get('retry-after'), answer.headers.get('cache-control')]).toEqual([
      '1',
      'no-store',
    ]);
    expect(refused).toEqual(['overload']);
    for (const path of ['/healthz', '/readyz', '/metrics']) expect((await ask(url + path)).status).toBe(200);
    for (const resolve of waiting) resolve();
    expect((await Promise.all(open)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await ask(url + LIST)).status).toBe(200);
  });

  it('still gives what it keeps', async () => {
    const { engine, waiting } = patient();
    const url = await listening(engine, { maxRequests: 1 });
    await ask(url + LIST);
    const open = ask(`${url}/v1/related`, draft);
    await until('a text', () => waiting.length === 1);
    expect([(await ask(url + LIST)).status, (await ask(`${url + LIST}?limit=1`)).status]).toEqual([200, 503]);
    waiting[0]?.();
    expect((await open).status).toBe(200);
  });

  it('has queues of some length, a place in which is free once it was answered', () => {
    const handle = bounded(1, 'texts', meter);
    const closes: (() => void)[] = [];
    const enter = () =>
      handle(
        {} as never,
        { once: (_event: string, act: () => void) => closes.push(act) } as never,
        () => undefined,
      );
    enter();
    expect(enter).toThrow('1 texts are waiting');
    closes[0]?.();
    expect(enter).not.toThrow();
  });

  it('turns away whoever has waited for too long for their turn, and not whoever comes after', async () => {
    let now = 0;
    const handle = shedLoad({ maxDelay: 100 }, meter, () => now);
    const enter = () => handle({} as never, { once: () => undefined } as never, () => undefined);
    enter();
    now = 100;
    expect(enter).not.toThrow();
    now = 101;
    expect(enter).toThrow('longer than 100 ms');
    await new Promise((resolve) => setImmediate(resolve));
    now = 500;
    expect(enter).not.toThrow();
  });
});

describe('what is not answered in time', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is answered with 503, and its late answer is nobody’s', async () => {
    const waiting: (() => void)[] = [];
    const engine: Engine = {
      ...small.site.engine,
      relatedTo: async (asked, options) => {
        await new Promise<void>((resolve) => waiting.push(resolve));
        return small.site.engine.relatedTo(asked, options);
      },
    };
    const url = await listening(engine, { meter, requestTimeout: 5 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let received = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      received += text;
    });
    const body = '{"title": "A bank"}';
    socket.write(`POST /v1/related HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(5000);
    vi.useRealTimers();
    await until('an answer', () => received.includes('}'));
    expect(received).toMatch(/^HTTP\/1\.1 503 [\s\S]*Retry-After: 5[\s\S]*"urn:seealso:timed_out"/);
    expect(refused).toEqual(['timeout']);
    waiting[0]?.();
    await new Promise((resolve) => setImmediate(resolve));
    // The connection is still good.
    received = '';
    socket.write(`GET ${LIST} HTTP/1.1\r\nHost: a\r\n\r\n`);
    await until('the next answer', () => received.includes('}'));
    expect(received).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });
});

describe('a client that does not send its whole request', () => {
  let server: RunningServer;
  afterEach(() => server.close());

  it.each(['GET / HTTP/1.1\r\nHost: a', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{'])(
    'is sent away: %j',
    async (sent) => {
      const app = express()
        .use(express.json())
        .use(answerProblems({ log: NO_LOG, ofMissing: 'no-store' }));
      server = await listen(app, '127.0.0.1', 0, { requestTimeout: 0.05 });
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      socket.write(sent);
      let received = '';
      socket.setEncoding('utf8').on('data', (text: string) => {
        received += text;
      });
      await once(socket, 'close');
      expect(received).toContain('HTTP/1.1 408');
    },
  );
});
