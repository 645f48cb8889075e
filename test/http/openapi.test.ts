import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { ARTICLE_FIELDS, type Article } from '../../src/article.js';
import type { WriteOutcome } from '../../src/catalog/catalog.js';
import type { RelatedAnswer } from '../../src/engine/answers.js';
import type { ClickReport } from '../../src/engine/clicks.js';
import { chooseCutoff } from '../../src/engine/cutoff-choice.js';
import type { Engine, PutResult } from '../../src/engine/engine.js';
import { ArticleAnswer, DeliveredAnswer, PutAnswer } from '../../src/http/answers/article.js';
import { ClickReportAnswer } from '../../src/http/answers/clicks.js';
import { AliveAnswer, ReadyAnswer } from '../../src/http/answers/health.js';
import { ProblemAnswer } from '../../src/http/answers/problem.js';
import { BatchResultAnswer, RelatedAnswerBody } from '../../src/http/answers/related.js';
import { createApp } from '../../src/http/app.js';
import { apiDocument } from '../../src/http/openapi/document.js';
import * as examples from '../../src/http/openapi/examples.js';
import type { Problem } from '../../src/http/problem.js';
import {
  type ApiOperation,
  type ApiParameter,
  type ApiResponse,
  METHODS,
  resolved,
} from '../../src/page/docs/api.js';
import { MODES } from '../../src/recommend/modes.js';
import { SAMPLE } from '../support/sample.js';
import { AUTHORISED, ask, engineOver, KEY, listening } from './site.js';
import { ALONE, BANKS, smallSite } from './small-site.js';

const LIST = `/v1/articles/${examples.EXAMPLE_ID}/related`;
const document = apiDocument();
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  METHODS.flatMap((method) => {
    const operation = item[method];
    return operation === undefined ? [] : [{ method, path, operation }];
  }),
);

let engine: Engine;
let url = '';
/** As it comes from `npm ci`: nothing is switched on. */
let bare = '';

beforeAll(async () => {
  ({ engine } = await engineOver(SAMPLE));
  url = await listening(engine, { apiKey: KEY, clicks: true, wordpressHookSecret: KEY });
  bare = await listening(engine);
});

const post = (path: string, json: unknown) => ask(url + path, { method: 'POST', json });
const put = (id: string, json: unknown) =>
  ask(`${url}/v1/articles/${id}`, { method: 'PUT', headers: AUTHORISED, json });
const operationOf = (id: string): ApiOperation => {
  const found = operations.find(({ operation }) => operation.operationId === id);
  if (found === undefined) throw new Error(`no operation ${id}`);
  return found.operation;
};
const answerOf = (operation: ApiOperation, status: number): ApiResponse | undefined => {
  const found = operation.responses[status];
  return found === undefined ? undefined : resolved<ApiResponse>(found, document.components.responses);
};

