import express from 'express';
import { beforeAll, describe, expect, it } from 'vitest';
import { contentCodings } from '../../src/http/content-coding.js';
import { listen } from '../../src/http/server.js';
import { ask } from './site.js';
import { BANKS, smallSite } from './small-site.js';

let url = '';

beforeAll(async () => {
  const { serve } = await smallSite(BANKS);
  url = await serve();
});

const LIST = '/v1/articles/alpha/related';
const accepting = (encoding: string, path = LIST, headers: Record<string, string> = {}) =>
  ask(url + path, { headers: { 'accept-encoding': encoding, ...headers } });
const packed = ({ headers }: { readonly headers: Headers }) => headers.get('content-encoding');
const tagged = ({ headers }: { readonly headers: Headers }) => headers.get('etag') ?? '';

describe('an answer', () => {
  it.each([LIST, '/v1/articles/alpha/related.html?reasons=true', '/', '/widget.js'])(
    'is packed as whoever asks prefers, and reads the same: %s',
    async (path) => {
      const [plain, gzip, both] = await Promise.all(
        ['identity', 'gzip', 'gzip, deflate, br'].map((encoding) => accepting(encoding, path)),
      );
      if (plain === undefined || gzip === undefined || both === undefined) throw new Error('asked for three');
      expect([plain, gzip, both].map(packed)).toEqual([null, 'gzip', 'br']);
      for (const one of [plain, gzip, both]) {
        expect(one.text).toBe(plain.text);
        expect(one.headers.get('vary')).toContain('Accept-Encoding');
      }
    },
  );

  it('stays as it is where it is small, or a stream of events', async () => {
    expect(packed(await accepting('gzip', '/healthz'))).toBeNull();
    const app = express()
      .use(contentCodings())
      .get('/', (_request, response) => {
        response.type('text/event-stream').send('data: the same\n\n'.repeat(1000));
      });
    const server = await listen(app, '127.0.0.1', 0);
    const answer = await ask(server.url, { headers: { 'accept-encoding': 'gzip' } });
    expect([answer.status, packed(answer)]).toEqual([200, null]);
    await server.close();
  });
});

describe('a strong entity tag', () => {
  it('is another for other bytes', async () => {
    const tags = await Promise.all(
      ['identity', 'gzip', 'br'].map(async (one) => tagged(await accepting(one))),
    );
    expect(new Set(tags).size).toBe(3);
    expect(tags[1]).toBe(tags[0]?.replace(/"$/, '-gzip"'));
  });

  it.each(['gzip', 'br', 'identity'])('is confirmed as it was given (%s)', async (encoding) => {
    for (const path of [LIST, '/widget.js']) {
      const tag = tagged(await accepting(encoding, path));
      for (const accepted of [encoding, 'br, gzip']) {
        const held = { 'if-none-match': `"x", W/${tag}`, 'cache-control': 'max-age=0' };
        const again = await accepting(accepted, path, held);
        expect([again.status, tagged(again), packed(again)]).toEqual([304, tag, null]);
      }
    }
  });

  it('is not confirmed to whoever could not unpack what it stands for', async () => {
    const tag = tagged(await accepting('br'));
    const again = await accepting('gzip', LIST, { 'if-none-match': tag });
    expect([again.status, packed(again)]).toEqual([200, 'gzip']);
  });
});
