import { createHmac } from 'node:crypto';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { apiDocument } from '../../src/http/openapi/document.js';
import { type ApiOperation, type ApiParameter, METHODS, resolved } from '../../src/page/docs/api.js';
import { hostileJson, hostileText } from './hostile.js';
import type { WireRequest } from './wire.js';

const document = apiDocument();

export interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly operation: ApiOperation;
}

/** As documented, which is as mounted: `openapi.test.ts` compares the two. */
export const ENDPOINTS: readonly Endpoint[] = Object.entries(document.paths).flatMap(([path, item]) =>
  METHODS.flatMap((method) => {
    const operation = item[method];
    return operation === undefined ? [] : [{ method: method.toUpperCase(), path, operation }];
  }),
);

/** Articles that requests may change; others are only read. */
const CHANGED = ['scratch', 'beta', 'gamma', 'delta'];
export const UNTOUCHED = ['kept', 'alpha'];

const NOTE = 'as good as any';
/** What is sent, before it is made worse, where the document has no example. */
const BODIES: Readonly<Record<string, readonly unknown[]>> = {
  postDeskSession: [{ key: 'a key that opens nothing' }],
  postDeskDecision: [
    {
      action: 'pin',
      article: 'beta',
      link: 'gamma',
      mode: 'related',
      position: 1,
      from: null,
      expiresAt: '2027-01-01',
      note: NOTE,
    },
    { action: 'unpin', article: 'beta', link: 'gamma', mode: 'related', note: NOTE },
    { action: 'block', article: 'beta', link: 'gamma', note: NOTE },
    { action: 'unblock', article: 'beta', link: 'gamma', note: NOTE },
    { action: 'never_recommend', link: 'gamma', note: NOTE },
    { action: 'recommend_again', link: 'gamma', note: NOTE },
    { action: 'no_links', article: 'beta', note: NOTE },
    { action: 'links_again', article: 'beta', note: NOTE },
  ],
  postDeskBuild: [{ refit: true }],
  postDeskPublish: [{ anyway: true }],
  postDeskRollback: [{ to: null }, { to: 'g-0' }],
  postDeskJudgment: [{ query: 'beta', document: 'gamma', grade: 2 }],
};
const BANK = 'The bank bought yen on Tuesday, and the bank sold dollars.';
/** Beside the example: what holds more, or an article that is there. */
const MORE: Readonly<Record<string, readonly unknown[]>> = {
  putArticle: [
    {
      title: 'Bank and yen',
      body: BANK,
      url: 'https://example.org/scratch',
      formerUrls: ['https://example.org/old'],
      tags: ['a'],
      authors: ['b'],
      language: 'en',
      publishedAt: '2026-04-01',
      summary: 'yen',
      image: 'https://example.org/i.png',
      section: 'Markets',
      noRecommend: false,
      sponsored: true,
      paywalled: true,
      extra: { a: 1 },
    },
  ],
  postRelated: [
    {
      id: 'beta',
      title: 'Yen',
      body: BANK,
      summary: 'bank',
      language: 'en',
      section: 'Markets',
      tags: ['a'],
      url: 'https://example.org/x',
      publishedAt: '2026-04-02',
    },
  ],
  postRelatedBatch: [
    ['beta', { id: 'gamma' }, { title: 'Yen', body: BANK }],
    { items: ['beta'] },
    { ids: ['gamma'] },
  ],
  postEvents: [
    { article: 'beta', impressions: [{ id: 'gamma', position: 1 }], clicks: [{ id: 'gamma', position: 1 }] },
  ],
  postGhost: [
    {
      event: 'post.published',
      post: {
        current: {
          id: '5a6b7c8d9e0f1a2b3c4d5e6f',
          uuid: 'u',
          title: 'Bank',
          html: `<p>${BANK}</p>`,
          status: 'published',
          visibility: 'public',
          url: 'https://example.org/g',
          published_at: '2026-04-01T00:00:00Z',
          updated_at: '2026-04-01T00:00:00Z',
          tags: [{ name: 'a', visibility: 'public' }],
          authors: [{ name: 'b' }],
        },
        previous: {},
      },
    },
  ],
  postWordPress: [
    {
      event: 'save',
      post: {
        id: 7,
        status: 'publish',
        type: 'post',
        link: 'https://example.org/w',
        date_gmt: '2026-04-01T00:00:00',
        modified_gmt: '2026-04-01T00:00:00',
        title: { rendered: 'Bank' },
        content: { rendered: `<p>${BANK}</p>`, protected: false },
        excerpt: { rendered: '' },
      },
    },
  ],
};