describe('the document', () => {
  it('is one of OpenAPI 3.1', async () => {
    const served = await ask(`${url}/openapi.json`);
    expect(served.body).toEqual(document);
    expect(await new Validator().validate(served.body)).toEqual({ valid: true });
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  });

  it('names the server as readers find it, so that a path joined to it is an address', async () => {
    const server = async (at: string) =>
      (await ask<{ servers: { url: string }[] }>(`${at}/openapi.json`)).body.servers;
    expect(await server(url)).toEqual([{ url: '/' }]);
    const behind = await listening(engine, { publicUrl: 'https://news.example/more' });
    expect(await server(behind)).toEqual([{ url: 'https://news.example/more' }]);
  });

  it('is read by the pages of any site, and kept for some minutes', async () => {
    const { headers } = await ask(`${url}/openapi.json`);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    // `fetch` would ask for an answer that is no cached one.
    const held = { headers: { 'if-none-match': headers.get('etag') ?? '', 'cache-control': 'max-age=0' } };
    expect((await ask(`${url}/openapi.json`, held)).status).toBe(304);
  });

  it('has every route of the server, with its methods, and no other', () => {
    const app = createApp(engine, {
      apiKey: undefined,
      front: undefined,
      maxAge: 0,
      staleWhileRevalidate: 0,
      corsOrigin: [],
      log: () => undefined,
    });
    const mounted = routesIn((app.router as unknown as { readonly stack: readonly Layer[] }).stack);
    const documented = operations.map(({ method, path }) => `${method} ${path}`);
    expect(mounted.length).toBeGreaterThan(15);
    expect(documented.sort()).toEqual(mounted.sort());
  });

  it('refers to nothing that is not in it, and holds nothing that is not referred to', () => {
    const text = JSON.stringify(document);
    const referred = new Set([...text.matchAll(/"#\/components\/(\w+\/\w+)"/g)].map(([, name]) => name));
    const { securitySchemes: _, ...components } = document.components;
    const held = Object.entries(components).flatMap(([kind, all]) =>
      Object.keys(all).map((name) => `${kind}/${name}`),
    );
    expect([...referred].sort()).toEqual(held.sort());
  });

  it('says of every parameter and field of a body what it means', () => {
    const all = [...operations.flatMap(({ operation }) => operation.parameters ?? [])];
    const parameters = all.map((one) => resolved<ApiParameter>(one, document.components.parameters));
    expect(parameters.filter(({ description = '' }) => description === '')).toEqual([]);
    const { Draft, ArticleInput, Events } = document.components.schemas;
    for (const body of [Draft, ArticleInput, Events]) {
      const fields = Object.entries(body?.properties ?? {});
      expect(fields.filter(([, { description = '' }]) => description === '')).toEqual([]);
    }
    expect(Object.keys(ArticleInput?.properties ?? {})).toEqual(ARTICLE_FIELDS);
  });
});

describe('a documented parameter of a list', () => {
  const parameters = Object.values(document.components.parameters).filter((one) => one.in === 'query');
  const asked = (name: string, ...values: readonly unknown[]) =>
    ask(
      `${url}${LIST}?${new URLSearchParams(values.map((value): [string, string] => [name, String(value)]))}`,
    );
  const statuses = (name: string, values: readonly unknown[]) =>
    Promise.all(values.map(async (value) => (await asked(name, value)).status));

  it('is taken within its range, and refused beyond it', async () => {
    for (const { name, schema } of parameters) {
      const { minimum, maximum, maxItems, type, enum: values } = schema;
      if (minimum !== undefined && maximum !== undefined) {
        expect([name, await statuses(name, [minimum, maximum])]).toEqual([name, [200, 200]]);
        expect([name, await statuses(name, [minimum - 1, maximum + 1, 'x'])]).toEqual([
          name,
          [400, 400, 400],
        ]);
      }
      if (maxItems !== undefined) {
        const many = Array.from({ length: maxItems }, (_, i) => `n${i}`);
        expect([name, (await asked(name, ...many)).status]).toEqual([name, 200]);
        expect([name, (await asked(name, ...many, 'x')).status]).toEqual([name, 400]);
      }
      if (type === 'boolean') expect(await statuses(name, [true, false, 1])).toEqual([200, 200, 400]);
      if (values !== undefined)
        expect(await statuses(name, [...values, 'x'])).toEqual([...values.map(() => 200), 400]);
      for (const example of schema.examples ?? []) expect(await statuses(name, [example])).toEqual([200]);
    }
    expect(await statuses('halfLife', ['none', 0.5, 0])).toEqual([200, 200, 400]);
  });

  it('means its default where it is not said', async () => {
    const plain = (await ask(url + LIST)).headers.get('etag');
    const defaults = parameters.filter(({ schema }) => schema.default !== undefined);
    expect(defaults.map(({ name }) => name)).toEqual(['limit', 'mode', 'excludeLinked', 'explain']);
    for (const { name, schema } of defaults)
      expect([name, (await asked(name, schema.default)).headers.get('etag')]).toEqual([name, plain]);
  });

  it('tells the modes as they are', () => {
    const told = document.components.parameters.mode?.description;
    for (const [mode, { meaning }] of Object.entries(MODES))
      expect(told).toContain(`\`${mode}\`: ${meaning}`);
  });
});

