import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import type { ApiParameter } from '../../src/page/docs/api.js';
import { bodiesOf, ENDPOINTS, type Endpoint, queryParameters } from './endpoints.js';
import { headersOf } from './headers.js';
import { hostileJson, hostileText } from './hostile.js';
import { type Packed, packed } from './packed.js';
import type { WireRequest } from './wire.js';

/** Articles that requests may change; others are only read. */
const CHANGED = ['scratch', 'beta', 'gamma', 'delta'];
const UNTOUCHED = ['kept', 'alpha'];

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

function queryOf(endpoint: Endpoint): fc.Arbitrary<string> {
  const known = queryParameters(endpoint).map((one) =>
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
      .record({
        method,
        path: pathOf(endpoint),
        query: queryOf(endpoint),
        headers: headersOf(secrets.apiKey),
        body,
      })
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
