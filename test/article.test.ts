import { afterEach, describe, expect, it } from 'vitest';
import { Article, ArticleId, parseArticle, parseInstant, primaryLanguage, shown } from '../src/article.js';

const minimal = { id: 'a', title: 'Title', body: 'Body' };

function article(fields: Record<string, unknown> = {}): Article {
  const parsed = parseArticle({ ...minimal, ...fields });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.article;
}

function problems(record: unknown) {
  const parsed = parseArticle(record);
  return parsed.ok ? [] : parsed.problems;
}

function problem(fields: Record<string, unknown>) {
  const found = problems({ ...minimal, ...fields });
  expect(found).toHaveLength(1);
  return found[0];
}

describe('an id', () => {
  it.each([
    ['one letter', 'a'],
    ['512 letters', 'x'.repeat(512)],
    ['512 emoji, each two code units', '🍣'.repeat(512)],
    ['a typographic apostrophe', 'what’s-new'],
    ['a literal percent sequence', 'caf%e2%80%99'],
    ['slashes', '2019/05/one/'],
    ['spaces', ' a b '],
    ['punctuation of an address', '?a=b&c#d;e+f'],
    ['Japanese', '日本の予算'],
    ['a zero-width joiner', '👩‍💻'],
  ])('may be %s', (_, id) => {
    expect(article({ id }).id).toBe(id);
  });

  it.each([
    ['empty', '', 'at least 1 character(s)'],
    ['513 letters', 'x'.repeat(513), 'at most 512 characters'],
    ['513 emoji', '🍣'.repeat(513), 'at most 512 characters'],
    ['a line break', 'a\nb', 'no control characters'],
    ['a NUL', 'a\u0000', 'no control characters'],
    ['a DEL', 'a\u007f', 'no control characters'],
    ['a C1 control', 'a\u0085', 'no control characters'],
    ['half an emoji', 'a\ud83c', 'well-formed Unicode'],
    ['the other half', '\udf63a', 'well-formed Unicode'],
    ['a number', 7, 'string'],
    ['nothing', null, 'string'],
  ])('may not be %s', (_, id, expected) => {
    expect(problem({ id })).toMatchObject({ field: 'id', expected });
  });

  it('is told for a row that is wrong elsewhere, and not where it is wrong itself', () => {
    expect(parseArticle({ id: 'known', title: '', body: '' })).toMatchObject({ ok: false, id: 'known' });
    expect(parseArticle({ id: '', title: '', body: '' })).toMatchObject({ ok: false, id: null });
    expect(parseArticle('text')).toMatchObject({ ok: false, id: null });
  });
});

