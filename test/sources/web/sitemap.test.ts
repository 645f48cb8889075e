import { beforeEach, describe, expect, it } from 'vitest';
import { openSitemap } from '../../../src/sources/web/sitemap.js';
import { newsstand, type Stocked } from '../../support/newsstand.js';
import { reader, recordOf, said } from './reader.js';

const SITEMAP = 'https://news.example/sitemap.xml';
const TEXT = 'The yen fell on Tuesday as traders bet that the bank would wait. '.repeat(10);
const url = (name: string, more = '') => `<url><loc>https://news.example/${name}</loc>${more}</url>`;
const on = (date: string) => `<lastmod>${date}</lastmod>`;
const urlset = (...urls: string[]) =>
  `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="x">${urls.join('')}</urlset>`;
const index = (...names: string[]) =>
  `<sitemapindex>${names.map((name) => `<sitemap><loc>https://news.example/${name}</loc></sitemap>`).join('')}</sitemapindex>`;
const page = (title: string, head = ''): Stocked => ({
  body: `<html><head>${head}</head><body><main><h1>${title}</h1><p>${TEXT}</p></main></body></html>`,
});
const id = (name: string) => `https://news.example/${name}`;

let stand = newsstand();
let catalogue = reader();
const read = (more = {}, options = {}) =>
  catalogue.read(openSitemap(SITEMAP, { fetcher: stand.fetcher, ...more }), options);
const stock = (body: string, etag?: string) =>
  stand.stock.set('/sitemap.xml', { body, type: 'application/xml', ...(etag === undefined ? {} : { etag }) });

beforeEach(() => {
  stand = newsstand();
  catalogue = reader();
  for (const name of ['a', 'b', 'c']) stand.stock.set(`/${name}`, page(name));
});