describe('real answers', () => {
  it('are lists as documented, explained or not, with copies, of articles and of texts', async () => {
    const original = SAMPLE.find(({ id }) => id === 'yen-intervention-speculation');
    expect((await put('a-copy', { ...original, id: 'a-copy' })).status).toBe(201);
    const plain = RelatedAnswerBody.parse((await ask(`${url}${LIST}?limit=50`)).body);
    expect(plain.related.flatMap(({ alsoCoveredBy }) => alsoCoveredBy)).not.toEqual([]);
    const types = plain.related.flatMap(({ reasons }) => reasons.map(({ type }) => type));
    expect(new Set(types).size).toBeGreaterThan(1);
    const explained = RelatedAnswerBody.parse((await ask(`${url}${LIST}?explain=true`)).body);
    expect(explained.related[0]?.explain?.signals.words.rank).toBeGreaterThan(0);
    expect(RelatedAnswerBody.parse((await post('/v1/related', examples.DRAFT)).body).article).toBeNull();
    const address = encodeURIComponent(examples.EXAMPLE_URL);
    const byAddress = await ask(`${url}/v1/related?limit=50&url=${address}`);
    expect(RelatedAnswerBody.parse(byAddress.body)).toEqual(plain);
    await ask(`${url}/v1/articles/a-copy`, { method: 'DELETE', headers: AUTHORISED });
  });

  it('are empty for each documented reason', async () => {
    const alone = await (await smallSite([ALONE])).serve();
    const strict = await smallSite(BANKS);
    chooseCutoff(strict.site.index.catalog, { score: 9 });
    strict.site.engine.editing.decide({ action: 'no_links', article: 'beta', note: null }, 'ann');
    const server = await strict.serve();
    const answers = [
      await post('/v1/related', { title: '…' }),
      await ask(`${alone}/v1/articles/alone/related`),
      await ask(`${url}${LIST}?section=none`),
      await ask(`${server}/v1/articles/alpha/related`),
      await ask(`${server}/v1/articles/beta/related`),
    ];
    const reasons = answers.map(({ body }) => RelatedAnswerBody.parse(body).empty?.reason);
    expect(reasons).toEqual(document.components.schemas.Empty?.properties?.reason?.enum);
  });

  it('are batches, articles, counts and signs of life as documented', async () => {
    const batch = await post('/v1/related/batch?limit=1', [...examples.BATCH, examples.DRAFT, 7]);
    const results = (batch.body.results as unknown[]).map((one) => BatchResultAnswer.parse(one));
    expect(results.map(({ status }) => status)).toEqual([200, 404, 200, 400]);
    expect(results[1]).toEqual(examples.BATCH_RESULTS.results[1]);

    const stored = await put(examples.SCRATCH_ID, examples.ARTICLE_INPUT);
    const { sequence: _, ...outcome } = PutAnswer.parse(stored.body);
    expect(examples.PUT_RESULT).toMatchObject(outcome);
    const article = await ask(`${url}/v1/articles/${examples.SCRATCH_ID}`);
    expect(ArticleAnswer.parse(article.body)).toEqual(examples.ARTICLE);
    expect(ArticleAnswer.parse((await ask(`${url}/v1/articles/${examples.EXAMPLE_ID}`)).body)).toBeDefined();

    expect((await post('/v1/events', examples.EVENTS)).status).toBe(204);
    const counted = ClickReportAnswer.parse((await ask(`${url}/v1/clicks`, { headers: AUTHORISED })).body);
    expect({ ...counted, from: '', to: '' }).toEqual({ ...examples.CLICKS, from: '', to: '' });

    expect(AliveAnswer.parse((await ask(`${url}/healthz`)).body)).toBeDefined();
    expect(Object.keys(ReadyAnswer.parse((await ask(`${url}/readyz`)).body).index)).toEqual(
      Object.keys(examples.READY.index),
    );
  });

  it('are what the examples show', async () => {
    const shown = RelatedAnswerBody.parse(examples.RELATED);
    const answer = RelatedAnswerBody.parse((await ask(`${url}${LIST}?limit=10`)).body);
    expect(shown.article).toEqual(answer.article);
    const facts = ({ score: _s, reasons: _r, ...link }: (typeof shown.related)[number]) => link;
    expect(answer.related.map(facts)).toEqual(expect.arrayContaining(shown.related.map(facts)));
    RelatedAnswerBody.parse(examples.RELATED_TO_DRAFT);
    ReadyAnswer.parse(examples.READY);
    for (const result of examples.BATCH_RESULTS.results) BatchResultAnswer.parse(result);
    const fragment = await ask(`${url}/v1/articles/${examples.EXAMPLE_ID}/related.html?limit=10`);
    const item = /<li[\s\S]*<\/li>/.exec(examples.FRAGMENT)?.[0] ?? 'none';
    expect(fragment.text).toContain(item);
    for (const { operation } of operations) {
      const delivered = operation.tags.includes('hooks')
        ? answerOf(operation, 200)?.content?.['application/json']
        : undefined;
      if (delivered !== undefined) DeliveredAnswer.parse(delivered.example);
    }
  });

  it('have the headers that are documented', async () => {
    const gets = ['getRelated', 'getArticle', 'getRelatedHtml', 'getWidget', 'getOpenApi'];
    for (const id of gets) {
      const { path } = operations.find(({ operation }) => operation.operationId === id) ?? { path: '' };
      const answer = await ask(url + path.replace('{id}', examples.EXAMPLE_ID));
      const headers = Object.keys(answerOf(operationOf(id), 200)?.headers ?? {});
      expect(headers.length).toBeGreaterThan(1);
      expect([id, headers.filter((name) => !answer.headers.has(name))]).toEqual([id, []]);
    }
  });
});

