import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { scriptTag } from '../../src/http/widget-script.js';
import { ask, engineOver, listening, type ProblemBody } from './site.js';

let url = '';

beforeAll(async () => {
  const { engine } = await engineOver(null);
  url = `${await listening(engine)}/widget.js`;
});

describe('GET /widget.js', () => {
  it('gives the script to any site, also before there is an index', async () => {
    const answer = await ask(url, { headers: { origin: 'https://news.example' } });
    expect(answer.status).toBe(200);
    expect(answer.type).toBe('text/javascript; charset=utf-8');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600, stale-while-revalidate=86400');
    expect(answer.text).toContain('related-articles');
  });

  it('gives the bytes whose integrity the tag for pages names', async () => {
    const { text } = await ask(url);
    const integrity = `sha384-${createHash('sha384').update(text).digest('base64')}`;
    expect(scriptTag('')).toContain(`integrity="${integrity}"`);
  });

  it('answers 304 to whoever has it', async () => {
    const etag = (await ask(url)).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[^"]+"$/);
    // Node's own fetch asks for no-cache unless it is told what browsers say.
    const has = (tag: string) => ({ headers: { 'if-none-match': tag, 'cache-control': 'max-age=0' } });
    const again = await ask(url, has(etag));
    expect(again.status).toBe(304);
    expect(again.text).toBe('');
    expect(again.headers.get('etag')).toBe(etag);
    expect((await ask(url, has('"other"'))).status).toBe(200);
  });

  it('is read only', async () => {
    const head = await ask(url, { method: 'HEAD' });
    expect([head.status, head.text]).toEqual([200, '']);
    const put = await ask<ProblemBody>(url, { method: 'PUT' });
    expect(put.status).toBe(405);
    expect(put.headers.get('allow')).toBe('GET');
  });
});