describe('a sitemap', () => {
  it('gives the articles behind its addresses, in their order', async () => {
    stock(urlset(url('a', on('2025-01-01')), url('b', on('2025-01-02'))));
    const source = openSitemap(SITEMAP, { fetcher: stand.fetcher });
    const rows = await catalogue.read(source);
    expect(rows.map(said)).toEqual([id('a'), id('b')]);
    expect(recordOf(rows[0])).toMatchObject({ title: 'a', url: id('a') });
    expect([source.partial, source.progress()]).toEqual([false, { read: 2, total: 2 }]);
  });

  it('is asked alone where nothing has changed', async () => {
    stock(urlset(url('a', on('2025-01-01')), url('b', on('2025-01-02'))), '"1"');
    await read();
    stand.asked();
    expect([await read(), stand.asked()]).toEqual([[], ['304 /sitemap.xml']]);
  });

  it('has a page read again only where its lastmod is another', async () => {
    stock(urlset(url('a', on('2025-01-01')), url('b', on('2025-01-02'))));
    await read();
    stand.asked();
    stock(urlset(url('a', on('2025-01-01')), url('b', on('2025-03-02')), url('c', on('2025-03-02'))));
    expect((await read()).map(said)).toEqual([`= ${id('a')}`, id('b'), id('c')]);
    expect(stand.asked()).toEqual(['200 /sitemap.xml', '200 /b', '200 /c']);
  });

  it.each([
    ['without lastmod', ''],
    ['with a lastmod in the future', on('2999-01-01')],
    ['with a lastmod of this day', on(new Date().toISOString().slice(0, 10))],
  ])('has pages %s asked whether they have changed', async (_, lastmod) => {
    stand.stock.set('/a', { ...page('a'), etag: '"a1"' });
    stock(urlset(url('a', lastmod)), '"1"');
    await read();
    stand.asked();
    expect((await read()).map(said)).toEqual([`= ${id('a')}`]);
    expect(stand.asked()).toEqual(['200 /sitemap.xml', '304 /a']);
    stand.stock.set('/a', { ...page('changed'), etag: '"a2"' });
    expect(recordOf((await read())[0]).title).toBe('changed');
  });

  it('tells what was taken down, and forgets it', async () => {
    stock(urlset(url('a'), url('b')));
    await read();
    stand.stock.set('/b', { status: 410 });
    expect((await read()).map(said)).toEqual([id('a'), `- ${id('b')}`]);
    expect((await read()).map(said)).toEqual([id('a')]);
    stand.stock.set('/b', page('b is back'));
    expect((await read()).map(said)).toEqual([id('a'), id('b')]);
  });

  it('tells everything that is there where the whole is asked for', async () => {
    stock(urlset(url('a', on('2025-01-01')), url('b', on('2025-01-01'))), '"1"');
    await read();
    stand.asked();
    expect((await read({}, { whole: true })).map(said)).toEqual([`= ${id('a')}`, `= ${id('b')}`]);
    expect(stand.asked()).toEqual(['200 /sitemap.xml']);
  });

  it('keeps what cannot be read just now, and tries again', async () => {
    stock(urlset(url('a', on('2025-01-01')), url('b', on('2025-01-01'))), '"1"');
    stand.stock.set('/b', { status: 500 });
    expect((await read()).map(said)).toEqual([id('a')]);
    expect(catalogue.warnings()).toEqual(['https://news.example/b answers with status 500.']);
    stand.stock.set('/b', page('b'));
    expect((await read()).map(said)).toEqual([`= ${id('a')}`, id('b')]);
    stand.stock.set('/b', { status: 500 });
    stock(urlset(url('a', on('2025-01-01')), url('b', on('2025-02-02'))), '"2"');
    expect((await read({}, { whole: true })).map(said)).toEqual([`= ${id('a')}`, `= ${id('b')}`]);
  });

  it('goes on where it was killed, and where it may fetch no more', async () => {
    stock(urlset(...['a', 'b', 'c'].map((name) => url(name, on('2025-01-01')))), '"1"');
    await read({}, { killedAfter: 1 });
    expect((await read({ maxPages: 1 })).map(said)).toEqual([`= ${id('a')}`, id('b')]);
    expect((await read()).map(said)).toEqual([`= ${id('a')}`, `= ${id('b')}`, id('c')]);
    expect(await read()).toEqual([]);
  });

  it('leaves out what is no article, says how many, and does not fetch it again', async () => {
    stand.stock.set('/', page('Front'));
    stand.stock.set('/tags/yen', { body: '<html><body><h1>Yen</h1><p>Three articles.</p></body></html>' });
    stand.stock.set('/private', page('Private', '<meta name="robots" content="noindex">'));
    stock(urlset(...['', 'tags/yen', 'private', 'a'].map((name) => url(name, on('2025-01-01')))));
    expect((await read()).map(said)).toEqual([id('a')]);
    expect(catalogue.warnings()).toEqual([
      expect.stringMatching(/^2 pages are no articles/),
      expect.stringMatching(/^1 pages ask to be left out/),
    ]);
    stand.asked();
    expect((await read()).map(said)).toEqual([`= ${id('a')}`]);
    expect(stand.asked()).toEqual(['200 /sitemap.xml']);
  });

  it('takes an article back that asks to be left out now', async () => {
    stock(urlset(url('a')));
    await read();
    stand.stock.set('/a', page('a', '<meta name="robots" content="noindex">'));
    expect((await read()).map(said)).toEqual([`- ${id('a')}`]);
  });

  it.each([
    ['a page of maintenance', { body: '<html><body><h1>Back soon</h1></body></html>' }],
    ['a login that asks to be left out', page('Log in', '<meta name="robots" content="noindex">')],
    ['another article', { status: 302, headers: { location: '/maintenance' } }],
  ])('keeps its articles where all of them turn into %s at once', async (_, answer) => {
    const names = Array.from({ length: 9 }, (_, i) => `article-${i}`);
    const at = (date: string) => stock(urlset(...names.map((name) => url(name, on(date)))));
    for (const name of names) stand.stock.set(`/${name}`, page(name));
    at('2025-01-01');
    await read();
    stand.stock.set('/maintenance', page('We are working on it'));
    for (const name of names.slice(1)) stand.stock.set(`/${name}`, answer);
    at('2025-02-02');
    const rows = (await read({}, { whole: true })).map(said);
    expect(rows.filter((row) => row.startsWith('= '))).toHaveLength(8 - Number('status' in answer));
    expect(catalogue.warnings().join()).toContain('pages that were articles have become something else');
    for (const name of names) stand.stock.set(`/${name}`, page(`${name} again`));
    await read();
    expect([...catalogue.held].filter((one) => one.includes('/article-')).sort()).toEqual(names.map(id));
  });

  it('gives a page once that has two addresses, and follows it to a new one', async () => {
    stand.stock.set('/a?print=1', page('a', '<link rel="canonical" href="/a">'));
    stock(urlset(url('a'), url('a?print=1')));
    expect((await read()).map(said)).toEqual([id('a')]);
    stock(urlset(url('a')));
    stand.stock.set('/a', { status: 301, headers: { location: '/2025/a' } });
    stand.stock.set('/2025/a', page('a'));
    const rows = await read();
    expect(rows.map(said)).toEqual([id('2025/a'), `- ${id('a')}`]);
    expect(recordOf(rows[0]).formerUrls).toEqual([id('a')]);
  });

  it('does not lead to other sites', async () => {
    stand.stock.set('/b', { status: 302, headers: { location: 'https://elsewhere.example/login' } });
    stock(
      urlset(
        url('a'),
        '<url><loc>https://elsewhere.example/x</loc></url>',
        '<url><loc>https://169.254.169.254/</loc></url>',
      ),
    );
    expect((await read()).map(said)).toEqual([id('a')]);
    expect(catalogue.warnings()).toEqual(['2 addresses of the sitemap are of another site: left out.']);
  });

  it('of news says what its pages do not', async () => {
    const news =
      '<news:news><news:publication><news:language>de</news:language></news:publication><news:publication_date>2025-10-29</news:publication_date><news:title>In the sitemap</news:title><news:keywords>yen</news:keywords></news:news>';
    stock(urlset(url('a', news)));
    const source = openSitemap(SITEMAP, { fetcher: stand.fetcher });
    const [row] = await catalogue.read(source);
    // It names what is of the last two days: what it no longer names is not gone.
    expect(source.partial).toBe(true);
    stock(urlset(url('a', news), url('b')));
    await catalogue.read(source);
    expect(source.partial).toBe(false);
    expect(recordOf(row)).toMatchObject({
      title: 'a',
      language: 'de',
      tags: ['yen'],
      publishedAt: '2025-10-29T00:00:00Z',
    });
  });
});

