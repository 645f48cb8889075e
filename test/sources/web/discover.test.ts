import { beforeEach, describe, expect, it } from 'vitest';
import { openSource } from '../../../src/sources/open-source.js';
import { newsstand } from '../../support/newsstand.js';
import { reader, recordOf, said } from './reader.js';

const TEXT = 'The yen fell on Tuesday as traders bet that the bank would wait. '.repeat(10);
const FEED =
  '<rss version="2.0"><channel><title>News</title><item><title>a</title><link>/a</link><guid>a</guid></item></channel></rss>';
const html = (head: string, body = '') => ({
  body: `<!doctype html><html><head>${head}</head><body>${body}</body></html>`,
});
const article = `<main><h1>Yen falls</h1><p>${TEXT}</p></main>`;
const feedLink =
  '<link rel="alternate" type="application/rss+xml" href="/comments/feed/"><link rel="alternate" type="application/rss+xml" href="/feed/">';
const id = 'https://news.example/a';

let stand = newsstand();
let catalogue = reader();
const open = (address: string, more = {}, options = {}) =>
  openSource(address, { ...options, web: { fetcher: stand.fetcher, ...more } });

beforeEach(() => {
  stand = newsstand();
  catalogue = reader();
});

describe('an address without a format', () => {
  it('is read as the feed that lies there, without fetching it twice', async () => {
    stand.stock.set('/x', { type: 'text/html', etag: '"1"', body: FEED });
    stand.stock.set('/a', { status: 404 });
    const source = await open('https://news.example/x');
    expect((await catalogue.read(source)).map(said)).toEqual([id]);
    expect([source.name, source.partial]).toEqual(['https://news.example/x', true]);
    expect(stand.asked()).toEqual(['200 /x', '404 /a']);
    expect(catalogue.warnings()).toEqual([]);
  });

  it('is known in later runs, which ask only whether it has changed', async () => {
    stand.stock.set('/', html(feedLink));
    stand.stock.set('/feed/', { etag: '"1"', body: FEED });
    await catalogue.read(await open('https://news.example/'));
    stand.asked();
    await catalogue.read(await open('https://news.example/'));
    expect(stand.asked()).toEqual(['304 /feed/']);
  });

  it('is read as the sitemap that lies there', async () => {
    stand.stock.set('/map', { body: `<urlset><url><loc>${id}</loc></url></urlset>` });
    stand.stock.set('/a', html('', article));
    const source = await open('https://news.example/map');
    expect((await catalogue.read(source)).map(said)).toEqual([id]);
    expect(source.partial).toBe(false);
  });

  it('is read as the article that lies there, though it names a feed', async () => {
    stand.stock.set('/a', html(`${feedLink}<meta property="og:type" content="article">`, article));
    expect((await catalogue.read(await open(id))).map(said)).toEqual([id]);
    expect(stand.asked()).toEqual(['200 /a']);
  });

  it('leads from a front page to the feed that it names, which is said', async () => {
    stand.stock.set('/', html(feedLink, article));
    stand.stock.set('/feed/', { body: FEED });
    expect((await catalogue.read(await open('https://news.example/'))).map(said)).toEqual([id]);
    expect(catalogue.warnings()[0]).toBe(
      'https://news.example/ is a page: reads the feed at https://news.example/feed/, which it names.',
    );
  });

  it.each([
    [
      'WordPress',
      `${feedLink}<link rel="https://api.w.org/" href="/wp-json/">`,
      'WordPress interface at https://news.example/wp-json/',
      {},
    ],
    [
      'Ghost, with a key',
      `${feedLink}<meta name="generator" content="Ghost 5.80">`,
      'Ghost interface at https://news.example/',
      { key: 'k' },
    ],
    [
      'Ghost, without a key',
      `${feedLink}<meta name="generator" content="Ghost 5.80">`,
      'feed at https://news.example/feed/',
      {},
    ],
  ])('leads to the interface of %s', async (_, head, expected, more) => {
    stand.stock.set('/', html(head));
    await catalogue.read(await open('https://news.example/', more)).catch(() => undefined);
    expect(catalogue.warnings()[0]).toContain(expected);
  });

  it('sends no key to another site that a page names for its interface', async () => {
    stand.stock.set('/', html('<link rel="https://api.w.org/" href="https://elsewhere.example/wp-json/">'));
    const reading = catalogue.read(await open('https://news.example/', { key: 'user:password' }));
    await expect(reading).rejects.toThrow('names the WordPress interface of another site');
    stand.stock.set('/', html('<link rel="https://api.w.org/" href="http://news.example/wp-json/">'));
    await catalogue.read(await open('https://news.example/')).catch(() => undefined);
    expect(catalogue.warnings()[0]).toContain('interface at https://news.example/wp-json/');
  });

  it('is not held up by a robots.txt of nothing but line breaks', async () => {
    stand.stock.set('/', html('', '<p>Welcome.</p>'));
    stand.stock.set('/robots.txt', { type: 'text/plain', body: '\r'.repeat(300_000) });
    await expect(catalogue.read(await open('https://news.example/'))).rejects.toThrow('leads to no articles');
  });

  it.each([
    [
      'robots.txt names',
      '/robots.txt',
      {
        type: 'text/plain',
        body: 'User-agent: *\nSitemap: https://elsewhere.example/s.xml\nsitemap: /s.xml',
      },
      '/s.xml',
    ],
    [
      'lies where sitemaps lie',
      '/sitemap_index.xml',
      { body: '<sitemapindex><sitemap><loc>/s.xml</loc></sitemap></sitemapindex>' },
      '/s.xml',
    ],
  ])('leads to the sitemap that %s', async (_, path, stocked, map) => {
    stand.stock.set('/', html('', '<p>Welcome.</p>'));
    stand.stock.set(path, stocked);
    stand.stock.set(map, { body: `<urlset><url><loc>${id}</loc></url></urlset>` });
    stand.stock.set('/a', html('', article));
    expect((await catalogue.read(await open('https://news.example/'))).map(said)).toEqual([id]);
    expect(catalogue.warnings()[0]).toContain('names no feed: reads the sitemap');
  });

  it.each([
    ['nothing', { status: 404 }, 'There is no document at'],
    ['a page that leads nowhere', html('', '<p>Hello.</p>'), 'leads to no articles'],
    ['a picture', { type: 'image/png', body: 'PNG' }, 'received image/png'],
  ])('is refused where there is %s', async (_, stocked, expected) => {
    stand.stock.set('/', stocked);
    await expect(catalogue.read(await open('https://news.example/'))).rejects.toThrow(
      expect.objectContaining({ name: 'SourceError', message: expect.stringContaining(expected) }),
    );
  });
});

