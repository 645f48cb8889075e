import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SourceError, StoppedError } from '../../src/errors.js';
import type { Lookup } from '../../src/web/connector.js';
import { createFetcher, type FetcherOptions } from '../../src/web/create-fetcher.js';
import type { FetchedDocument, Fetcher, FetchRequest } from '../../src/web/fetcher.js';
import { RefusedAddressError } from '../../src/web/guard.js';
import { type Answering, type LocalSite, openLocalSite, page, redirect, says } from './local-site.js';
import { NOON, type Patience, patience } from './patience.js';

let site: LocalSite;
let fetchers: Fetcher[] = [];
beforeAll(async () => {
  site = await openLocalSite();
});
afterEach(async () => {
  await Promise.all(fetchers.map((fetcher) => fetcher.close()));
  fetchers = [];
  site.clear();
});
afterAll(() => site.close());

interface Desk extends Fetcher {
  readonly time: Patience;
  readonly log: string[];
  /** Names that were looked up, in order. */
  readonly lookedUp: string[];
}

/** A fetcher for which every name leads to the site, except where a test says otherwise. */
function desk(
  options: Partial<FetcherOptions> = {},
  answers: Record<string, readonly string[][]> = {},
): Desk {
  const time = patience();
  const log: string[] = [];
  const lookedUp: string[] = [];
  const lookup: Lookup = async (hostname) => {
    const before = lookedUp.filter((name) => name === hostname).length;
    lookedUp.push(hostname);
    const given = answers[hostname] ?? [['127.0.0.1']];
    const addresses = given[Math.min(before, given.length - 1)] ?? [];
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  const fetcher = createFetcher({
    userAgent: 'seealso/1.0',
    allowPrivate: ['127.0.0.1'],
    robots: false,
    delay: 0,
    random: () => 0,
    log: (message) => log.push(message),
    clock: time.clock,
    sleep: time.sleep,
    lookup,
    ...options,
  });
  fetchers.push(fetcher);
  return { ...fetcher, time, log, lookedUp };
}

const at = (path: string, host = 'news.example') => `http://${host}:${site.port}${path}`;

async function documentAt(fetcher: Fetcher, path: string, request?: FetchRequest): Promise<FetchedDocument> {
  const fetched = await fetcher.get(at(path), request);
  if (fetched.kind !== 'document') throw new Error(`${path} is ${fetched.kind}`);
  return fetched;
}

/** Answers nothing, ever; tells of the question. */
function silent(): { readonly answer: Answering; readonly asked: Promise<void> } {
  let tell = () => {};
  const asked = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return { answer: () => tell(), asked };
}

describe('a document', () => {
  it('comes with its address, type, validators, headers and text', async () => {
    const headers = {
      'content-type': 'Application/RSS+xml; charset=utf-8',
      etag: 'W/"1"',
      'last-modified': 'Fri, 01 May 2026 10:00:00 GMT',
      'x-wp-total': '12',
    };
    site.on('/feed?page=1', says(200, headers, '<rss>Łódź</rss>'));
    const found = await documentAt(desk(), '/feed?page=1#top');
    expect(found).toMatchObject({
      url: at('/feed?page=1'),
      redirects: [],
      validators: { etag: 'W/"1"', lastModified: 'Fri, 01 May 2026 10:00:00 GMT' },
      contentType: 'application/rss+xml',
      text: '<rss>Łódź</rss>',
    });
    expect(found.headers.get('x-wp-total')).toBe('12');
  });

  it('says nothing that its server does not say', async () => {
    site.on('/', says(200, {}, 'text'));
    expect(await documentAt(desk(), '/')).toMatchObject({
      contentType: '',
      validators: { etag: null, lastModified: null },
    });
  });

  it('is asked for by name, in packed form, and with what the caller adds', async () => {
    site.on('/', page('a'));
    await documentAt(desk(), '/', {
      accept: 'application/json',
      headers: { 'X-Key': 'k', 'User-Agent': 'other' },
    });
    expect(site.headers()).toMatchObject({
      host: `news.example:${site.port}`,
      'user-agent': 'seealso/1.0',
      'accept-encoding': 'br, gzip, deflate',
      accept: 'application/json',
      'x-key': 'k',
    });
  });

  it('is unpacked, decoded, and refused where it grows too large', async () => {
    const japanese = Buffer.concat([
      Buffer.from('<meta charset="shift_jis">'),
      Buffer.from([0x93, 0xfa, 0x96, 0x7b]),
    ]);
    site.on(
      '/sjis',
      says(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }, gzipSync(japanese)),
    );
    site.on('/bomb', says(200, { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(1_000_000))));
    const reader = desk({ maxBytes: 50_000 });
    expect((await documentAt(reader, '/sjis')).text).toBe('<meta charset="shift_jis">日本');
    await expect(reader.get(at('/bomb'))).rejects.toThrow(`${at('/bomb')} is too large`);
    expect(site.asked).toHaveLength(2);
  });

  it('is asked for only if it has changed', async () => {
    site.on('/', says(304));
    const validators = { etag: '"1"', lastModified: 'Fri, 01 May 2026 10:00:00 GMT' };
    expect(await desk().get(at('/'), { validators })).toEqual({ kind: 'not_modified', url: at('/') });
    expect(site.headers()).toMatchObject({
      'if-none-match': '"1"',
      'if-modified-since': 'Fri, 01 May 2026 10:00:00 GMT',
    });
    await expect(desk().get(at('/'))).rejects.toThrow('Expected status 200, received 304');
    expect(site.headers()).not.toHaveProperty('if-none-match');
  });

  it.each([404, 410])('is gone where the server says %d', async (status) => {
    site.on('/old', redirect('/older', 301));
    site.on('/older', says(status, {}, 'x'.repeat(5_000)));
    expect(await desk().get(at('/old'))).toEqual({ kind: 'gone', url: at('/older'), status });
  });

  it('is not what a refusal says, which is passed on with a remedy', async () => {
    const refusal = '{"errors":[{"message":"Unknown Content API Key"}]}';
    site.on('/posts?key=s3cret', says(401, { 'content-type': 'application/json' }, refusal));
    site.on('/page', says(418, { 'content-type': 'text/html' }, '<h1>Teapot</h1>'));
    await expect(desk().get(at('/posts?key=s3cret'))).rejects.toThrow(
      `${at('/posts?key=...')} does not give the document. Expected status 200, received 401: ${refusal}. Check the key and what it gives access to, or ask the site for access.`,
    );
    await expect(desk().get(at('/page'))).rejects.toThrow('received 418. Check the address');
    expect(site.asked).toHaveLength(2);
  });

  it.each([
    ['file:///etc/passwd', 'Expected an address that begins with http:// or https://, received "file:"'],
    ['ftp://a.example/', 'received "ftp:"'],
    ['feed.xml', '"feed.xml" is not an address on the web'],
    ['http://me:secret@a.example/', 'The address of http://a.example/ holds a name or password'],
    ['http://me:secret@a.example:x/', '"http://a.example:x/" is not an address'],
  ])('is not asked for at %s', async (address, message) => {
    await expect(desk().get(address)).rejects.toThrow(message);
    await expect(desk().get(address)).rejects.toBeInstanceOf(SourceError);
  });
});