describe('an index of sitemaps', () => {
  it('leads to all of them, each once, and no deeper than three', async () => {
    stock(index('1.xml', '2.xml', '1.xml', 'sitemap.xml'));
    stand.stock.set('/1.xml', { body: urlset(url('a', on('2025-01-01'))) });
    stand.stock.set('/2.xml', { body: index('3.xml') });
    stand.stock.set('/3.xml', { body: urlset(url('a', on('2025-01-01')), url('b', on('2025-01-01'))) });
    expect((await read()).map(said)).toEqual([id('a'), id('b')]);
    for (let i = 3; i < 10; i++) stand.stock.set(`/${i}.xml`, { body: index(`${i + 1}.xml`) });
    stand.asked();
    await read();
    expect(stand.asked().at(-1)).toBe('200 /4.xml');
    expect(catalogue.warnings()).toEqual([expect.stringMatching(/^1 sitemaps were not read/)]);
  });

  it('passes over the sitemaps that have not changed', async () => {
    stock(index('1.xml', '2.xml'));
    stand.stock.set('/1.xml', { etag: '"1"', body: urlset(url('a', on('2025-01-01'))) });
    stand.stock.set('/2.xml', { etag: '"1"', body: urlset(url('b', on('2025-01-01'))) });
    await read();
    stand.stock.set('/2.xml', {
      etag: '"2"',
      body: urlset(url('b', on('2025-01-01')), url('c', on('2025-01-01'))),
    });
    stand.asked();
    expect((await read()).map(said)).toEqual([`= ${id('b')}`, id('c')]);
    expect(stand.asked()).toEqual(['200 /sitemap.xml', '304 /1.xml', '200 /2.xml', '200 /c']);
  });

  it('is read on where one of them is broken, which is told in the end', async () => {
    stock(index('1.xml', '2.xml', '3.xml'));
    stand.stock.set('/2.xml', { body: '<html></html>' });
    stand.stock.set('/3.xml', { body: urlset(url('b')) });
    await expect(read()).rejects.toThrow('/2.xml is not a sitemap');
    expect([...catalogue.held]).toEqual([id('b')]);
    expect(catalogue.warnings()).toEqual([
      expect.stringContaining('no sitemap at'),
      expect.stringContaining('not a sitemap'),
    ]);
  });
});
