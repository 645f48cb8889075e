import fc from 'fast-check';

/** Stands in what is handed in as markup, so that it is found where it comes out as such. */
export const MARK = 'fuzzed';

/** Texts that have done harm somewhere. */
const KNOWN: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\uFEFF',
  '\uFEFFid',
  '\uD800',
  '\uDFFFa\uD83D',
  '\u202Etxt.exe',
  '\u200F\u200E\u061C',
  '\u2028\u2029',
  'e\u0301'.repeat(30),
  'ﬃ Å Å',
  'İıſß',
  '👩‍👩‍👧‍👦🏳️‍🌈',
  '👍'.repeat(512),
  '👍'.repeat(513),
  '\r\nSet-Cookie: a=b',
  '\u001B[2J\u001B[31m',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  '..',
  '../../../../etc/passwd',
  '..\\..\\windows',
  '%2F',
  '%2e%2e%2f',
  '%00',
  '%',
  '%E0%A4%A',
  '%u0041',
  '//evil.example/x',
  'javascript:alert(1)',
  'JaVa\tScRiPt:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'file:///etc/passwd',
  'http://[::1',
  'http://a b/',
  'http://127.0.0.1:99999/',
  'https://user:pass@evil.example/"onmouseover="x',
  `https://example.org/${'a/'.repeat(2000)}`,
  `<script>${MARK}()</script>`,
  '<p>a</p><constructor>b</constructor><toString><a href="/a">c</a></toString>',
  `"><img src=x onerror=${MARK}()>`,
  `' onmouseover='${MARK}()`,
  `--><script>${MARK}()</script><!--`,
  `--!><svg onload=${MARK}()>`,
  `</style><script>${MARK}()</script>`,
  `</title><script>${MARK}()</script>`,
  `]]><script>${MARK}()</script>`,
  `<svg><a xlink:href="javascript:${MARK}()">x</a></svg>`,
  `[x](javascript:${MARK}())`,
  '{{7*7}}<%= 7*7 %>',
  "' OR 1=1; DROP TABLE articles; --",
  '"* NEAR("a b", 2) OR a:b ^ NOT',
  '$(touch x) `touch x` | touch x',
  '-1',
  '-0',
  '0',
  '1e999',
  '1e-999',
  'NaN',
  'Infinity',
  '0x10',
  '0b1',
  '1_000',
  '٤',
  '９',
  '1.0000000000000000000000001',
  '9007199254740993',
  '99999999999999999999',
  'true',
  'TRUE',
  'null',
  'undefined',
  '[object Object]',
  '[]',
  '{}',
  'any',
  'none',
  'x-y-z-'.repeat(20),
  '+275760-09-13T00:00:00.000Z',
  '-271821-04-20T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  '0000-01-01',
  '0001-01-01T00:00:00+14:00',
  '9999-12-31T23:59:59-14:00',
  '9999-12-31T24:00:00Z',
  '2024-02-30',
  '2024-02-29T23:59:60Z',
  '2024-06-10T12:00:00+99:99',
];

/** Something repeated, for whatever looks at it again and again. */
const floods = fc
  .tuple(
    fc.constantFrom(
      'a',
      ' ',
      '\n',
      '<',
      '[',
      '(',
      '&',
      '*',
      '_',
      '`',
      '-',
      '/',
      '.',
      '%',
      '"',
      '\\',
      '<a ',
      '&lt;',
      '<b>',
      '![',
      '> ',
      '- ',
      'a.',
      '\u0301',
      '<!--',
      '{{',
      '[[',
    ),
    fc.integer({ min: 100, max: 20_000 }),
  )
  .map(([part, count]) => part.repeat(Math.min(count, 60_000 / part.length)));

