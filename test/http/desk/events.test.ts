import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { issueKey } from '../../../src/engine/keys.js';
import { createApp } from '../../../src/http/app.js';
import { listen } from '../../../src/http/server.js';
import { until } from '../../support/cli.js';
import { indexFolder } from '../../support/index-folder.js';
import { NOON, openSite } from '../../support/site.js';
import { ask } from '../site.js';
import { BANKS, type SmallSite, smallSite } from '../small-site.js';
import { type Editor, problem, signIn } from './editor.js';
import { type FakeBuilds, fakeBuilds } from './fake-builds.js';

const SILENCE = { action: 'no_links', article: 'alpha', note: null } as const;
let small: SmallSite;
let builds: FakeBuilds;
let url = '';
let key = '';
let ana: Editor;
const open: IncomingMessage[] = [];
const logged: string[] = [];

beforeAll(async () => {
  small = await smallSite(BANKS);
  builds = fakeBuilds();
  url = await small.serve({ builds, log: (message) => logged.push(message) });
  key = issueKey(small.site.index.catalog, 'Ana', ['edit'], NOON) ?? '';
  ana = await signIn(url, key);
});

afterEach(async () => {
  small.site.now = NOON;
  for (const response of open.splice(0)) response.destroy();
  // Nothing is looked after once nobody listens.
  await until('nobody to be told', () => builds.listeners() === 0);
});

/** A page that listens. */
interface Stream {
  readonly response: IncomingMessage;
  /** What was told of that name, in order. */
  told(name: string): readonly unknown[];
  hasEnded(): boolean;
}

async function follow(editor: Editor, server = url): Promise<Stream> {
  const headers = { cookie: editor.cookie, 'accept-encoding': 'gzip, br' };
  const [response] = (await once(get(`${server}/desk/events`, { headers }), 'response')) as [IncomingMessage];
  open.push(response);
  let text = '';
  let hasEnded = false;
  response
    .setEncoding('utf8')
    .on('data', (some: string) => {
      text += some;
    })
    .on('error', () => undefined)
    .once('close', () => {
      hasEnded = true;
    });
  return {
    response,
    told: (name) =>
      [...text.matchAll(/^event: (\w+)\ndata: (.*)\n\n/gm)].flatMap(([, of, data]) =>
        of === name ? [JSON.parse(data ?? '') as unknown] : [],
      ),
    hasEnded: () => hasEnded,
  };
}

const complete = (stream: Stream) =>
  until('the state of all three', () =>
    ['rules', 'builds', 'index'].every((name) => stream.told(name).length > 0),
  );

it('a stream tells how everything stands, then what changes, here or in another process', async () => {
  const stream = await follow(ana);
  const { headers, statusCode } = stream.response;
  expect([statusCode, headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8']);
  expect(headers).toMatchObject({ 'x-accel-buffering': 'no', 'cache-control': 'no-store' });
  expect(headers['content-encoding']).toBeUndefined();
  await complete(stream);
  expect(stream.told('builds')).toMatchObject([{ running: null, staged: null }]);
  const { generation, sequence } = small.site.engine.info();
  expect(stream.told('index')).toEqual([{ generation, sequence }]);

  const other = await openSite({ index: indexFolder(small.site.index.folder) });
  const { number } = other.engine.editing.decide(SILENCE, 'Ben');
  await until('the rule of another engine', () => stream.told('rules').length === 2);
  other.engine.editing.undo(number, 'Ben');
  await until('its undoing', () => stream.told('rules').length === 3);
  await other.engine.remove('delta');
  await until('the article that is gone', () => stream.told('index').length === 2);
  await other.engine.close();
  other.index.catalog.close();

  await ana.post('/desk/builds', {});
  await until('the build', () => stream.told('builds').length === 2);
  expect(stream.told('builds')[1]).toMatchObject({ running: { by: 'Ana', stage: 'reading' } });
  builds.finish({ passed: true });
  await until('its end', () => stream.told('builds').length === 3);
  expect(stream.told('builds')[2]).toMatchObject({ running: null, staged: { generation: 'g-1' } });
});

it('a second listener hears how everything stands too', async () => {
  await complete(await follow(ana));
  await complete(await follow(ana));
});

it('a stream ends with its session, which it does not lengthen', async () => {
  const { catalog } = small.site.index;
  const ben = issueKey(catalog, 'Ben', ['edit'], NOON) ?? '';
  const [short, revoked] = [await signIn(url, key), await signIn(url, ben)];
  const streams = [await follow(short), await follow(revoked)];
  for (const stream of streams) await complete(stream);
  small.site.now = NOON + 10 * 60_000;
  // A browser that lost its connection asks again by itself.
  await complete(await follow(short));
  catalog.keys.revoke('Ben');
  await until('the end of the second', () => streams[1]?.hasEnded() === true);
  expect(streams[0]?.hasEnded()).toBe(false);
  small.site.now = NOON + 30 * 60_000;
  await until('the end of the first', () => streams[0]?.hasEnded() === true);
  expect(problem(await short.get('/desk/events'))).toEqual([401, 'session_expired']);
});

it('needs somebody who is signed in, and is not for a hundred and one', async () => {
  expect(problem(await ask(`${url}/desk/events`))).toEqual([401, 'not_signed_in']);
  const all = await Promise.all(Array.from({ length: 100 }, () => follow(ana)));
  expect(new Set(all.map(({ response }) => response.statusCode))).toEqual(new Set([200]));
  const answer = await ana.get('/desk/events');
  expect([problem(answer), answer.headers.get('retry-after')]).toEqual([[503, 'too_many_streams'], '5']);
  // Nothing that anybody would have to look into.
  expect(logged).toEqual([]);
  all[0]?.response.destroy();
  await until('a free place', async () => {
    const again = await follow(ana);
    return again.response.statusCode === 200;
  });
});

it('a server that stops does not wait for streams', async () => {
  const app = createApp(small.site.engine, {
    apiKey: undefined,
    front: undefined,
    maxAge: 0,
    staleWhileRevalidate: 0,
    corsOrigin: [],
    log: () => undefined,
  });
  const server = await listen(app, '127.0.0.1', 0);
  const stream = await follow(ana, server.url);
  await until('the first news', () => stream.told('rules').length > 0);
  const began = performance.now();
  await server.close();
  expect(performance.now() - began).toBeLessThan(900);
  await until('the end', () => stream.hasEnded());
});
