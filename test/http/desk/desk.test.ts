import { beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { issueKey, type KeyScope } from '../../../src/engine/keys.js';
import {
  DeskArticleBody,
  DeskDecisionAnswer,
  DeskDecisionsAnswer,
  DeskPairAnswer,
  DeskSearchAnswer,
  type DeskSessionAnswer,
  JudgingCountsAnswer,
} from '../../../src/http/answers/desk.js';
import { BuildsBody } from '../../../src/http/answers/desk-builds.js';
import { StatusBody } from '../../../src/http/answers/status.js';
import type * as answers from '../../../src/http/desk/answers.js';
import { apiDocument } from '../../../src/http/openapi/document.js';
import { type ApiResponse, resolved } from '../../../src/page/docs/api.js';
import { NOON } from '../../support/site.js';
import { type Answered, ask, type Related } from '../site.js';
import { ALONE, BANKS, type SmallSite, smallSite } from '../small-site.js';
import { type Editor, postKey, problem, signIn } from './editor.js';
import { type FakeBuilds, fakeBuilds } from './fake-builds.js';

let small: SmallSite;
let url = '';
let builds: FakeBuilds;
let ana: Editor;
let ben: Editor;
let admin: Editor;

beforeAll(async () => {
  small = await smallSite([...BANKS, ALONE]);
  builds = fakeBuilds();
  url = await small.serve({ builds });
  const key = (name: string, scope: KeyScope) =>
    issueKey(small.site.index.catalog, name, [scope], NOON) ?? '';
  ana = await signIn(url, key('Ana', 'edit'));
  ben = await signIn(url, key('Ben', 'edit'));
  admin = await signIn(url, key('Chief', 'admin'));
});

const article = async (editor: Editor, path: string) =>
  DeskArticleBody.parse((await editor.get(`/desk/articles/${path}`)).body);
const decided = (answer: Answered<unknown>) => {
  expect([answer.status, answer.text]).toEqual([201, expect.stringContaining('decision')]);
  return DeskDecisionAnswer.parse(answer.body).decision;
};
const readers = async (id: string, limit = 4) =>
  (await ask<Related>(`${url}/v1/articles/${id}/related?limit=${limit}`)).body.related.map((link) => link.id);

describe('the page', () => {
  it('loads its own script and style, relative to where it is, and nothing else', async () => {
    const page = await ask(`${url}/desk`);
    expect([page.status, page.type]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none';script-src 'self';style-src 'self';img-src http: https: data:;connect-src 'self'",
    );
    expect(page.headers.get('x-frame-options')).toBe('DENY');
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.text).not.toMatch(/<style|style=|<script(?! type="module" src="desk\/)/);
    const loaded = [...page.text.matchAll(/(?:src|href)="(desk\/[^"]+)"/g)].map(([, path]) => path);
    expect(loaded).toEqual([
      expect.stringMatching(/^desk\/desk\.css\?v=[0-9a-f]{32}$/),
      expect.stringMatching(/^desk\/desk\.js\?v=[0-9a-f]{32}$/),
    ]);
    for (const path of loaded) {
      const file = await ask(`${url}/${path}`);
      expect([file.status, file.type]).toEqual([200, expect.stringMatching(/^text\/(css|javascript)/)]);
      expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      const held = { 'if-none-match': file.headers.get('etag') ?? '', 'cache-control': 'max-age=0' };
      expect((await ask(`${url}/${path}`, { headers: held })).status).toBe(304);
    }
    const old = await ask(`${url}/desk/desk.js?v=old`);
    expect(old.headers.get('cache-control')).toBe('no-cache');
  });

  it('is found at its folder’s address too', async () => {
    const answer = await ask(`${url}/desk/`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([308, '../desk']);
  });
});

describe('looking', () => {
  it('finds articles by the beginnings of words, and the newest without any', async () => {
    const found = async (query: string) =>
      DeskSearchAnswer.parse((await ana.get(`/desk/articles${query}`)).body).articles.map(({ id }) => id);
    expect(await found('?q=gam')).toEqual(['gamma']);
    expect((await found('?q=ye%20ba')).sort()).toEqual(['alpha', 'beta', 'delta', 'gamma']);
    expect(await found('?limit=2')).toEqual(['delta', 'gamma']);
    expect(await found(`?q=${encodeURIComponent('"* XOR ^:🙂')}`)).toEqual([]);
    expect(problem(await ana.get('/desk/articles?limit=51'))).toEqual([400, 'invalid_request']);
  });

  it('shows a list as readers see it, explained, and what would come next', async () => {
    const seen = await article(ana, 'alpha?limit=2');
    expect(seen.article).toMatchObject({ id: 'alpha', section: 'Markets', noRecommend: false });
    expect(seen.list.related.map(({ id }) => id)).toEqual(await readers('alpha', 2));
    expect(seen.list.related[0]?.explain?.signals.words.rank).toBeGreaterThan(0);
    const both = [...seen.list.related, ...seen.next].map(({ id }) => id);
    expect(both).toEqual(await readers('alpha', 14));
    expect(seen.next).not.toEqual([]);
    expect([seen.rules, seen.decisions]).toEqual([[], []]);
  });

  it('asks with every mode and filter, and changes nothing by it', async () => {
    const before = await readers('alpha');
    const world = await article(ana, 'alpha?mode=followup&section=World&limit=50');
    expect(world.list.related.every(({ section }) => section === 'World')).toBe(true);
    expect(await readers('alpha')).toEqual(before);
    expect(problem(await ana.get('/desk/articles/alpha?mode=x'))).toEqual([400, 'invalid_request']);
    expect(problem(await ana.get('/desk/articles/none'))).toEqual([404, 'article_not_found']);
  });
});

describe('correcting', () => {
  it('holds for readers at once, is logged, and is undone by one request', async () => {
    const before = await readers('alpha');
    const block = { action: 'block', article: 'alpha', link: before[0], note: '  off topic  ' };
    const made = decided(await ana.post('/desk/decisions', block));
    expect(made).toMatchObject({ action: 'block', by: 'Ana', note: 'off topic', canUndo: true });
    expect(await readers('alpha')).not.toContain(before[0]);
    const seen = await article(ben, 'alpha');
    expect(seen.rules).toMatchObject([{ kind: 'block', by: 'Ana', inForce: true }]);
    expect(seen.decisions[0]?.number).toBe(made.number);
    const undone = decided(await ben.post(`/desk/decisions/${made.number}/undo`, {}));
    expect(undone).toMatchObject({ action: 'undo', by: 'Ben', undoes: made.number });
    expect(await readers('alpha')).toEqual(before);
    const log = await ana.get('/desk/decisions?about=alpha&limit=1');
    expect(DeskDecisionsAnswer.parse(log.body).decisions).toMatchObject([{ number: undone.number }]);
    const earlier = await ana.get(`/desk/decisions?before=${undone.number}`);
    expect(DeskDecisionsAnswer.parse(earlier.body).decisions[0]?.number).toBe(made.number);
  });

  it('takes a pin with its end, and keeps its true score', async () => {
    const pin = {
      action: 'pin',
      article: 'alpha',
      link: 'alone',
      mode: 'related',
      position: 1,
      expiresAt: '2026-05-02',
    };
    const made = decided(await ana.post('/desk/decisions', pin));
    expect(made).toMatchObject({ position: 1, expiresAt: expect.stringMatching(/^2026-05-02T00:00:00/) });
    const [first] = (await article(ana, 'alpha')).list.related;
    expect(first).toMatchObject({ id: 'alone', pinned: true });
    const unpin = { action: 'unpin', article: 'alpha', link: 'alone', mode: 'related' };
    decided(await ana.post('/desk/decisions', unpin));
  });

  it('tells the second of two editors that the first was quicker', async () => {
    const silence = { action: 'no_links', article: 'beta' };
    const made = decided(await ana.post('/desk/decisions', silence));
    expect(problem(await ben.post('/desk/decisions', silence))).toEqual([409, 'decision_conflict']);
    expect((await article(ben, 'beta')).next).toEqual([]);
    decided(await ben.post(`/desk/decisions/${made.number}/undo`, {}));
    const again = await ana.post(`/desk/decisions/${made.number}/undo`, {});
    expect(problem(again)).toEqual([409, 'decision_conflict']);
  });

  it.each<[what: unknown, field: string]>([
    [{ action: 'bless', article: 'alpha' }, 'action'],
    [{ action: 'block', article: 'alpha' }, 'link'],
    [{ action: 'pin', article: 'alpha', link: 'beta', mode: 'x', position: 1 }, 'mode'],
    [{ action: 'pin', article: 'alpha', link: 'beta', mode: 'related', position: 51 }, 'position'],
    [{ action: 'no_links', article: 'alpha', note: 'x'.repeat(1001) }, 'note'],
  ])('refuses what is no correction: %j', async (wanted, field) => {
    const answer = await ana.post<{ errors: { field: string }[] }>('/desk/decisions', wanted);
    expect(problem(answer)).toEqual([400, 'invalid_request']);
    expect(answer.body.errors.map((one) => one.field)).toEqual([field]);
  });
});

describe('publishing', () => {
  it('builds, publishes and rolls back in the name of who asks, and logs it', async () => {
    const begun = await ana.post('/desk/builds', { refit: true });
    expect([begun.status, BuildsBody.parse(begun.body).running?.by]).toEqual([202, 'Ana']);
    builds.finish({ passed: true });
    const publishing = await ben.post('/desk/builds/publish', {});
    // What publishes logs it, once it is done.
    expect([publishing.status, BuildsBody.parse(publishing.body).running?.by]).toEqual([202, 'Ben']);
    builds.finish({ passed: true });
    const back = await ben.post('/desk/builds/rollback', { to: null });
    expect(BuildsBody.parse(back.body).generations[0]?.current).toBe(true);
    await ana.post('/desk/builds', {});
    expect((await ana.delete('/desk/builds/running')).body).toMatchObject({ running: null });
    await ana.post('/desk/builds', {});
    builds.finish({ passed: true });
    expect((await ana.delete('/desk/builds/staged')).body).toMatchObject({ staged: null });
    const log = DeskDecisionsAnswer.parse((await ana.get('/desk/decisions?limit=5')).body).decisions;
    expect(log.map(({ action, by }) => `${action} by ${by}`)).toEqual([
      'discard by Ana',
      'build by Ana',
      'build by Ana',
      'rollback by Ben',
      'build by Ana',
    ]);
    expect(log[3]?.details).toEqual({ from: 'g-1', to: 'g-0' });
  });

  it('needs an administrator where the gate refuses', async () => {
    await ana.post('/desk/builds', {});
    builds.finish({ passed: false });
    expect(problem(await ana.post('/desk/builds/publish', {}))).toEqual([409, 'build_refused']);
    const anyway = { anyway: true };
    expect(problem(await ana.post('/desk/builds/publish', anyway))).toEqual([403, 'scope_missing']);
    const allowed = await admin.post('/desk/builds/publish', anyway);
    expect([allowed.status, BuildsBody.parse(allowed.body).running?.by]).toEqual([202, 'Chief']);
    builds.finish({ passed: true });
    expect(problem(await admin.post('/desk/builds/publish', anyway))).toEqual([409, 'nothing_staged']);
  });

  it('is off where the server was not given what builds', async () => {
    const other = await small.serve();
    const answer = await ask(`${other}/desk/builds`, { headers: { cookie: ana.cookie } });
    expect(problem(answer)).toEqual([403, 'building_is_off']);
  });
});

it('the status is that of the index', async () => {
  const status = StatusBody.parse((await ana.get('/desk/status')).body);
  expect(status.newest.published?.id).toBe('delta');
  expect(problem(await ask(`${url}/desk/status`))).toEqual([401, 'not_signed_in']);
});

describe('judging', () => {
  it('draws a pair, takes its grade, and writes it down', async () => {
    const drawn = DeskPairAnswer.parse((await ana.get('/desk/judging/next?seed=3')).body);
    const [query, document] = [drawn.pair?.query.id ?? '', drawn.pair?.document.id ?? ''];
    const avoid = new URLSearchParams({ seed: '3', avoid: `${query} ${document}` });
    const other = DeskPairAnswer.parse((await ana.get(`/desk/judging/next?${avoid}`)).body);
    expect([other.pair?.query.id, other.pair?.document.id]).not.toEqual([query, document]);
    const judged = await ana.post('/desk/judging', { query, document, grade: 2 });
    expect(JudgingCountsAnswer.parse(judged.body)).toEqual({ judgments: 1, queries: 1 });
    const file = await ana.get('/desk/judging/qrels.txt');
    expect(file.text).toBe(`${query} 0 ${document} 2\n`);
    expect(file.type).toContain('text/plain');
    expect(file.headers.get('content-disposition')).toBe('attachment; filename=qrels.txt');
    const back = await ana.post('/desk/judging', { query, document, grade: null });
    expect(back.body).toEqual({ judgments: 0, queries: 0 });
    expect(problem(await ana.post('/desk/judging', { query, document, grade: 4 }))).toEqual([
      400,
      'invalid_request',
    ]);
  });
});

it('what goes wrong is documented', async () => {
  const { paths, components } = apiDocument();
  const silence = { action: 'no_links', article: 'none' };
  for (const [operation, answer] of [
    [paths['/desk/session']?.get, await ask(`${url}/desk/session`)],
    [paths['/desk/session']?.post, await postKey(url, 'wrong')],
    [paths['/desk/session']?.post, await postKey(url, 'wrong', { origin: 'https://evil.example' })],
    [paths['/desk/articles']?.get, await ana.get('/desk/articles?limit=0')],
    [paths['/desk/articles/{id}']?.get, await ana.get('/desk/articles/none')],
    [paths['/desk/decisions']?.get, await ana.get('/desk/decisions?before=x')],
    [paths['/desk/decisions']?.post, await ana.post('/desk/decisions', silence)],
    [paths['/desk/decisions/{number}/undo']?.post, await ana.post('/desk/decisions/999/undo', {})],
    [paths['/desk/builds/publish']?.post, await ana.post('/desk/builds/publish', { anyway: true })],
    [paths['/desk/builds/publish']?.post, await admin.post('/desk/builds/publish', { anyway: true })],
    [paths['/desk/judging']?.post, await ana.post('/desk/judging', { query: 'a', document: 'b', grade: 1 })],
  ] as const) {
    const { status, type } = answer.body as unknown as { status: number; type: string };
    expect(status).toBe(answer.status);
    const documented = operation?.responses[status];
    const whole = documented && resolved<ApiResponse>(documented, components.responses);
    expect([type, JSON.stringify(whole?.content)]).toEqual([type, expect.stringContaining(type)]);
  }
});

/** A type without its names and intersections; what may be written to is as good as what may not. */
type Plain<T> = T extends object ? { readonly [Name in keyof T]: Plain<T[Name]> } : T;
type Said<T extends z.ZodType> = Plain<z.output<T>>;

it('the documented answers are those that the page is written for', () => {
  expectTypeOf<Said<typeof DeskSessionAnswer>>().toEqualTypeOf<Plain<answers.SessionAnswer>>();
  expectTypeOf<Said<typeof DeskSearchAnswer>>().toEqualTypeOf<Plain<answers.SearchAnswer>>();
  expectTypeOf<Said<typeof DeskArticleBody>>().toEqualTypeOf<Plain<answers.DeskArticleAnswer>>();
  expectTypeOf<Said<typeof DeskDecisionsAnswer>>().toEqualTypeOf<Plain<answers.DecisionsAnswer>>();
  expectTypeOf<Said<typeof DeskDecisionAnswer>>().toEqualTypeOf<Plain<answers.DecisionAnswer>>();
  expectTypeOf<Said<typeof DeskPairAnswer>>().toEqualTypeOf<Plain<answers.NextPairAnswer>>();
  expectTypeOf<Said<typeof BuildsBody>>().toEqualTypeOf<Plain<answers.BuildsAnswer>>();
});