describe('a redirect', () => {
  it('is followed, and every step told', async () => {
    site.on('/a', redirect('b?x=1#y', 301));
    site.on('/b?x=1', redirect(at('/c', 'www.example'), 307));
    site.on('/c', redirect('/d', 308));
    site.on('/d', page('found'));
    expect(await documentAt(desk(), '/a')).toMatchObject({
      url: at('/d', 'www.example'),
      redirects: [
        { url: at('/a'), permanent: true },
        { url: at('/b?x=1'), permanent: false },
        { url: at('/c', 'www.example'), permanent: true },
      ],
      text: 'found',
    });
  });

  it('takes keys along to the same origin, never to another, nor back from there', async () => {
    const keys: (string | string[] | undefined)[] = [];
    const noting =
      (answer: Answering): Answering =>
      (request, response) => {
        keys.push(request.headers.authorization);
        answer(request, response);
      };
    site.on('/a', noting(redirect('/b')));
    site.on('/b', noting(redirect(at('/c', 'other.example'))));
    site.on('/c', noting(redirect(at('/d'))));
    site.on('/d', noting(page('found')));
    await documentAt(desk(), '/a', { headers: { Authorization: 'Bearer k' } });
    expect(keys).toEqual(['Bearer k', 'Bearer k', undefined, undefined]);
  });

  it('is followed five times, not more, and not in a circle', async () => {
    for (let i = 1; i <= 6; i += 1) site.on(`/${i}`, redirect(`/${i + 1}`));
    site.on('/7', page('found'));
    site.on('/x', redirect('/y'));
    site.on('/y', redirect('/x'));
    expect((await documentAt(desk(), '/2')).redirects).toHaveLength(5);
    await expect(desk().get(at('/1'))).rejects.toThrow('Expected at most 5 redirects');
    site.asked.length = 0;
    await expect(desk().get(at('/x'))).rejects.toThrow(`${at('/x')} → ${at('/y')} → ${at('/x')}`);
    expect(site.asked).toHaveLength(2);
  });

  it.each([
    ['http://169.254.169.254/latest/meta-data/', '169.254.169.254 is a link-local address'],
    ['http://2130706434/', '127.0.0.2 is this machine itself'],
    ['http://[::ffff:7f00:2]/', '::ffff:7f00:2 is this machine itself'],
    ['http://intern.example/', 'intern.example leads to 10.0.0.5, a private address'],
    ['file:///etc/passwd', 'received "file:"'],
    ['http://me:secret@a.example/', 'holds a name or password'],
  ])('to %s is not followed', async (target, message) => {
    site.on('/', redirect(target));
    const reader = desk({}, { 'intern.example': [['10.0.0.5']] });
    await expect(reader.get(at('/'))).rejects.toThrow(message);
    await expect(reader.get(at('/'))).rejects.toBeInstanceOf(SourceError);
    expect(reader.time.waits).toEqual([]);
  });

  it('to nowhere says so', async () => {
    site.on('/', says(302));
    await expect(desk().get(at('/'))).rejects.toThrow('Expected a Location with status 302, received none');
  });
});