/** What each endpoint's body is made from; empty for one that takes none. Throws for one that nobody has thought of. */
export function bodiesOf({ operation }: Endpoint): readonly unknown[] {
  const { requestBody, operationId } = operation;
  if (requestBody === undefined) return [];
  const example = requestBody.content['application/json']?.example;
  const bodies = [
    ...(example === undefined ? [] : [example]),
    ...(BODIES[operationId] ?? []),
    ...(MORE[operationId] ?? []),
  ];
  if (bodies.length === 0)
    throw new Error(`${operationId} takes a body that has neither an example nor a line in BODIES`);
  return bodies;
}

export interface Secrets {
  readonly apiKey: string;
  readonly hookSecret: string;
}

/** Percent-encoded, letters that are none of Unicode too. */
const encoded = (text: string): string =>
  [...Buffer.from(text, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const wtf8 = (text: string) =>
  text.replace(/\p{Cs}/gu, '').length === text.length ? encoded(text) : `${encoded(text)}%ED%A0%80`;

/** As it is, but for what ends a line of the head. */
const bare = (text: string): string => text.replace(/[\r\n ]/g, '').slice(0, 12_000);
const inUrl = (text: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 4, arbitrary: text.map((one) => wtf8(one.slice(0, 4000))) },
    { weight: 1, arbitrary: text.map(bare) },
  );

function valuesOf({ schema }: ApiParameter): fc.Arbitrary<string> {
  const known = [
    ...(schema.enum ?? []),
    ...(schema.examples ?? []),
    schema.default,
    schema.minimum,
    schema.maximum,
  ]
    .filter((value) => value !== undefined)
    .map(String);
  const usual = fc.constantFrom(...known, 'true', 'false', '1', '2026-04-02', 'beta', 'kept');
  return fc.oneof({ weight: 2, arbitrary: usual.map(encoded) }, { weight: 3, arbitrary: inUrl(hostileText) });
}

const NAMES = fc.constantFrom('', '[]', '[0]', '[__proto__]', '.x', '%00', '[a][b][c]');

function queryOf({ operation }: Endpoint): fc.Arbitrary<string> {
  const parameters = (operation.parameters ?? []).map((one) =>
    resolved<ApiParameter>(one, document.components.parameters),
  );
  const known = parameters
    .filter((one) => one.in === 'query')
    .map((one) =>
      fc.tuple(
        fc.constant(one.name),
        valuesOf(one),
        fc.oneof({ weight: 6, arbitrary: fc.constant('') }, { weight: 1, arbitrary: NAMES }),
      ),
    );
  const unknown = fc.tuple(
    fc.constantFrom('__proto__', 'constructor', 'x', '', 'url', 'id', 'q'),
    inUrl(hostileText),
    NAMES,
  );
  const pair = fc.oneof(
    { weight: 1, arbitrary: unknown },
    ...known.map((arbitrary) => ({ weight: 2, arbitrary })),
  );
  const some = fc
    .array(pair, { maxLength: 4 })
    .map((pairs) => pairs.map(([name, value, ending]) => `${name}${ending}=${value}`).join('&'));
  const many = fc
    .tuple(pair, fc.constantFrom(51, 1001))
    .map(([[name], count]) => Array.from({ length: count }, (_, i) => `${name}=${i}`).join('&'));
  return fc
    .oneof(
      { weight: 14, arbitrary: some },
      { weight: 1, arbitrary: many },
      { weight: 1, arbitrary: hostileText.map(bare) },
    )
    .map((query) => (query === '' ? '' : `?${query.replaceAll('#', '%23')}`));
}

function pathOf({ path, method }: Endpoint): fc.Arbitrary<string> {
  const ids = method === 'GET' ? [...CHANGED, ...UNTOUCHED] : CHANGED;
  const part = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...ids, '1', '0', '999999999999999') },
    { weight: 2, arbitrary: inUrl(hostileText) },
  );
  const filled = fc
    .tuple(part, part)
    .map(([id]) => path.replace(/\{\w+\}/g, () => id.replaceAll('?', '%3F').replaceAll('#', '%23')));
  const spoiled = fc.tuple(filled, hostileText).map(([one, text]) => `${one}/${bare(text)}`);
  return fc.oneof({ weight: 12, arbitrary: filled }, { weight: 1, arbitrary: spoiled });
}