describe('one page', () => {
  const read = async () => catalogue.read(await open(id, {}, { format: 'page', name: 'yen' }));

  it('is read, asked for changes, and told as taken down', async () => {
    stand.stock.set('/a', { ...html('', article), etag: '"1"' });
    const [row] = await read();
    expect(recordOf(row)).toMatchObject({ id, title: 'Yen falls' });
    expect((await read()).map(said)).toEqual([`= ${id}`]);
    stand.stock.delete('/a');
    expect((await read()).map(said)).toEqual([`- ${id}`]);
    await expect(read()).rejects.toThrow('There is no page at');
  });

  it('that was asked for by name may be short, but not empty or hidden', async () => {
    stand.stock.set('/a', html('<title>Short</title>', '<p>A short note, and no more than that.</p>'));
    expect(recordOf((await read())[0]).title).toBe('Short');
    stand.stock.set('/a', html('<title>Empty</title>'));
    expect((await read()).map(said)).toContain('! none');
    stand.stock.set('/a', html('<meta name="robots" content="noindex">', article));
    await read();
    expect(catalogue.warnings()).toEqual([expect.stringContaining('asks to be left out')]);
  });

  it('fails as its server does', async () => {
    stand.stock.set('/a', { status: 500 });
    await expect(read()).rejects.toThrow('status 500');
  });
});

describe('a source that does not fit its format', () => {
  it.each([
    ['https://news.example/a.csv', 'csv', 'is a format of files'],
    ['articles.csv', 'feed', 'Expected an address for it'],
  ] as const)('is refused: %s as %s', async (path, format, expected) => {
    await expect(open(path, {}, { format })).rejects.toThrow(
      expect.objectContaining({ name: 'UsageError', message: expect.stringContaining(expected) }),
    );
  });

  it('is refused where nothing of the web is read', async () => {
    await expect(openSource('https://news.example/')).rejects.toThrow(
      'Index it first: seealso index https://news.example/',
    );
  });
});