describe('a name', () => {
  it('is refused where any of its addresses is private, before anything is asked', async () => {
    const reader = desk({}, { 'news.example': [['127.0.0.1', '192.168.0.1']] });
    await expect(reader.get(at('/'))).rejects.toThrow(
      `${at('/')} was not read: news.example leads to 192.168.0.1, a private address.`,
    );
    await expect(desk({ allowPrivate: false }).get(at('/'))).rejects.toBeInstanceOf(RefusedAddressError);
    await expect(desk({ allowPrivate: false, robots: true }).get(at('/'))).rejects.toBeInstanceOf(
      RefusedAddressError,
    );
    expect(site.asked).toEqual([]);
  });

  it('is looked up once per connection, and refused once it leads elsewhere', async () => {
    site.on('/', says(200, { connection: 'close' }, 'a'));
    const reader = desk({}, { 'news.example': [['127.0.0.1'], ['10.0.0.5']] });
    await documentAt(reader, '/');
    expect(reader.lookedUp).toEqual(['news.example']);
    await expect(reader.get(at('/'))).rejects.toThrow('news.example leads to 10.0.0.5');
    expect(reader.lookedUp).toEqual(['news.example', 'news.example']);
    expect(site.asked).toHaveLength(1);
  });

  it('is refused over https too', async () => {
    const reader = desk({}, { 'news.example': [['10.0.0.5']] });
    await expect(reader.get('https://news.example/')).rejects.toBeInstanceOf(RefusedAddressError);
  });

  it('that is none is not tried again', async () => {
    const reader = desk({}, { 'news.example': [[]] });
    await expect(reader.get(at('/'))).rejects.toThrow('received news.example has no address');
    expect(reader.time.waits).toEqual([]);
  });

  it('may be allowed, with all that it leads to', async () => {
    site.on('/', page('a'));
    expect((await documentAt(desk({ allowPrivate: ['news.example'] }), '/')).text).toBe('a');
    await expect(desk({ allowPrivate: ['other.example'] }).get(at('/'))).rejects.toThrow(RefusedAddressError);
  });
});