describe('a date', () => {
  const zone = process.env.TZ;
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  const readable: readonly [written: string, meaning: string][] = [
    ['2025-10-29', '2025-10-29T00:00:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
    ['2025-10-29T08:00:00Z', '2025-10-29T08:00:00Z'],
    ['2025-10-29T08:00:00.250Z', '2025-10-29T08:00:00.250Z'],
    ['2025-10-29T08:00Z', '2025-10-29T08:00:00Z'],
    ['2025-10-29T08:00:00+09:00', '2025-10-28T23:00:00Z'],
    ['2025-10-29T08:00:00+0900', '2025-10-28T23:00:00Z'],
    ['2025-10-29T08:00:00-05:30', '2025-10-29T13:30:00Z'],
    ['2025-10-29T08:00:00', '2025-10-29T08:00:00Z'],
    ['2025-10-29 08:00', '2025-10-29T08:00:00Z'],
    ['2025-10-29 08:00:00', '2025-10-29T08:00:00Z'],
    ['2025-10-29 08:00:00 +0900', '2025-10-28T23:00:00Z'],
    ['2025-10-29 08:00:00.123456+00', '2025-10-29T08:00:00.123Z'],
    ['2025-10-29t08:00:00z', '2025-10-29T08:00:00Z'],
    ['  2025-10-29\n', '2025-10-29T00:00:00Z'],
    ['1969-07-20T20:17:40Z', '1969-07-20T20:17:40Z'],
  ];

  it.each(readable)('%j is read as %s', (written, meaning) => {
    expect(article({ publishedAt: written }).publishedAt).toBe(meaning);
  });

  it('means the same whatever the time zone of the machine', () => {
    for (const place of ['Asia/Tokyo', 'America/New_York']) {
      process.env.TZ = place;
      expect(readable.map(([written]) => article({ updatedAt: written }).updatedAt)).toEqual(
        readable.map(([, meaning]) => meaning),
      );
    }
  });

  it.each([
    '2025-02-30',
    '2025-02-29T10:00:00Z',
    '2025-04-31 10:00:00',
    '2025-13-01',
    '2025-00-10',
    '2025-10-00',
    '2025-10-29T25:00:00Z',
    '2025-10-29T08:61:00Z',
    '2025-10-29T08:00:00+25:00',
    '29/10/2025',
    '10-29-2025',
    '29 October 2025',
    'yesterday',
    '2025',
    '20251029',
    '1730188800',
  ])('%j is refused, with an example of what is expected', (text) => {
    expect(problem({ publishedAt: text })).toEqual({
      field: 'publishedAt',
      expected: 'an ISO 8601 date or date-time, such as 2025-10-29T08:00:00Z',
      received: JSON.stringify(text),
    });
  });

  it('is refused as a number, which could be seconds or milliseconds', () => {
    expect(problem({ publishedAt: 1_730_188_800 })).toMatchObject({
      field: 'publishedAt',
      expected: 'string',
    });
  });

  it('gives milliseconds since 1970', () => {
    expect(parseInstant('1970-01-02')).toBe(86_400_000);
    expect(parseInstant('nonsense')).toBeNull();
  });
});

describe('an address', () => {
  it.each(['https://example.com/a?b=1#c', 'http://localhost:8080/', 'https://例え.jp/ä'])(
    'may be %s',
    (url) => {
      expect(article({ url }).url).toBe(url);
    },
  );

  it('is taken without the spaces around it', () => {
    expect(article({ url: ' https://example.com/\n' }).url).toBe('https://example.com/');
  });

  it.each([
    'javascript:alert(1)',
    'ftp://example.com/a',
    'data:text/html,<b>',
    'mailto:a@b.c',
    '//example.com/a',
    '/relative/path',
    'example.com',
    'https://',
  ])('may not be %s', (url) => {
    expect(problem({ url })).toEqual({
      field: 'url',
      expected: 'an absolute http or https address',
      received: JSON.stringify(url),
    });
  });
});

describe('a language', () => {
  it.each([
    ['en', 'en'],
    ['pt-BR', 'pt-BR'],
    ['pt_BR', 'pt-BR'],
    ['zh-Hant-TW', 'zh-Hant-TW'],
    [' de ', 'de'],
  ])('%j becomes %s', (written, tag) => {
    expect(article({ language: written }).language).toBe(tag);
  });

  it.each(['e', 'English language', 'en-', '-en', '12', 'en-123456789'])('may not be %s', (language) => {
    expect(problem({ language })).toMatchObject({
      field: 'language',
      expected: 'a language tag such as "en" or "pt-BR"',
    });
  });

  it('is compared by its first part, in small letters', () => {
    expect(primaryLanguage('EN-us')).toBe('en');
    expect(primaryLanguage('de')).toBe('de');
    expect(primaryLanguage(null)).toBeNull();
  });
});

describe('other fields', () => {
  it('are null, empty or false where nothing is known', () => {
    const nothing = {
      summary: null,
      url: null,
      image: null,
      section: null,
      tags: [],
      formerUrls: [],
      authors: [],
      language: null,
      publishedAt: null,
      updatedAt: null,
      noRecommend: false,
      sponsored: false,
      paywalled: false,
      extra: {},
    };
    expect(article()).toEqual({ ...minimal, ...nothing });
    const fields = Object.keys(nothing).filter((field) => field !== 'extra');
    expect(article(Object.fromEntries(fields.map((field) => [field, null])))).toEqual({
      ...minimal,
      ...nothing,
    });
  });

  it.each(['', '   ', '\n\t'])('that are text count as not known where they hold only %j', (blank) => {
    const texts = ['summary', 'url', 'image', 'section', 'language', 'publishedAt', 'updatedAt'] as const;
    const read = article(Object.fromEntries(texts.map((field) => [field, blank])));
    expect(texts.map((field) => read[field])).toEqual(texts.map(() => null));
  });

  it('keep a body that is empty, and refuse one that is missing or not text', () => {
    expect(article({ body: '' }).body).toBe('');
    expect(problem({ body: undefined })).toEqual({ field: 'body', expected: 'string', received: 'nothing' });
    expect(problem({ body: ['a'] })).toEqual({ field: 'body', expected: 'string', received: 'array ["a"]' });
  });

  it('need a title that is more than spaces', () => {
    expect(article({ title: ' A title ' }).title).toBe('A title');
    expect(problem({ title: '   ' })).toEqual({
      field: 'title',
      expected: 'at least 1 character(s)',
      received: '"   "',
    });
  });

  it('name each tag and author once, trimmed, without empty ones', () => {
    expect(article({ tags: [' yen', 'yen', '', '  ', 'Yen'] }).tags).toEqual(['yen', 'Yen']);
    expect(article({ authors: ['B', 'A', 'B '] }).authors).toEqual(['B', 'A']);
  });

  it('that are flags must be true or false', () => {
    expect(article({ noRecommend: true, sponsored: false }).noRecommend).toBe(true);
    expect(problem({ paywalled: 'yes' })).toEqual({
      field: 'paywalled',
      expected: 'boolean',
      received: '"yes"',
    });
  });
});

describe('fields of other names', () => {
  it('are kept as extra, whatever they hold', () => {
    expect(article({ wordCount: 310, nested: { deep: [1, null] }, Tags: ['x'] }).extra).toEqual({
      wordCount: 310,
      nested: { deep: [1, null] },
      Tags: ['x'],
    });
  });

  it('join the extra that is given, so that an article read back is the same article', () => {
    const once = article({ wordCount: 310, extra: { desk: 'Tokyo', wordCount: 1 } });
    expect(once.extra).toEqual({ desk: 'Tokyo', wordCount: 310 });
    expect(Article.parse(JSON.parse(JSON.stringify(once)))).toEqual(once);
  });

  it('keep an extra that is no object under its own name', () => {
    expect(article({ extra: 'text' }).extra).toEqual({ extra: 'text' });
    expect(article({ extra: [1] }).extra).toEqual({ extra: [1] });
  });

  it('do no harm where they are called like parts of an object', () => {
    const record: unknown = JSON.parse(
      '{"id":"a","title":"T","body":"B","__proto__":{"x":1},"constructor":2}',
    );
    const parsed = parseArticle(record);
    expect(parsed.ok).toBe(true);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe('what is said of a bad record', () => {
  it('names each field, what was expected, and what came', () => {
    expect(problems({ id: 7, title: '', tags: 'yen', noRecommend: 1 })).toEqual([
      { field: 'id', expected: 'string', received: '7' },
      { field: 'title', expected: 'at least 1 character(s)', received: '""' },
      { field: 'body', expected: 'string', received: 'nothing' },
      { field: 'tags', expected: 'array', received: '"yen"' },
      { field: 'noRecommend', expected: 'boolean', received: '1' },
    ]);
  });

  it('names the place in a list', () => {
    expect(problem({ tags: ['a', 7, 'c'] })).toEqual({ field: 'tags.1', expected: 'string', received: '7' });
    expect(problem({ authors: ['a', { name: 'B' }] })).toEqual({
      field: 'authors.1',
      expected: 'string',
      received: 'object {"name":"B"}',
    });
  });

  it.each([
    ['a list', [minimal], 'array [{'],
    ['text', 'text', '"text"'],
    ['null', null, 'null'],
    ['nothing', undefined, 'nothing'],
  ])('is about the record itself where that is %s', (_, record, received) => {
    expect(problems(record)).toEqual([
      { field: '(record)', expected: 'object', received: expect.stringContaining(received) },
    ]);
  });

  it('shows long values cut, in at most 80 characters', () => {
    for (const value of ['x'.repeat(500), ['x'.repeat(500)], { key: 'x'.repeat(500) }]) {
      expect(shown(value)).toMatch(/x…$/);
      expect(shown(value).length).toBeLessThanOrEqual(80);
    }
    expect(shown('x'.repeat(78))).toBe(JSON.stringify('x'.repeat(78)));
  });

  it('never cuts a character in two', () => {
    for (let start = 0; start < 4; start++) {
      expect(shown(`${'x'.repeat(start)}${'🍣'.repeat(100)}`).isWellFormed()).toBe(true);
    }
  });

  it('names the kind of what is shown where its text leaves that open', () => {
    expect(shown(undefined)).toBe('nothing');
    expect(shown(null)).toBe('null');
    expect(shown('null')).toBe('"null"');
    expect(shown([1])).toBe('array [1]');
    expect(shown({ a: 1 })).toBe('object {"a":1}');
  });

  it('is on one line, and moves nothing around it', () => {
    expect(shown('a\u2028b\u009b2Jc\u202ed\n')).toBe(String.raw`"a\u2028b\u009b2Jc\u202ed\n"`);
  });

  it('is also said of an id alone', () => {
    expect(ArticleId.safeParse('a\u0007').error?.issues[0]?.message).toBe('no control characters');
  });
});
