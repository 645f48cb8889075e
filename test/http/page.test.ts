import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { welcome } from '../../src/cli/serve-command.js';
import { readConfig } from '../../src/config.js';
import type { Engine } from '../../src/engine/engine.js';
import { UsageError } from '../../src/errors.js';
import { ARCHIVE } from '../support/newsroom.js';
import { ask, engineOver, ids, listening, type ProblemBody, type Related } from './site.js';

const hostile = {
  id: `x' onmouseover='alert(1)"><script>`,
  title: `Yen <img src=x onerror=alert(1)> & "rates"`,
  summary: '<script>alert(2)</script>The yen and interest rates.',
  body: '<p>The yen, the dollar and interest rates.</p><p onclick="alert(3)">The Bank of Japan &lt;b&gt; waits.</p>',
  section: '<i>Markets</i>',
  authors: ['<u>Nobody</u>'],
  language: 'en',
  publishedAt: '2025-10-31T09:00:00Z',
  sponsored: true,
};

/** Two more papers with the report on exporters, one of which cannot be trusted. */
const copies = [`Wire <script>alert(4)</script> & "more"`, 'Said by another agency'].map((title, i) => ({
  ...ARCHIVE[2],
  id: `copy ${i} <b>`,
  title,
}));

let engine: Engine;
let url = '';

beforeAll(async () => {
  ({ engine } = await engineOver([...ARCHIVE, hostile, ...copies]));
  url = await listening(engine, { front: 'rates-held' });
});

/** Tags of a page, without what stands in text. */
const tags = (page: string) => page.match(/<[a-z!/][^>]*>/gi) ?? [];