describe('an overloaded server', () => {
  it('is asked again when it says, in seconds or by date, and each wait is told', async () => {
    site.on(
      '/',
      says(429, { 'retry-after': '7' }),
      says(503, { 'retry-after': new Date(NOON + 127_000).toUTCString() }),
      page('a'),
    );
    const reader = desk();
    expect((await documentAt(reader, '/')).text).toBe('a');
    expect(reader.time.waits).toEqual([7_000, 120_000]);
    expect(reader.log).toEqual([
      `${at('/')}: status 429; asking again in 7 s.`,
      `${at('/')}: status 503; asking again in 120 s.`,
    ]);
  });

  it('is asked less and less often, and then given up', async () => {
    site.on('/', says(500));
    const reader = desk();
    await expect(reader.get(at('/'))).rejects.toThrow(
      `${at('/')} could not be read. Expected an answer, received status 500 (tried 4 times). The server is down, overloaded or out of reach: try again later, or with fewer requests.`,
    );
    expect(reader.time.waits).toEqual([1_000, 2_000, 4_000]);
    expect(site.asked).toHaveLength(4);
  });

  it('that wants to be left alone for long is, for every address', async () => {
    site.on('/', says(429, { 'retry-after': '301' }));
    site.on('/other', page('a'));
    const reader = desk();
    await expect(reader.get(at('/'))).rejects.toThrow('Come back after 2026-05-01T12:05:01.000Z.');
    await expect(reader.get(at('/other'))).rejects.toThrow('Come back after 2026-05-01T12:05:01.000Z.');
    expect(reader.time.waits).toEqual([]);
    expect(site.asked).toHaveLength(1);
    reader.time.now += 301_000;
    expect((await documentAt(reader, '/other')).text).toBe('a');
  });

  it('is asked again after a day, however long it wants to be left alone', async () => {
    site.on('/', says(503, { 'retry-after': '9'.repeat(400) }), page('a'));
    const reader = desk();
    await expect(reader.get(at('/'))).rejects.toThrow('Come back after 2026-05-02T12:00:00.000Z.');
    reader.time.now += 24 * 3_600_000;
    expect((await documentAt(reader, '/')).text).toBe('a');
  });

  it('that hangs up, or in the middle, is asked again', async () => {
    const cut: Answering = (_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setImmediate(() => response.destroy());
    };
    site.on('/', (request) => request.destroy(), cut, page('whole'));
    const reader = desk();
    expect((await documentAt(reader, '/')).text).toBe('whole');
    expect(reader.time.waits).toEqual([1_000, 2_000]);
  });

  it('that does not answer in time, or is not there, is given up after the attempts', async () => {
    site.on('/', silent().answer);
    await expect(desk({ attempts: 2, timeout: 30 }).get(at('/'))).rejects.toThrow(
      'received nothing whole within 0.03 s (tried 2 times)',
    );
    expect(site.asked).toHaveLength(2);
    const unheard = desk({ attempts: 1, timeout: 30, lookup: () => new Promise(() => {}) });
    await expect(unheard.get(at('/'))).rejects.toThrow('received nothing whole within 0.03 s (tried once)');
    const closed = await openLocalSite();
    await closed.close();
    await expect(desk({ attempts: 1 }).get(`http://127.0.0.1:${closed.port}/`)).rejects.toThrow(
      /ECONNREFUSED.*\(tried once\)/,
    );
  });
});

