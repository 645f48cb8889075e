import { get } from 'node:http';
import { beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { Status } from '../../src/engine/status.js';
import { StatusBody } from '../../src/http/answers/status.js';
import * as examples from '../../src/http/openapi/examples.js';
import { until } from '../support/cli.js';
import { AUTHORISED, ask, type ProblemBody } from './site.js';
import { ALONE, BANKS, type SmallSite, smallSite } from './small-site.js';

let small: SmallSite;
let url = '';
/** As it comes from `npm ci`: there is no key. */
let bare = '';

beforeAll(async () => {
  small = await smallSite([...BANKS, ALONE]);
  url = await small.serve();
  bare = await small.serve({ apiKey: undefined });
});

/** What comes of asking with a header that `fetch` sets by itself. */
const asking = (at: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get(`${at}/v1/status`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });

describe('the status over HTTP', () => {
  it('is told at once, and later with the survey that it began', async () => {
    const status = async () => {
      const answer = await ask<Status>(`${url}/v1/status`, { headers: AUTHORISED });
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
      return StatusBody.parse(answer.body);
    };
    const first = await status();
    expect(first).toMatchObject({ waiting: 0, lag: 0, survey: null, newest: { published: { id: 'delta' } } });
    const { survey } = await until('a survey', async () => {
      const now = await status();
      return now.survey !== null && now;
    });
    expect(survey).toMatchObject({ sampled: 5, articles: 5, noList: { count: 1 }, orphans: { count: 1 } });
    expect(survey?.hubs.map(({ lists }) => lists)).toEqual([3, 3, 3, 3]);
  });

  it('needs a key for reading, where there are keys', async () => {
    const none = await ask<ProblemBody>(`${url}/v1/status`);
    expect([none.status, none.body.type]).toEqual([401, 'urn:seealso:wrong_key']);
    const wrong = await ask<ProblemBody>(`${url}/v1/status`, { headers: { authorization: 'Bearer no' } });
    expect(wrong.status).toBe(401);
    const other = await ask(`${url}/v1/status`, { method: 'POST', headers: AUTHORISED });
    expect([other.status, other.headers.get('allow')]).toEqual([405, 'GET']);
  });

  it('is told to its own machine alone, where there are none', async () => {
    expect((await ask(`${bare}/v1/status`)).status).toBe(200);
    expect(await asking(bare, { host: 'news.example' })).toBe(403);
    expect(await asking(bare, { 'x-forwarded-for': '203.0.113.7' })).toBe(403);
    const known = await small.serve({ apiKey: undefined, publicUrl: 'https://news.example/more' });
    const refused = await ask<ProblemBody>(`${known}/v1/status`);
    expect([refused.status, refused.body.type]).toEqual([403, 'urn:seealso:status_is_local']);
    expect(refused.body.detail).toContain('seealso keys add');
  });

  it('is documented as it is', () => {
    StatusBody.parse(examples.STATUS);
    type Plain<T> = T extends object ? { readonly [Name in keyof T]: Plain<T[Name]> } : T;
    expectTypeOf<Plain<z.output<typeof StatusBody>>>().toEqualTypeOf<Plain<Status>>();
  });
});
