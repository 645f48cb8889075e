import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { scriptTag, widgetScript } from '../../src/http/widget-script.js';
import { isWebAddress } from '../../src/widget/answer.js';
import { day } from '../../src/widget/day.js';
import { headingIn } from '../../src/widget/heading.js';
import { questionAddress } from '../../src/widget/question.js';

describe('the script', () => {
  const { bytes, integrity } = widgetScript();

  it('is under 4 KB as a browser receives it', () => {
    expect(gzipSync(bytes).length).toBeLessThan(4096);
  });

  it('is one file for any page: nothing imported, nothing left in the page’s scope', () => {
    const text = bytes.toString();
    expect(text).not.toMatch(/\b(import|export|require)\b/);
    expect(text).toMatch(/^"use strict";\(\(\)=>\{|^\(\(\)=>\{/);
    expect(text.trimEnd()).toMatch(/\}\)\(\);$/);
  });

  it('is held by a tag that names its integrity, at an address of its version that caches tell apart', () => {
    expect(integrity).toMatch(/^sha384-[\w+/]{64}$/);
    const version = createHash('sha256').update(integrity).digest('hex').slice(0, 8);
    expect(scriptTag('https://related.example/seealso')).toBe(
      `<script src="https://related.example/seealso/widget.js?v=${version}" integrity="${integrity}" crossorigin="anonymous" async></script>`,
    );
  });
});

describe('the address of a question', () => {
  const asked = (attributes: Readonly<Record<string, string>>, server = 'https://s.example/') =>
    questionAddress(
      server,
      (name) => attributes[name] ?? null,
      () => 'https://n.example/ü?a=1&b=2',
    );

  it('names the article, whatever its id is made of', () => {
    expect(asked({ 'article-id': 'a/b c?ü' })).toBe(
      'https://s.example/v1/articles/a%2Fb%20c%3F%C3%BC/related',
    );
  });

  it('names the page where there is no id, or a template left it empty', () => {
    const page = 'https://s.example/v1/related?url=https%3A%2F%2Fn.example%2F%C3%BC%3Fa%3D1%26b%3D2';
    expect(asked({})).toBe(page);
    expect(asked({ 'article-id': '' })).toBe(page);
  });

  it('passes on what is written, below the path of the service', () => {
    expect(
      asked(
        {
          'article-id': 'a',
          limit: '6',
          mode: 'background',
          language: 'any',
          sponsored: 'false',
          paywalled: 'true',
        },
        'https://s.example/more/',
      ),
    ).toBe(
      'https://s.example/more/v1/articles/a/related?limit=6&mode=background&language=any&sponsored=false&paywalled=true',
    );
    expect(asked({ 'article-id': 'a', limit: '' })).toBe('https://s.example/v1/articles/a/related');
  });
});

it.each([
  ['https://n.example/a', true],
  ['HTTP://n.example', true],
  ['https://übung.example/a', true],
  ['http://[::1]/a', true],
  ['javascript:alert(1)', false],
  [' javascript:alert(1)//https://n.example', false],
  ['data:text/html,<script>alert(1)</script>', false],
  ['//n.example/a', false],
  ['/a', false],
  ['https:///', false],
  ['ftp://n.example/a', false],
  ['', false],
  [null, false],
])('of the address %j it holds that it may be followed: %j', (address, followed) => {
  expect(isWebAddress(address)).toBe(followed);
});

describe('the heading', () => {
  it.each([
    ['de-AT', 'Mehr zum Thema'],
    ['pt_BR', 'Leia também'],
    ['ZH-Hant', '相关阅读'],
    ['en', 'Related articles'],
    ['tlh', 'Related articles'],
    ['', 'Related articles'],
    ['constructor', 'Related articles'],
  ])('in a page of language %j is %j', (language, heading) => {
    expect(headingIn(language)).toBe(heading);
  });
});

describe('a day', () => {
  it('is written as the page’s language has it', () => {
    expect(day('2025-10-29T12:00:00Z', 'de')).toBe('29. Oktober 2025');
    expect(day('2025-10-29T12:00:00Z', 'en_GB')).toBe('29 October 2025');
    expect(day('2025-10-29T12:00:00Z', '!')).toMatch(/2025/);
  });

  it('is the same everywhere where no time was given, else the reader’s own', () => {
    const before = process.env.TZ;
    process.env.TZ = 'America/New_York';
    expect(day('2025-10-29T00:00:00.000Z', 'en')).toBe('October 29, 2025');
    expect(day('2025-10-29T02:00:00Z', 'en')).toBe('October 28, 2025');
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  it('is nothing where there is none', () => {
    expect(day('soon', 'en')).toBeUndefined();
  });
});