describe('manners', () => {
  it('ask robots.txt first, once, and keep its pause', async () => {
    site.on('/robots.txt', page('User-agent: *\nCrawl-delay: 2\nDisallow: /private'));
    site.on('/a', page('a'));
    site.on('/b', page('b'));
    site.on('/c', redirect('/private'));
    const reader = desk({ robots: true, delay: 500 });
    for (const path of ['/a', '/b']) await documentAt(reader, path);
    expect(site.asked).toEqual(['news.example/robots.txt', 'news.example/a', 'news.example/b']);
    expect(reader.time.waits).toEqual([500, 2_000]);
    await expect(reader.get(at('/c'))).rejects.toThrow(`${at('/private')} may not be read by seealso`);
    expect(site.asked.at(-1)).toBe('news.example/c');
  });

  it('follow where robots.txt has moved, cut it where it has no end, and go without', async () => {
    site.on('/robots.txt', redirect('/rules'));
    site.on('/rules', page(`User-agent: *\nDisallow: /private\n${'#'.repeat(600 * 1024)}\nDisallow: /`));
    site.on('/a', page('a'));
    await documentAt(desk({ robots: true }), '/a');
    await expect(desk({ robots: true }).get(at('/private'))).rejects.toThrow('may not be read');
    site.clear();
    site.on('/a', page('a'));
    await documentAt(desk({ robots: true }), '/a');
  });

  it('do without what a broken robots.txt might forbid', async () => {
    site.on('/robots.txt', says(500));
    await expect(desk({ robots: true, attempts: 2 }).get(at('/a'))).rejects.toThrow(
      /it is not known whether .* allows it.*status 500 \(tried 2 times\).*with --ignore-robots/,
    );
    expect(site.asked).toEqual(['news.example/robots.txt', 'news.example/robots.txt']);
  });

  it('keep to two requests at a time', async () => {
    let [now, most] = [0, 0];
    site.on('/', (_request, response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        response.end('a');
      }, 5);
    });
    const reader = desk();
    await Promise.all(Array.from({ length: 6 }, () => reader.get(at('/'))));
    expect(most).toBe(2);
  });
});

describe('a stop', () => {
  it('ends at once what waits for a server, for a turn, for a name and for a pause, with its reason', async () => {
    const controller = new AbortController();
    const { answer, asked } = silent();
    site.on('/', answer);
    site.on('/busy', says(503));
    const reader = desk({
      signal: controller.signal,
      concurrency: 1,
      sleep: () => new Promise(() => {}),
      lookup: async (hostname) =>
        hostname === 'slow.example' ? new Promise(() => {}) : [{ address: '127.0.0.1', family: 4 }],
    });
    const waiting = [
      reader.get(at('/')),
      reader.get(at('/')),
      reader.get(at('/', 'slow.example')),
      reader.get(at('/busy', 'busy.example')),
    ].map((one) => one.catch((error: unknown) => error));
    await asked;
    controller.abort();
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => controller.signal.reason));
    await expect(reader.get(at('/'))).rejects.toBe(controller.signal.reason);
  });

  it('is also that the fetcher is closed', async () => {
    const { answer, asked } = silent();
    site.on('/', answer);
    const reader = desk();
    const waiting = reader.get(at('/')).catch((error: unknown) => error);
    await asked;
    await reader.close();
    expect(await waiting).toBeInstanceOf(StoppedError);
    await expect(reader.get(at('/'))).rejects.toBeInstanceOf(StoppedError);
  });

  it('waits by the real clock where none is given', async () => {
    const controller = new AbortController();
    const reason = new Error('stopped');
    site.on('/', says(429, { 'retry-after': '60' }));
    const log: string[] = [];
    const fetcher = createFetcher({
      userAgent: 'seealso/1.0',
      allowPrivate: true,
      robots: false,
      signal: controller.signal,
      log: (message) => {
        log.push(message);
        setImmediate(() => controller.abort(reason));
      },
    });
    fetchers.push(fetcher);
    await expect(fetcher.get(at('/', '127.0.0.1'))).rejects.toBe(reason);
    expect(log).toHaveLength(1);
  });
});
