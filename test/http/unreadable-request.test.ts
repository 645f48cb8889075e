import { beforeAll, describe, expect, it } from 'vitest';
import { send, type WireRequest } from '../fuzz/wire.js';
import type { ProblemBody } from './site.js';
import { ALONE, smallSite } from './small-site.js';

let port = 0;

beforeAll(async () => {
  port = Number(new URL(await (await smallSite([ALONE])).serve()).port);
});

const GET: WireRequest = { method: 'GET', target: '/healthz', headers: [], body: Buffer.alloc(0) };

describe('what is no request in HTTP', () => {
  it.each<[what: string, request: Partial<WireRequest>, status: number, code: string]>([
    ['a header whose name has a space', { headers: [['Bad Header', 'x']] }, 400, 'no_http'],
    ['a method that nobody knows', { method: 'NOSUCH' }, 400, 'no_http'],
    [
      'two lengths',
      {
        headers: [
          ['Content-Length', '5'],
          ['Content-Length', '6'],
        ],
      },
      400,
      'no_http',
    ],
    ['headers of 20 kB', { headers: [['X-Long', 'a'.repeat(20_000)]] }, 431, 'headers_too_large'],
    ['an address of 20 kB', { target: `/${'a'.repeat(20_000)}` }, 431, 'headers_too_large'],
  ])('such as %s is refused as a problem that says so', async (_, worse, status, code) => {
    const answer = await send(port, { ...GET, ...worse });
    const problem = JSON.parse(answer.body.toString()) as ProblemBody;
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(problem).toMatchObject({
      type: `urn:seealso:${code}`,
      status,
      detail: expect.stringMatching(/\w/),
    });
  });
});

it('an expectation that nobody knows is passed over', async () => {
  expect((await send(port, { ...GET, headers: [['Expect', 'a miracle']] })).status).toBe(200);
});