const inHeader = (text: string): string => text.replace(/[\r\n]/g, '').slice(0, 6000);
const header = (name: string, value: fc.Arbitrary<string>) =>
  value.map((one): readonly (readonly [string, string])[] => [[name, one]]);

/** Headers that are looked at somewhere. */
function headersOf({ apiKey }: Secrets): fc.Arbitrary<readonly (readonly [string, string])[]> {
  const texts = hostileText.map((text) => inHeader(Buffer.from(text).toString('latin1')));
  const looked = fc.constantFrom(
    'Accept',
    'Accept-Encoding',
    'Accept-Language',
    'Origin',
    'Referer',
    'User-Agent',
    'X-Request-Id',
    'X-Forwarded-Proto',
    'X-Forwarded-Host',
    'Host',
    'Cookie',
    'Range',
    'If-None-Match',
    'If-Modified-Since',
    'Sec-Fetch-Site',
    'DNT',
    'X-CSRF-Token',
    'Content-Type',
    'Authorization',
    'Content-Language',
    'Traceparent',
    'Expect',
    'Upgrade',
    'X-HTTP-Method-Override',
    'Access-Control-Request-Method',
  );
  const any = fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .tuple(looked, texts)
        .map(([name, value]): readonly (readonly [string, string])[] => [[name, value]]),
    },
    {
      weight: 2,
      arbitrary: header(
        'If-None-Match',
        fc.constantFrom(
          '*',
          'W/"a"',
          '"',
          `${'"a", '.repeat(2500)}"b"`,
          `"${'-br'.repeat(3000)}"`,
          '"" '.repeat(3000),
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: header(
        'Accept-Encoding',
        fc.constantFrom(
          'gzip;q=1e999',
          'br;q=-1, *;q=0',
          'identity;q=0',
          `${'gzip,'.repeat(2500)}`,
          ';;;,,,=',
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: header(
        'Content-Type',
        fc.constantFrom(
          'text/html',
          'application/json; charset=utf-16',
          'application/json; charset=x-no-such',
          'application/json;;;=',
          'multipart/form-data; boundary=a',
          `application/json;${' '.repeat(5000)}x`,
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: header(
        'X-Forwarded-For',
        fc.constantFrom(
          '::ffff:1.2.3.4',
          '[::1]:80',
          '1.2.3.4:x',
          ','.repeat(5000),
          `${'1.2.3.4,'.repeat(800)}`,
          'fe80::1%eth0',
          '256.1.1.1',
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: header(
        'Cookie',
        fc.constantFrom(
          'seealso_desk=%00',
          'seealso_desk=',
          `${'seealso_desk=a;'.repeat(800)}`,
          '=;=;',
          'seealso_desk="a',
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(200, 3000)
        .map((count) => Array.from({ length: count }, (_, i): readonly [string, string] => [`X-${i}`, '1'])),
    },
    { weight: 1, arbitrary: header('X-Long', fc.constant('a'.repeat(20_000))) },
    {
      weight: 1,
      arbitrary: fc.constant<readonly (readonly [string, string])[]>([
        ['Content-Length', '5'],
        ['Content-Length', '6'],
      ]),
    },
    {
      weight: 1,
      arbitrary: fc.constant<readonly (readonly [string, string])[]>([
        ['Transfer-Encoding', 'chunked'],
        ['Content-Length', '3'],
      ]),
    },
    { weight: 1, arbitrary: fc.constant<readonly (readonly [string, string])[]>([['Bad Header', 'x']]) },
  );
  const key: readonly (readonly [string, string])[] = [['Authorization', `Bearer ${apiKey}`]];
  return fc
    .tuple(
      fc.oneof({ weight: 3, arbitrary: fc.constant(key) }, { weight: 1, arbitrary: fc.constant([]) }),
      fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        { weight: 3, arbitrary: fc.array(any, { maxLength: 2 }).map((lists) => lists.flat()) },
      ),
    )
    .map(([first, more]) => {
      const names = new Set(more.map(([name]) => name.toLowerCase()));
      return [...first.filter(([name]) => !names.has(name.toLowerCase())), ...more];
    });
}

interface Packed {
  readonly body: Buffer;
  readonly headers: readonly (readonly [string, string])[];
}

const PACKERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: (bytes) => gzipSync(bytes),
  br: (bytes) => brotliCompressSync(bytes),
  deflate: (bytes) => deflateSync(bytes),
};

/** Unpacks to a hundred times what any route takes. */
const HUGE = Buffer.alloc(64 * 1024 * 1024, ' ');
const BOMBS: Readonly<Record<string, Buffer>> = {
  gzip: gzipSync(HUGE),
  br: brotliCompressSync(HUGE),
  deflate: deflateSync(HUGE),
};

function packed(body: fc.Arbitrary<Buffer>): fc.Arbitrary<Packed> {
  const plain = body.map((bytes): Packed => ({ body: bytes, headers: [] }));
  const coded = fc
    .tuple(
      body,
      fc.constantFrom('gzip', 'br', 'deflate', 'identity', 'x-gzip', 'bzip2', 'gzip, gzip', ''),
      fc.boolean(),
    )
    .map(([bytes, coding, isTrue]): Packed => {
      const pack = isTrue ? PACKERS[coding] : undefined;
      return { body: pack === undefined ? bytes : pack(bytes), headers: [['Content-Encoding', coding]] };
    });
  const bomb = fc.constantFrom(...Object.keys(BOMBS)).map(
    (coding): Packed => ({
      body: BOMBS[coding] ?? Buffer.alloc(0),
      headers: [['Content-Encoding', coding]],
    }),
  );
  const big = fc.constantFrom(70_000, 1_100_000, 9_000_000).map(
    (length): Packed => ({
      body: Buffer.from(JSON.stringify({ title: 'bank', body: 'a'.repeat(length) })),
      headers: [],
    }),
  );
  return fc.oneof(
    { weight: 40, arbitrary: plain },
    { weight: 6, arbitrary: coded },
    { weight: 1, arbitrary: bomb },
    { weight: 1, arbitrary: big },
  );
}

/** The header that a hook's body is signed in. */
const SIGNED: Readonly<Record<string, string>> = {
  postGhost: 'X-Ghost-Signature',
  postWordPress: 'X-Seealso-Signature',
};

function signature(name: string, body: Buffer, secret: string): readonly [string, string] {
  const now = String(Date.now());
  return [name, `sha256=${createHmac('sha256', secret).update(body).update(now).digest('hex')}, t=${now}`];
}

/** Requests of every endpoint, most of them nearly right. */
export function hostileRequests(secrets: Secrets): fc.Arbitrary<WireRequest> {
  const each = ENDPOINTS.map((endpoint) => {
    const bodies = bodiesOf(endpoint);
    const body: fc.Arbitrary<Packed> =
      bodies.length === 0
        ? fc.oneof(
            { weight: 9, arbitrary: fc.constant<Packed>({ body: Buffer.alloc(0), headers: [] }) },
            { weight: 1, arbitrary: packed(hostileJson({})) },
          )
        : packed(fc.oneof(...bodies.map(hostileJson)));
    const method = fc.oneof(
      { weight: 15, arbitrary: fc.constant(endpoint.method) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          'HEAD',
          'OPTIONS',
          'PATCH',
          'TRACE',
          'get',
          'PROPFIND',
          'POST',
          'M-SEARCH',
          'NOSUCH',
        ),
      },
    );
    return fc
      .record({ method, path: pathOf(endpoint), query: queryOf(endpoint), headers: headersOf(secrets), body })
      .map(({ method, path, query, headers, body }): WireRequest => {
        const signer = SIGNED[endpoint.operation.operationId];
        const names = new Set(headers.map(([name]) => name.toLowerCase()));
        const own: (readonly [string, string])[] = [...body.headers];
        if (body.body.length > 0 && !names.has('content-type'))
          own.push(['Content-Type', 'application/json']);
        if (signer !== undefined) own.push(signature(signer, body.body, secrets.hookSecret));
        return { method, target: path + query, headers: [...own, ...headers], body: body.body };
      });
  });
  // What takes a body is asked more often: there is more to say.
  const weights = ENDPOINTS.map((endpoint) =>
    bodiesOf(endpoint).length > 0 ? 4 : endpoint.path === '/' || endpoint.path.includes('related') ? 3 : 1,
  );
  return fc.oneof(...each.map((arbitrary, i) => ({ weight: weights[i] ?? 1, arbitrary })));
}