describe('what goes wrong', () => {
  const broken = { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } };
  const packed = { method: 'POST', body: 'x', headers: { 'content-encoding': 'bzip2' } };
  const long = { method: 'POST', json: { title: 'x'.repeat(1_100_000) } };
  const unsigned = { method: 'POST', json: {} };
  const forged = (at: number) => ({
    ...unsigned,
    headers: { 'x-seealso-signature': `sha256=${'0'.repeat(64)}, t=${at}` },
  });
  it.each<[operation: string, path: string, init: Parameters<typeof ask>[1], code: string]>([
    ['getRelated', `${LIST}?limit=0`, {}, 'invalid_request'],
    ['getRelated', '/v1/articles/no-such-article/related', {}, 'article_not_found'],
    ['getRelated', '/v1/articles/%E0%A4%A/related', {}, 'invalid_request'],
    ['getRelatedByAddress', '/v1/related', {}, 'invalid_request'],
    ['getRelatedByAddress', '/v1/related?url=https://a.example/', {}, 'article_not_found'],
    ['postRelated', '/v1/related', broken, 'entity_parse_failed'],
    ['postRelated', '/v1/related', packed, 'encoding_unsupported'],
    ['postRelated', '/v1/related', long, 'entity_too_large'],
    ['postRelatedBatch', '/v1/related/batch', { method: 'POST', json: [] }, 'invalid_request'],
    ['getArticle', '/v1/articles/no-such-article', {}, 'article_not_found'],
    ['putArticle', '/v1/articles/x', { method: 'PUT' }, 'wrong_key'],
    ['putArticle', '/v1/articles/x', { method: 'PUT', headers: AUTHORISED, json: {} }, 'invalid_request'],
    ['deleteArticle', '/v1/articles/x', { method: 'DELETE', headers: AUTHORISED }, 'article_not_found'],
    ['deleteArticle', 'bare/v1/articles/x', { method: 'DELETE', headers: AUTHORISED }, 'writing_is_off'],
    ['postEvents', '/v1/events', { method: 'POST', json: {} }, 'invalid_request'],
    ['postEvents', 'bare/v1/events', { method: 'POST', json: {} }, 'clicks_are_off'],
    ['getClicks', '/v1/clicks', {}, 'wrong_key'],
    ['getClicks', 'bare/v1/clicks', {}, 'reading_clicks_is_off'],
    ['postWordPress', '/v1/hooks/wordpress', unsigned, 'unsigned'],
    ['postWordPress', '/v1/hooks/wordpress', forged(1), 'wrong_signature'],
    ['postGhost', '/v1/hooks/ghost', unsigned, 'hook_is_off'],
    ['getPage', '/?id=no-such-article', {}, 'article_not_found'],
  ])('is documented at %s: %s', async (id, path, init, code) => {
    const where = path.startsWith('bare') ? bare + path.slice(4) : url + path;
    const { status, body, headers } = await ask<Problem>(where, init);
    const problem = ProblemAnswer.parse(body);
    expect([problem.status, problem.type]).toEqual([status, `urn:seealso:${code}`]);
    const documented = answerOf(operationOf(id), status);
    expect(JSON.stringify(documented?.content?.['application/problem+json']?.schema)).toContain(problem.type);
    for (const name of Object.keys(documented?.headers ?? {})) expect(headers.has(name)).toBe(true);
  });

  it('is documented where there is no index yet', async () => {
    const empty = await listening((await engineOver(null)).engine);
    for (const [id, path] of [
      ['getRelated', '/v1/articles/a/related'],
      ['getReady', '/readyz'],
    ] as const) {
      const answer = await ask<Problem>(empty + path);
      expect([answer.status, answer.body.type]).toEqual([503, 'urn:seealso:index_missing']);
      const documented = answerOf(operationOf(id), 503);
      expect(JSON.stringify(documented)).toContain(answer.body.type);
      expect(Object.keys(documented?.headers ?? {})).toEqual(['Retry-After']);
      expect(answer.headers.has('retry-after')).toBe(true);
    }
  });
});

