import { beforeAll, describe, expect, it } from 'vitest';
import { openLog } from '../../src/log/open-log.js';
import { fakeBuilds } from '../http/desk/fake-builds.js';
import { ask, type Related } from '../http/site.js';
import { BANKS, bank, smallSite } from '../http/small-site.js';
import { NOON } from '../support/site.js';
import { PATIENCE, tryCases } from './cases.js';
import { checkAnswer, checkLines } from './checks.js';
import { bodiesOf, ENDPOINTS } from './endpoints.js';
import { hostileRequests } from './requests.js';
import { send } from './wire.js';

const SECRETS = { apiKey: 'opens everything here', hookSecret: 'signs deliveries here' };
const KEPT = { ...bank('kept', 6), title: 'A bank <b>&amp; "its" yen' };

const printed: string[] = [];
const builds = fakeBuilds();
let url = '';
let port = 0;

beforeAll(async () => {
  const small = await smallSite([...BANKS, KEPT]);
  const print = (line: string) => void printed.push(line);
  url = await small.serve({
    apiKey: SECRETS.apiKey,
    ghostHookSecret: SECRETS.hookSecret,
    wordpressHookSecret: SECRETS.hookSecret,
    idPrefix: 'hook-',
    clicks: true,
    builds,
    // A machine that is busy is not what is looked for here.
    maxDelay: 0,
    logger: openLog({ format: 'json', level: 'debug', secrets: [], print, clock: () => NOON }),
  });
  port = Number(new URL(url).port);
});

describe('every endpoint', () => {
  it('has bodies that hostile ones are made from', () => {
    for (const endpoint of ENDPOINTS) expect(() => bodiesOf(endpoint)).not.toThrow();
  });

  it(
    'answers whatever comes with 2xx, 3xx or a 4xx that says what is wrong, and lives on',
    async () => {
      const before = (await ask(`${url}/v1/articles/kept`)).body;
      await tryCases('requests', hostileRequests(SECRETS), async (request) => {
        printed.length = 0;
        checkAnswer(request, await send(port, request));
        checkLines(printed);
        // A build that goes on for good would turn others away.
        if ((await builds.state()).running !== null) builds.finish({ passed: true });
      });
      expect((await ask(`${url}/healthz`)).status).toBe(200);
      expect((await ask(`${url}/v1/articles/kept`)).body).toEqual(before);
      const list = await ask<Related>(`${url}/v1/articles/kept/related?limit=50`);
      expect([list.status, list.body.related.length > 0]).toEqual([200, true]);
    },
    PATIENCE,
  );
});