describe('the front page', () => {
  it('is a page of HTML with the article and its related links', async () => {
    const page = await ask(`${url}/`);
    expect(page.status).toBe(200);
    expect(page.type).toBe('text/html; charset=utf-8');
    expect(page.text).toMatch(/^<!doctype html>/i);
    expect(page.text).toContain('<h1>Central bank holds interest rates as inflation cools</h1>');
    expect(page.text).toContain('Policymakers left the benchmark rate unchanged.');
    expect(page.text).toContain('30 October 2025');
    const answer = await ask<Related>(`${url}/v1/articles/rates-held/related`);
    expect(ids(answer)).not.toHaveLength(0);
    for (const id of ids(answer))
      expect(page.text).toContain(`href="?id=${encodeURIComponent(id).replaceAll("'", '&#39;')}"`);
    for (const { id } of ARCHIVE.filter((article) => ids(answer).includes(article.id)))
      expect(page.text).toContain(ARCHIVE.find((article) => article.id === id)?.title);
  });

  it('shows the newest article where none is named', async () => {
    const page = await ask(`${await listening(engine)}/`);
    expect(page.text).toContain('<h1>Yen');
  });

  it('shows the article that its address names', async () => {
    const page = await ask(`${url}/?id=cup-final`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('<h1>Late goal decides the cup final</h1>');
    expect(page.text).toContain('<title>Late goal decides the cup final');
  });

  it('shows a command that works as it stands, also for an id with an apostrophe', async () => {
    for (const id of ['cup-final', hostile.id]) {
      const page = await ask(`${url}/?id=${encodeURIComponent(id)}`);
      const [, shown = ''] = /curl '([^\n]*)'<\/code>/.exec(page.text) ?? [];
      expect(shown).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\/articles\/[^'&]+\/related\?limit=4$/);
      expect((await ask<Related>(shown)).body.article?.id).toBe(id);
    }
  });

  it('shows it with the address that readers know, also under a path', async () => {
    const publicUrl = 'https://example.com/seealso';
    const page = await ask(`${await listening(engine, { publicUrl })}/?id=cup-final`);
    expect(page.text).toContain(`curl '${publicUrl}/v1/articles/cup-final/related?limit=4'`);
    expect(page.text).not.toContain('127.0.0.1');
  });

  it('names no server that a header makes up, and is not kept', async () => {
    const made = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
    };
    const page = await ask(`${url}/?id=cup-final`, { headers: made });
    expect(page.text).toContain(`curl '${url}/v1/articles/cup-final/related`);
    expect(page.text).not.toContain('evil.example');
    // It names the server as the request does: to nobody else.
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  it('is a 404 for an article that is not there, and a 400 for an id that is none', async () => {
    const answer = await ask<ProblemBody>(`${url}/?id=nowhere`);
    expect(answer.status).toBe(404);
    expect(answer.type).toMatch(/^application\/problem\+json/);
    expect((await ask<ProblemBody>(`${url}/?id=`)).status).toBe(400);
    expect((await ask<ProblemBody>(`${url}/?id=a&id=b`)).status).toBe(400);
  });

  it('shows what an article says as text, never as markup of its own', async () => {
    for (const id of [hostile.id, 'yen-falls']) {
      const page = await ask(`${url}/?id=${encodeURIComponent(id)}`);
      expect(page.status).toBe(200);
      const found = tags(page.text);
      expect(found.filter((tag) => /^<(script|img|i|u|b)[\s>]/i.test(tag))).toEqual([]);
      expect(found.filter((tag) => /\son\w+\s*=/i.test(tag.replace(/"[^"]*"/g, '""')))).toEqual([]);
    }
    const page = await ask(`${url}/?id=yen-falls`);
    expect(page.text).toMatch(/href="\?id=x[^"]*%3Cscript%3E"/);
  });

  it('says under each link why it is there, and who else has it', async () => {
    const page = await ask(`${url}/?id=yen-falls`);
    const { related } = (await ask<Related>(`${url}/v1/articles/yen-falls/related`)).body;
    const cards = page.text.split('<li>').slice(1);
    expect(cards).toHaveLength(related.length);
    related.forEach((link, i) => {
      const [, why = ''] = /<p class="why">(.*?)<\/p>/.exec(cards[i] ?? '') ?? [];
      const said = [...why.matchAll(/<span>(.*?)<\/span>/g)].map(([, text]) => text);
      expect(said).toEqual(link.reasons.map(({ text }) => text.replaceAll("'", '&#39;')));
      const others = [...(cards[i] ?? '').matchAll(/href="\?id=([^"]+)"/g)].map(([, id = '']) =>
        decodeURIComponent(id.replaceAll('&#39;', "'")),
      );
      expect(others).toEqual([link.id, ...link.alsoCoveredBy.map(({ id }) => id)]);
    });
    expect(page.text.match(/Also covered by/g)).toHaveLength(1);
  });

  it('says of what was paid for that it was', async () => {
    const page = await ask(`${url}/?id=yen-falls`);
    const labelled = page.text
      .split('<li>')
      .slice(1)
      .map((card) => card.includes('<span>Sponsored</span>'));
    const { related } = engine.related('yen-falls', { limit: 4, language: null });
    expect(labelled).toEqual(related.map(({ sponsored }) => sponsored));
    expect(new Set(labelled)).toEqual(new Set([true, false]));
  });

  it('names three copies, and counts the rest', async () => {
    const more = Array.from({ length: 5 }, (_, i) => ({
      ...ARCHIVE[2],
      id: `copy-${i}`,
      title: `Paper ${i}`,
    }));
    const many = await engineOver([...ARCHIVE, ...more]);
    const page = await ask(`${await listening(many.engine)}/?id=yen-falls`);
    expect(page.text).toMatch(/Also covered by (<a [^>]+>[^<]+<\/a>, ){2}<a [^>]+>[^<]+<\/a> and 2 more</);
  });

  it('forbids scripts, should markup ever get through', async () => {
    const page = await ask(`${url}/`);
    const style = /<style>([\s\S]*)<\/style>/.exec(page.text)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page.headers.get('content-security-policy')?.split(';')).toEqual([
      "default-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      `style-src 'sha256-${hash}'`,
      'img-src http: https: data:',
    ]);
    const kept = [
      'x-content-type-options',
      'x-frame-options',
      'referrer-policy',
      'cross-origin-resource-policy',
    ];
    expect(kept.map((name) => page.headers.get(name))).toEqual([
      'nosniff',
      'DENY',
      'no-referrer',
      'same-origin',
    ]);
    expect(page.headers.get('strict-transport-security')).toBeNull();
  });

  it('says that there is nothing to read where no article is published', async () => {
    const empty = await engineOver([]);
    const page = await ask(`${await listening(empty.engine)}/`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Nothing to read yet');
  });
});

describe('the address that readers know', () => {
  const read = (flag: unknown, environment: Record<string, string> = {}) =>
    readConfig(['publicUrl'], flag === undefined ? {} : { publicUrl: flag }, environment).publicUrl;

  it('is what the flag or the variable says, without a slash at the end', () => {
    expect(read(undefined)).toBeUndefined();
    expect(read('https://Example.com:443/')).toBe('https://example.com');
    expect(read(undefined, { SEEALSO_PUBLIC_URL: 'http://[::1]:8080/see/also//' })).toBe(
      'http://[::1]:8080/see/also',
    );
    // It stands between apostrophes in commands.
    expect(read("https://example.com/l'info")).toBe('https://example.com/l%27info');
  });

  it.each([
    'example.com',
    'ftp://example.com',
    'https://',
    'https:example.com',
    'https://example.com/?a=b',
    'https://example.com/#a',
    'https://key@example.com/',
    'https://example.com:port',
  ])('is refused where it is none: %s', (given) => {
    const refused =
      /is wrong: expected an http or https address without a query, such as https:.*, received "/;
    expect(() => read(given)).toThrow(UsageError);
    expect(() => read(given)).toThrow(/The option --public-url <url> is wrong/);
    expect(() => read(undefined, { SEEALSO_PUBLIC_URL: given })).toThrow(refused);
  });

  it('is where `serve` says to look, beside where it listens', () => {
    const said = welcome('http://127.0.0.1:3000', 'https://example.com/seealso', "l'été");
    expect(said).toMatch(/^seealso serves related articles at http:\/\/127\.0\.0\.1:3000\n/);
    expect(said).toContain('https://example.com/seealso/\n');
    expect(said).toContain(
      "curl 'https://example.com/seealso/v1/articles/l%27%C3%A9t%C3%A9/related?limit=4'",
    );
  });
});