/** A type without its names and intersections; what may be written to is as good as what may not. */
type Plain<T> = T extends object ? { readonly [Name in keyof T]: Plain<T[Name]> } : T;
type Said<T extends z.ZodType> = Plain<z.output<T>>;

describe('the schemas of answers', () => {
  it('are the types of the engine', () => {
    expectTypeOf<Said<typeof RelatedAnswerBody>>().toEqualTypeOf<Plain<RelatedAnswer>>();
    expectTypeOf<Said<typeof ArticleAnswer>>().toEqualTypeOf<Plain<Article>>();
    expectTypeOf<Said<typeof ClickReportAnswer>>().toEqualTypeOf<Plain<ClickReport>>();
    expectTypeOf<Said<typeof ProblemAnswer>>().toEqualTypeOf<Plain<Problem>>();
    type Put = Omit<PutResult, 'outcome'> & {
      readonly id: string;
      /** Whatever is put by request wins. */
      readonly outcome: Exclude<WriteOutcome, `kept_${string}`>;
    };
    expectTypeOf<Said<typeof PutAnswer>>().toEqualTypeOf<Plain<Put>>();
  });
});

/** What express knows of a route or a router. */
interface Layer {
  readonly route?: { readonly path: string; readonly stack: readonly { readonly method?: string }[] };
  readonly handle?: { readonly stack?: readonly Layer[] };
}

/** `get /v1/articles/{id}` of every route; what only refuses other methods has none of its own. */
function routesIn(stack: readonly Layer[]): string[] {
  const found = stack.flatMap(({ route, handle }) => {
    if (route === undefined) return routesIn(handle?.stack ?? []);
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    return route.stack.flatMap(({ method }) => (method === undefined ? [] : [`${method} ${path}`]));
  });
  return [...new Set(found)];
}