/** Any text, the worse the better; not well-formed at times. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...KNOWN) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 600 }) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...KNOWN), fc.constantFrom(...KNOWN)).map((two) => two.join('')),
  },
  { weight: 1, arbitrary: floods },
);

const hostileKeys = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'length', '', 'a.b', '0'),
  hostileText,
);

/** What JSON can say. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      null,
      true,
      false,
      0,
      -0,
      -1,
      1,
      0.5,
      1e308,
      5e-324,
      Number.MAX_SAFE_INTEGER,
      2 ** 53,
      [],
      {},
      [[]],
      [null],
      [{}],
    ),
  },
  { weight: 1, arbitrary: fc.array(hostileText, { maxLength: 5 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(100, 10_000).map((count) => Array.from({ length: count }, (_, i) => `n${i}`)),
  },
  {
    weight: 1,
    arbitrary: fc.dictionary(hostileKeys, hostileText, { maxKeys: 4 }).map((one) => ({ ...one })),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
);

/** The object with some of its fields, at any depth, taken away, exchanged, or put beside others. */
export function mutated(base: unknown): fc.Arbitrary<unknown> {
  return fc
    .array(fc.tuple(fc.nat(), hostileValue, hostileKeys), { maxLength: 3 })
    .map((changes) => changes.reduce((value: unknown, [at, by, key]) => changed(value, at, by, key), base));
}

function changed(value: unknown, at: number, by: unknown, key: string): unknown {
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    if (list.length === 0 || at % 5 === 0) return [...list, by];
    const place = at % list.length;
    return list.map((one, i) => (i === place ? changed(one, Math.floor(at / 7), by, key) : one));
  }
  if (typeof value !== 'object' || value === null) return by;
  const entries: [string, unknown][] = Object.entries(value);
  const place = at % (entries.length + 1);
  const [name] = entries[place] ?? [];
  // A key such as `__proto__` is defined, as `JSON.parse` does it.
  if (name === undefined) return Object.fromEntries([...entries, [key, by]]);
  if (at % 11 === 0) return Object.fromEntries(entries.filter((_, i) => i !== place));
  return Object.fromEntries(
    entries.map(([field, held], i) => [
      field,
      i === place ? changed(held, Math.floor(at / 7), by, key) : held,
    ]),
  );
}

/** The text of a document in JSON, which may be broken in itself. */
export function hostileJson(base: unknown): fc.Arbitrary<Buffer> {
  return fc.oneof(
    { weight: 12, arbitrary: mutated(base).map((value) => Buffer.from(JSON.stringify(value) ?? '')) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(1000, 100_000)
        .map((depth) => Buffer.from('['.repeat(depth) + ']'.repeat(depth))),
    },
    { weight: 1, arbitrary: fc.constant(Buffer.from(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)) },
    { weight: 1, arbitrary: fc.constant(deepIn(base)) },
    { weight: 1, arbitrary: hostileText.map((text) => duplicated(base, text)) },
    { weight: 1, arbitrary: hostileText.map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: fc.nat(200).map((end) => Buffer.from(JSON.stringify(base)).subarray(0, end)) },
    { weight: 1, arbitrary: fc.nat(200).map((at) => brokenUtf8(base, at)) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('\uFEFF', ' \n\t', '\u0000', ")]}',\n")
        .map((before) => Buffer.from(before + JSON.stringify(base))),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('1e999', '-0', '9'.repeat(5000), '{"id":1e999}', '"\\ud800"', 'NaN')
        .map((text) => Buffer.from(text)),
    },
    { weight: 1, arbitrary: fc.constant(Buffer.from(JSON.stringify(base), 'utf16le')) },
  );
}

/** Every field's value nested deeper than what was read can be written again. */
function deepIn(base: unknown): Buffer {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const fields = typeof base === 'object' && base !== null ? Object.keys(base) : ['a'];
  return Buffer.from(
    `{${[...fields, 'extra', 'unknown'].map((name) => `${JSON.stringify(name)}:${deep}`).join(',')}}`,
  );
}

/** Each key twice. */
function duplicated(base: unknown, text: string): Buffer {
  const again = JSON.stringify(base);
  if (!again.startsWith('{') || again === '{}') return Buffer.from(again + again);
  const others = Object.keys(base as object).map((name) => `${JSON.stringify(name)}:${JSON.stringify(text)}`);
  return Buffer.from(`{${others.join(',')},"__proto__":{"isAdmin":true},${again.slice(1)}`);
}

function brokenUtf8(base: unknown, at: number): Buffer {
  const bytes = Buffer.from(JSON.stringify(base));
  bytes[at % bytes.length] = [0xff, 0xc0, 0xed, 0x80, 0xf8][at % 5] ?? 0xff;
  return bytes;
}
